from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """The languages of the site, each by its own name."""

    AZ = "az", "Azərbaycanca"
    EN = "en", "English"
    RU = "ru", "Русский"


class Role(models.TextChoices):
    """What a person does at a centre; a national role has no centre."""

    CENTRE_STAFF = "centre_staff", _("Centre staff")
    APPROVER = "approver", _("Approver")
    TRAINER = "trainer", _("Trainer")
    EDITOR = "editor", _("Editor")
    AUDITOR = "auditor", _("Auditor")
    NATIONAL_ADMIN = "national_admin", _("National administrator")


# Roles for the whole country, and roles that make sense at a centre only. The others may be either.
NATIONAL = (Role.AUDITOR, Role.NATIONAL_ADMIN)
AT_A_CENTRE = (Role.CENTRE_STAFF,)


class Sex(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
