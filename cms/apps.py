from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Content"

    def ready(self) -> None:
        from cms import announcements  # noqa: PLC0415 - it needs the models

        announcements.listen()
