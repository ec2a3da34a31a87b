"""Words of the desk's pages."""

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.rules import APPROVERS, may_edit_templates
from courses.enums import EnrolmentState
from courses.models import Assessment, Course, Enrolment, Lesson
from courses.queries.standing import Outstanding
from lms.accounts import identifiers, names
from lms.accounts.models import Centre, User
from lms.accounts.rules import Someone, has_role
from lms.accounts.texts import in_language
from lms.ui import badge

register = template.Library()

KINDS = {
    EnrolmentState.APPLIED: "wait",
    EnrolmentState.PENDING: "warn",
    EnrolmentState.WAITING: "wait",
    EnrolmentState.OFFERED: "wait",
    EnrolmentState.ACTIVE: "now",
    EnrolmentState.COMPLETED: "ok",
    EnrolmentState.NOT_COMPLETED: "open",
    EnrolmentState.WITHDRAWN: "open",
    EnrolmentState.REJECTED: "open",
    EnrolmentState.EXPIRED: "open",
}


@register.filter
def title(thing: Course | Lesson | Assessment) -> str:
    """In the reader's language; the key where nobody has written a title."""
    return str(in_language(thing.texts.all(), get_language() or "") or thing.key)


@register.filter
def centre_name(centre: Centre) -> str:
    return str(in_language(centre.texts.all(), get_language() or "") or centre.code)


@register.filter
def grouped(text: str) -> str:
    """A code as people read it aloud."""
    return identifiers.grouped(text)


@register.filter
def number(login_id: str) -> str:
    """As `grouped`, on one line."""
    return identifiers.grouped(login_id).replace(" ", "\N{NO-BREAK SPACE}")


@register.filter
def percent(score: Decimal) -> str:
    return f"{score:.0f}\N{NO-BREAK SPACE}%"


@register.filter
def is_latin(name: str) -> bool:
    return names.is_latin(name)


@register.filter
def latin_name(person: User) -> str:
    """The Latin form of a name in other letters, where it is known."""
    return "" if names.is_latin(person.name) else person.name_latin


@register.simple_tag
def state(enrolment: Enrolment) -> SafeString:
    return badge(enrolment.get_state_display(), KINDS[EnrolmentState(enrolment.state)])


@register.filter
def missing(outstanding: Iterable[Outstanding]) -> list[str]:
    """What is missing, in a few words each: lessons counted, quizzes named."""
    lessons = sum(each.kind == "lesson" for each in outstanding)
    counted = [ngettext("%(n)d lesson", "%(n)d lessons", lessons) % {"n": lessons}] if lessons else []
    return counted + [named(each) for each in outstanding if each.kind != "lesson"]


@register.filter
def named(outstanding: Outstanding) -> str:
    """One missing thing by its name."""
    if outstanding.kind == "hours":
        return ngettext("%(n)d hour", "%(n)d hours", outstanding.hours) % {"n": outstanding.hours}
    if outstanding.kind == "centre":
        return _("the decision of the centre")
    return outstanding.title(get_language() or "")


@register.filter
def edits_templates(user: Someone) -> bool:
    return may_edit_templates(user)


@register.filter
def decides(user: Someone) -> bool:
    return has_role(user, *APPROVERS)


@register.filter
def register_page(certificate: Certificate) -> str:
    """The address of a certificate in the register; empty where the desk has no such page."""
    try:
        return reverse("desk:certificate", args=[certificate.public_id])
    except NoReverseMatch:
        return ""
