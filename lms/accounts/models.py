"""People, centres, and who may do what where.

A person may have no e-mail, no phone, no papers and one name: only `login_id` is certain.
"""

import uuid
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.constraints import text_limits
from lms.saving import save_clean

from .enums import NATIONAL, Language, Role, Sex
from .names import NAME_LENGTH, clean_latin_name, clean_name, folded


class UserManager(BaseUserManager["User"]):
    """Accounts made by commands; people are made by `lms.accounts.domain`."""

    def create_user(
        self, login_id: str, password: str | None = None, *, name: str, name_latin: str = "", **fields
    ) -> "User":
        """Refuses with ValidationError what the database would refuse. Without a password none will ever match."""
        user = self.model(login_id=login_id, **fields)
        user.set_name(name, latin=name_latin)
        user.set_password(password)
        save_clean(user, exclude=["password"])
        return user

    def create_superuser(self, login_id: str, password: str | None = None, **fields) -> "User":
        return self.create_user(login_id, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """One person: learner, trainer or staff."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    login_id = models.CharField(_("login number"), max_length=20, unique=True)
    email = models.EmailField(_("e-mail address"), max_length=254, null=True, blank=True, unique=True)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    name_latin = models.CharField(_("name in Latin letters"), max_length=NAME_LENGTH, blank=True)
    name_folded = models.CharField(max_length=2 * NAME_LENGTH + 1, blank=True, editable=False, db_index=True)
    language = models.CharField(_("language"), max_length=8, choices=Language, default=Language.AZ)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    # What `rules` found out about this object's memberships; gone with the object.
    known_roles: frozenset[tuple[str, int | None]]

    USERNAME_FIELD = "login_id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    objects = UserManager()

    class Meta:
        constraints = (
            *text_limits("user", name=NAME_LENGTH, name_latin=NAME_LENGTH, login_id=20),
            models.CheckConstraint(name="user_email_not_empty", condition=Q(email__isnull=True) | ~Q(email="")),
            models.CheckConstraint(name="user_name_not_empty", condition=~Q(name="")),
        )

    def __str__(self) -> str:
        return self.name

    def set_name(self, name: str, *, latin: str = "") -> None:
        """Cleans both forms and writes the search column with them. Raises ValidationError."""
        self.name = clean_name(name)
        self.name_latin = clean_latin_name(latin)
        self.name_folded = folded(self.name, self.name_latin)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """What packages greet a person with, which would show her login number otherwise."""
        return self.name


class LearnerProfile(models.Model):
    """What a learner may tell, each for its purpose; nothing here is asked for at sign-up. Protection status is never stored."""

    user = models.OneToOneField(User, models.CASCADE, related_name="profile")
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=8, choices=Sex, blank=True)
    citizenship = models.CharField(_("citizenship"), max_length=3, blank=True)
    first_language = models.CharField(_("first language"), max_length=40, blank=True)
    region = models.CharField(_("region"), max_length=60, blank=True)

    class Meta:
        constraints = tuple(text_limits("profile", citizenship=3, first_language=40, region=60))

    def __str__(self) -> str:
        return str(self.user)


class Centre(models.Model):
    """A place that runs cohorts and hands out certificates."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(_("code"), max_length=8, unique=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class CentreText(models.Model):
    centre = models.ForeignKey(Centre, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8, choices=Language)
    name = models.CharField(_("name"), max_length=120)
    place = models.CharField(_("town"), max_length=80)
    address = models.CharField(_("address"), max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("centre", "language"), name="centre_text_once_per_language"),
            *text_limits("centre_text", name=120, place=80, address=200),
        )

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role of a person at a centre; without a centre the role is national."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    centre = models.ForeignKey(Centre, models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "centre", "role"), name="membership_once"),
            models.UniqueConstraint(
                fields=("user", "role"), condition=Q(centre__isnull=True), name="membership_national_once"
            ),
            models.CheckConstraint(
                name="membership_centre_where_needed",
                condition=Q(role__in=(Role.AUDITOR, Role.NATIONAL_ADMIN, Role.TRAINER, Role.EDITOR, Role.APPROVER))
                | Q(centre__isnull=False),
            ),
            models.CheckConstraint(
                name="membership_national_without_centre", condition=~Q(role__in=NATIONAL) | Q(centre__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.centre or '*'}"


class ActivationSlip(models.Model):
    """A one-time code on paper, with which a person without e-mail takes over the account that staff made."""

    user = models.ForeignKey(User, models.CASCADE, related_name="slips")
    code_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"slip {self.pk}"

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and at < self.expires_at


class AuditEvent(models.Model):
    """Who did what to whom, when. Append-only: triggers on both databases refuse UPDATE and DELETE."""

    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    action = models.CharField(max_length=60)
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, null=True, blank=True, related_name="+")
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("object_type", "object_id"), name="audit_object"),
            models.Index(fields=("person", "at"), name="audit_person"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"
