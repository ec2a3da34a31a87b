"""A cohort's people with their certificates, and who of them can get one now. 8 queries for any number of people."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from certificates.domain.due import IN_THE_WAY
from certificates.doubts import Doubt, doubts, namesakes
from certificates.enums import CertificateState
from certificates.models import Certificate, Revocation
from certificates.snapshot import names
from courses.enums import EnrolmentState
from courses.models import Assessment, Cohort
from courses.queries.roster import RosterRow, roster
from courses.queries.standing import Standing
from lms.accounts.models import LearnerProfile, User
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
    """One person of a cohort. `kinds` are those of certificates that are asked about, `papers` what stands in the way of more.

    `revoked` does not: whoever is due once more should be looked at first. Each has the `note` of whoever asked for it.
    """

    place: RosterRow
    kinds: Sequence[str]
    papers: list[Certificate]
    revoked: list[Certificate]

    def of(self, kind: str) -> "Row":
        """The same person, asked about one of the kinds."""
        papers, revoked = ([each for each in some if each.kind == kind] for some in (self.papers, self.revoked))
        return replace(self, kinds=[kind], papers=papers, revoked=revoked)

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
    def certificates(self) -> list[Certificate]:
        """The valid ones."""
        return [each for each in self.papers if each.state == CertificateState.ISSUED]

    @property
    def is_drafted(self) -> bool:
        return any(each.state == CertificateState.DRAFT for each in self.papers)

    @property
    def due(self) -> list[str]:
        """The kinds that this person has a right to and neither holds, nor is about to, nor has forfeited."""
        if self.enrolment.state != EnrolmentState.COMPLETED:
            return []
        found = {each.kind for each in self.papers}
        return [kind for kind in self.kinds if kind not in found]

    @property
    def is_due(self) -> bool:
        return bool(self.due)

    @cached_property
    def obstacle(self) -> str:
        return obstacle(self.person)

    @cached_property
    def printed(self) -> tuple[str, str]:
        """The Latin name and the own one beneath it, where there is no obstacle."""
        return names(self.person)

    @cached_property
    def doubts(self) -> list[Doubt]:
        """About the printed name, where there is no obstacle."""
        return doubts(self.printed[0], self.person.name)


def noted(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """With the `note` of whoever asked for the revocation, where there was one."""
    agreed = Revocation.objects.filter(certificate=OuterRef("pk"), agreed=True)
    return certificates.annotate(note=Subquery(agreed.values("note")[:1]))


def rows_of(cohort: Cohort, *, kinds: Sequence[str]) -> list[Row]:
    """By state, then by name, with what they hold of these kinds."""
    found = (
        noted(Certificate.objects.filter(IN_THE_WAY | Q(state=CertificateState.REVOKED)))
        .filter(enrolment__cohort=cohort, kind__in=kinds)
        .annotate(is_in_the_way=ExpressionWrapper(IN_THE_WAY, BooleanField()))
        .order_by("pk")
    )
    papers: dict[int, list[Certificate]] = defaultdict(list)
    revoked: dict[int, list[Certificate]] = defaultdict(list)
    for each in found:
        (papers if each.is_in_the_way else revoked)[each.enrolment_id].append(each)
    return [Row(each, kinds, papers[each.enrolment.pk], revoked[each.enrolment.pk]) for each in roster(cohort)]


@dataclass(frozen=True)
class Alike:
    """What tells people of one name apart: 0 where the year of birth is not known."""

    login_id: str
    birth_year: int


def same_names(people: Mapping[int, User], names: Mapping[int, str]) -> dict[int, Alike]:
    """Of people by any key and what is printed of them: those who share a name with another. One query."""
    alike = namesakes(names)
    persons = [people[key].pk for key in alike]
    born = dict(LearnerProfile.objects.filter(user__in=persons).values_list("user", "birth_year"))
    return {key: Alike(people[key].login_id, born.get(people[key].pk) or 0) for key in alike}


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
