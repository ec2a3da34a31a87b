"""Who has a right to which certificate, and how it will look."""

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from certificates import layouts
from certificates.enums import CertificateState, Kind, Reason, TemplateState
from certificates.models import Certificate, CourseAward, Template, TemplateVersion
from courses.enums import EnrolmentState
from courses.models import Cohort, Course, Enrolment

FIRST_PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)
# Whoever lost a certificate for one of these is not due again.
FORFEITED = (Reason.NOT_EARNED, Reason.FRAUD)
# Certificates after which nobody is due another of the same kind.
IN_THE_WAY = Q(state__in=(CertificateState.ISSUED, CertificateState.DRAFT)) | Q(
    state=CertificateState.REVOKED, reason__in=FORFEITED
)


def completed() -> QuerySet[Enrolment]:
    """Enrolments that have a right to a certificate, with all that is printed."""
    return (
        Enrolment.objects.filter(state=EnrolmentState.COMPLETED)
        .select_related("person", "cohort__course", "cohort__centre")
        .prefetch_related("cohort__course__texts", "cohort__centre__texts")
    )


def awards_of(course: Course) -> list[str]:
    """The kinds of certificate that completing the course gives."""
    return list(course.awards.order_by("pk").values_list("kind", flat=True)) or [str(Kind.COURSE)]


def due(cohort: Cohort, *, kind: str = Kind.COURSE) -> QuerySet[Enrolment]:
    """Who of a cohort has completed and neither holds this kind, nor is about to, nor has forfeited it."""
    held = Certificate.objects.filter(IN_THE_WAY, kind=kind).values("enrolment")
    return completed().filter(cohort=cohort).exclude(pk__in=held)


def gives(kind: str) -> Q:
    """Of enrolments: completing the course gives this kind."""
    awards = CourseAward.objects.filter(course=OuterRef("cohort__course"))
    given = Q(Exists(awards.filter(kind=kind)))
    return given | Q(~Exists(awards)) if kind == Kind.COURSE else given


def had(kind: str) -> Exists:
    """Of enrolments: a certificate of this kind is there, or was. What never got a number does not count."""
    written = Certificate.objects.filter(enrolment=OuterRef("pk"), kind=kind)
    return Exists(written.exclude(state=CertificateState.CANCELLED))


def live(enrolment: Enrolment, *, kind: str = Kind.COURSE) -> Certificate | None:
    return enrolment.certificates.filter(state=CertificateState.ISSUED, kind=kind).first()


def template_version(kind: str = Kind.COURSE, *, course: Course | None = None) -> TemplateVersion:
    """The newest published version: of the course's own template, of any for this kind, or of the one that ships."""
    # Versions from before there were elements stay for their certificates; new ones get what ships now.
    published = TemplateVersion.objects.filter(
        template__kind=kind, state=TemplateState.PUBLISHED, spec__has_key="pages"
    )
    newest = published.order_by("-published_at", "-pk")
    own = CourseAward.objects.filter(course=course, kind=kind, template__isnull=False).first() if course else None
    chosen = newest.filter(template=own.template).first() if own else None
    return chosen or newest.first() or shipped_version(kind)


def shipped_version(kind: str) -> TemplateVersion:
    """The template that comes with the system; written when it is first asked for, after whatever versions there are.

    Where the office has retired it, the retired one: it does not come back by being looked at.
    """
    shipped = layouts.SHIPPED[kind]
    # Strangers ask for it, by way of the issuer's document: what is there is read, and nothing is locked.
    found = _kept(TemplateVersion.objects.filter(template__name=shipped.name))
    if found:
        return found
    template, _made = Template.objects.get_or_create(name=shipped.name, defaults={"kind": kind})
    with transaction.atomic():
        Template.objects.select_for_update().get(pk=template.pk)
        found = _kept(template.versions.all())
        if found:
            return found
        last = template.versions.order_by("-n").first()
        return template.versions.create(
            n=last.n + 1 if last else 1,
            spec=shipped.spec,
            state=TemplateState.PUBLISHED,
            published_at=FIRST_PUBLISHED,
        )


def _kept(versions: QuerySet[TemplateVersion]) -> TemplateVersion | None:
    """The newest that is published, or else the newest that was."""
    known = versions.exclude(state=TemplateState.DRAFT).filter(spec__has_key="pages").order_by("-n")
    return known.filter(state=TemplateState.PUBLISHED).first() or known.first()
