"""The sealed papers of a batch as one ZIP."""

import tempfile
from collections.abc import Iterable
from typing import IO
from zipfile import ZIP_STORED, ZipFile

from django.core.files.storage import storages

from certificates.domain.papers import made_now, rendered
from certificates.models import Certificate
from lms.accounts.names import fold
from lms.refusals import Refusal

NAME_LENGTH = 60


def bundle(certificates: Iterable[Certificate]) -> IO[bytes]:
    """A temporary file, read from its beginning and gone when it is closed. Papers are compressed already, so they are stored.

    Refuses `not_ready` where a paper that is missing cannot be made just now.
    """
    found = tempfile.TemporaryFile()  # noqa: SIM115 - the answer to the browser closes it
    try:
        with ZipFile(found, "w", ZIP_STORED) as archive, made_now():
            for certificate in certificates:
                with storages["private"].open(rendered(certificate).storage_key) as paper:
                    archive.writestr(file_name(certificate), paper.read())
    except Refusal:
        found.close()
        raise
    found.seek(0)
    return found


def file_name(certificate: Certificate) -> str:
    """`AZ-BAK-2026-000123-gunes-eliyeva.pdf`: letters that every system can write; the number makes it the only one."""
    name = fold(certificate.snapshot["name_latin"]).replace(" ", "-")[:NAME_LENGTH].rstrip("-")
    return f"{certificate.number}-{name}.pdf" if name else f"{certificate.number}.pdf"
