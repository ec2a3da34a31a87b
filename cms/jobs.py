"""Publishing at the hour that an author chose."""

from django.core.management import call_command

from lms.jobs import every


@every("cms.publish_scheduled", minutes=1)
def publish_scheduled() -> None:
    """Publishes what is due and takes down what has expired. Wagtail does each page in a transaction; may be repeated."""
    call_command("publish_scheduled")
