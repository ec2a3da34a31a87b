"""What a page can be built of. Each block has one template in `templates/cms/blocks/`."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.error import ExporterException
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    ListBlock,
    RichTextBlock,
    StructBlock,
    TextBlock,
    URLBlock,
)
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

from cms import video

WORDS = ("bold", "italic", "link")
TEXT = ("h2", "h3", "ol", "ul", *WORDS)
SOUNDS = ("mp3", "ogg")


# What the editor sends when its form was forged: not JSON, another shape, a link to nothing, lists without end.
FORGED = (ValueError, TypeError, AttributeError, KeyError, RecursionError, ExporterException)
LONGEST_TEXT = 100_000


class Words(RichTextBlock):
    """Rich text from the editor. What is no text of the editor's counts as empty; half of an emoji is dropped."""

    def value_from_datadict(self, data, files, prefix) -> RichText:
        try:
            sent = super().value_from_datadict(data, files, prefix)
        except FORGED:
            return RichText("")
        return RichText(sent.source.encode("utf-8", "ignore").decode())

    def clean(self, value) -> RichText:
        cleaned = super().clean(value)
        if len(cleaned.source) > LONGEST_TEXT:
            raise ValidationError(_("This text is too long for one block. Divide it into several lessons."))
        return cleaned


class TextBlockOfLesson(Words):
    """Running text; only what a lesson needs."""

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "cms/blocks/text.html"


class ImageBlock(StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = CharBlock(
        label=_("What the image shows"),
        max_length=240,
        help_text=_("For people who cannot see it. Say what matters for the lesson."),
    )
    caption = CharBlock(label=_("Caption"), required=False, max_length=240)

    class Meta:
        label = _("Image")
        icon = "image"
        template = "cms/blocks/image.html"


class AudioBlock(StructBlock):
    title = CharBlock(label=_("Title"), max_length=120)
    file = DocumentChooserBlock(label=_("Recording"), help_text=_("An MP3 or OGG file."))
    transcript = Words(
        label=_("Transcript"),
        features=("ol", "ul", "bold", "italic"),
        help_text=_("What is said, for people who cannot hear it or have no sound."),
    )

    class Meta:
        label = _("Audio")
        icon = "media"
        template = "cms/blocks/audio.html"

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned["file"].file_extension not in SOUNDS:
            raise ValidationError(_("Choose an MP3 or OGG file for the recording."))
        return cleaned


class VideoBlock(StructBlock):
    """A film of another site. Nothing is asked of that site before the reader presses play."""

    title = CharBlock(label=_("Title"), max_length=120)
    address = URLBlock(label=_("Address"), help_text=_("A video on YouTube or Vimeo."), validators=[video.known])
    minutes = CharBlock(label=_("Length"), required=False, max_length=20, help_text=_("For example: 4 min"))
    transcript = Words(label=_("What is said or shown"), features=("ol", "ul", "bold", "italic"), required=False)

    class Meta:
        label = _("Video")
        icon = "media"
        template = "cms/blocks/video.html"

    def get_context(self, value, parent_context=None) -> dict:
        return super().get_context(value, parent_context) | {"film": video.film(value["address"])}


class VocabularyRow(StructBlock):
    term = CharBlock(label=_("Word or term"), max_length=120)
    say = CharBlock(label=_("How it sounds"), required=False, max_length=120)
    meaning = CharBlock(label=_("Meaning in the reader's language"), max_length=240)
    example = CharBlock(label=_("Example in Azerbaijani"), required=False, max_length=240)


class VocabularyBlock(StructBlock):
    caption = CharBlock(label=_("Caption"), max_length=120)
    rows = ListBlock(VocabularyRow(), label=_("Words"), min_num=1)

    class Meta:
        label = _("Vocabulary")
        icon = "table"
        template = "cms/blocks/vocabulary.html"

    def get_context(self, value, parent_context=None) -> dict:
        shown = {name: any(row[name] for row in value["rows"]) for name in ("say", "example")}
        return super().get_context(value, parent_context) | {"shown": shown}


class CalloutBlock(StructBlock):
    kind = ChoiceBlock(
        label=_("Kind"), choices=[("tip", _("Tip")), ("law", _("What the law says")), ("remember", _("Remember"))]
    )
    text = Words(label=_("Text"), features=("ol", "ul", *WORDS))
    source = CharBlock(
        label=_("Source"), required=False, max_length=200, help_text=_("For example: Migration Code, article 76")
    )

    class Meta:
        label = _("Call-out")
        icon = "warning"
        template = "cms/blocks/callout.html"


class DownloadBlock(StructBlock):
    title = CharBlock(label=_("Title"), max_length=160)
    file = DocumentChooserBlock(label=_("File"))

    class Meta:
        label = _("Download")
        icon = "download"
        template = "cms/blocks/download.html"


class CheckOption(StructBlock):
    text = CharBlock(label=_("Answer"), max_length=240)
    correct = BooleanBlock(label=_("This is right"), required=False)


class CheckBlock(StructBlock):
    """A question a reader asks herself; nothing is recorded. Each answer opens by itself, without JavaScript."""

    question = TextBlock(label=_("Question"), max_length=600, rows=2)
    options = ListBlock(CheckOption(), label=_("Answers"), min_num=2, max_num=6)
    explanation = TextBlock(label=_("Why it is so"), max_length=600, rows=2)

    class Meta:
        label = _("Check yourself")
        icon = "help"
        template = "cms/blocks/check.html"

    def clean(self, value):
        cleaned = super().clean(value)
        if not any(option["correct"] for option in cleaned["options"]):
            raise ValidationError(_("Mark the answer that is right."))
        return cleaned


PLAIN_BLOCKS = [
    ("text", TextBlockOfLesson(features=TEXT)),
    ("image", ImageBlock()),
    ("callout", CalloutBlock()),
    ("download", DownloadBlock()),
]
LESSON_BLOCKS = [
    ("text", TextBlockOfLesson(features=TEXT)),
    ("image", ImageBlock()),
    ("audio", AudioBlock()),
    ("video", VideoBlock()),
    ("vocabulary", VocabularyBlock()),
    ("callout", CalloutBlock()),
    ("download", DownloadBlock()),
    ("check", CheckBlock()),
]
