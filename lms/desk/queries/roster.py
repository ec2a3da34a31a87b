"""A cohort's people with their certificates, and who of them can get one now. 8 queries for any number of people."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from certificates.enums import CertificateState
from certificates.models import Certificate
from certificates.snapshot import names
from courses.enums import EnrolmentState
from courses.models import Assessment, Cohort
from courses.queries.roster import RosterRow, roster
from courses.queries.standing import Standing
from lms.accounts.models import User
from lms.pdf.exceptions import described
from lms.pdf.faces import undrawable
from lms.refusals import Refusal

# Whoever waits for a decision has a list of her own; the others are the class.
UNDECIDED = (EnrolmentState.APPLIED, EnrolmentState.PENDING)


@dataclass(frozen=True)
class Result:
    """`best` in per cent, None before the first attempt is handed in."""

    assessment: Assessment
    best: Decimal | None
    is_passed: bool


def results(standing: Standing) -> list[Result]:
    """Of the assessments that count."""
    counting = standing.required_assessments
    return [Result(each, standing.best(each), standing.is_passed(each)) for each in counting]


@dataclass(frozen=True)
class Row:
    """One person of a cohort; `certificate` is the valid one."""

    place: RosterRow
    certificate: Certificate | None

    @property
    def enrolment(self):
        return self.place.enrolment

    @property
    def person(self) -> User:
        return self.place.person

    @property
    def results(self) -> list[Result]:
        return results(self.place.standing)

    @property
    def is_undecided(self) -> bool:
        return self.enrolment.state in UNDECIDED

    @property
    def is_due(self) -> bool:
        return self.enrolment.state == EnrolmentState.COMPLETED and self.certificate is None

    @property
    def obstacle(self) -> str:
        return obstacle(self.person)

    @property
    def printed(self) -> tuple[str, str]:
        """The Latin name and the own one beneath it, where there is no obstacle."""
        return names(self.person)


def rows_of(cohort: Cohort) -> list[Row]:
    held = Certificate.objects.filter(enrolment__cohort=cohort, state=CertificateState.ISSUED)
    by_enrolment = {certificate.enrolment_id: certificate for certificate in held}
    return [Row(place, by_enrolment.get(place.enrolment.pk)) for place in roster(cohort)]


def obstacle(person: User) -> str:
    """Why no certificate can be printed for this person, or nothing. Issuing asks again and more thoroughly."""
    try:
        printed = names(person)
    except Refusal as refusal:
        return str(refusal)
    if characters := undrawable("".join(printed)):
        sentence = _("These characters cannot be printed: %(characters)s. Write the name in Latin letters.")
        return sentence % {"characters": described(characters)}
    return ""
