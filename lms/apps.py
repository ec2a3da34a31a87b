from django.apps import AppConfig


class LmsConfig(AppConfig):
    name = "lms"
    verbose_name = "Learning platform"

    def ready(self):
        from lms import checks  # noqa: F401, PLC0415 - registers itself
