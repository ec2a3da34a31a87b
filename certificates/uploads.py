"""A stranger's file on its way to be looked at: in memory, no more of it than we read, and never on the disk."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from certificates.inspecting import LARGEST

# Bytes of a whole request beyond which it is not read at all; a web server in front usually takes less.
LARGEST_REQUEST = 6 * LARGEST


class InMemory(FileUploadHandler):
    """Keeps at most one byte more than `LARGEST`, of all the files of a request together: enough to see that it is too large."""

    def __init__(self, request=None):
        super().__init__(request)
        self.room = LARGEST + 1

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()

    def receive_data_chunk(self, raw_data, start):
        self.room -= self.kept.write(raw_data[: self.room])

    def file_complete(self, file_size):
        size = self.kept.tell()
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept, self.field_name, self.file_name, self.content_type, size, self.charset, self.content_type_extra
        )
