"""Which kinds of certificate a course gives, and how each looks."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from certificates import rules
from certificates.domain.due import awards_of
from certificates.domain.kinds import CHANGED_MEANWHILE
from certificates.enums import OVER, CertificateState, Kind, TemplateState
from certificates.models import Certificate, CourseAward, IssueBatch, Template
from courses.models import Course
from lms.accounts import audit
from lms.refusals import Refusal


def usable_templates() -> QuerySet[Template]:
    """Those with a published version that can be drawn, by name."""
    drawable = Q(versions__state=TemplateState.PUBLISHED, versions__spec__has_key="pages")
    return Template.objects.filter(drawable).distinct().order_by("name", "pk")


def stamp_of(course: Course) -> str:
    """Another one for everything else that the course could give: a form carries it, to say what its writer saw."""
    rows = course.awards.order_by("kind").values_list("kind", "template")
    return " ".join(f"{kind}-{template or 'newest'}" for kind, template in rows) or f"{Kind.COURSE}-newest"


def set_awards(
    course: Course, given: Mapping[str, Template | None], *, actor, now: datetime, seen: str | None = None
) -> None:
    """The kinds that completing the course gives from now on, each with its template; None is the newest of its kind.

    What was issued stays. Twice is once. `seen` is the stamp that the writer looked at; None is whoever does not look.
    Refuses `not_yours`, `no_kind`, `changed_meanwhile`, `wrong_template` for a template of another kind or without a
    published version, and `pending` for taking away a kind of which certificates are being made; the last two name the kind
    as their field.
    """
    if not rules.may_set_rules(actor):
        raise Refusal(_("The national office decides this."), code="not_yours")
    if not given:
        raise Refusal(_("Choose at least one kind of certificate."), code="no_kind")
    for kind, template in given.items():
        if template and not usable_templates().filter(pk=template.pk, kind=kind).exists():
            raise Refusal(
                _("This template is not published, or is of another kind."), code="wrong_template", field=kind
            )
    with transaction.atomic():
        course = Course.objects.select_for_update().get(pk=course.pk)
        if seen not in (None, stamp_of(course)):
            raise Refusal(CHANGED_MEANWHILE, code="changed_meanwhile")
        _refuse_pending(course, set(awards_of(course)) - set(given))
        course.awards.exclude(kind__in=given).delete()
        for kind, template in given.items():
            CourseAward.objects.update_or_create(course=course, kind=Kind(kind), defaults={"template": template})
        audit.record(
            "certificates.awards",
            actor=actor,
            now=now,
            obj=course,
            kinds=sorted(given),
            templates=[template.pk if template else None for _kind, template in sorted(given.items())],
        )


def _refuse_pending(course: Course, taken_away: set[str]) -> None:
    """While certificates of a kind wait, the kind stays."""
    for kind in sorted(taken_away):
        drafts = Certificate.objects.filter(kind=kind, state=CertificateState.DRAFT, enrolment__cohort__course=course)
        running = IssueBatch.objects.filter(kind=kind, cohort__course=course).exclude(state__in=OVER)
        if drafts.exists() or running.exists():
            sentence = _("Certificates of this kind are being made for the course. Issue or cancel them first.")
            raise Refusal(sentence, code="pending", field=kind)
