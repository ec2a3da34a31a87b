"""What the desk does in one go, out of what people and courses offer one by one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from courses.domain.enrolment import enrol, locked
from courses.models import Cohort, Enrolment
from lms.accounts import audit
from lms.accounts.domain import create_learner
from lms.accounts.identifiers import clean_login_id
from lms.accounts.models import Centre, User
from lms.accounts.names import fold
from lms.refusals import Refusal


class MaybeKnown(Refusal):
    """Somebody of this name is at the centre already: `people`, whom staff have not been asked about yet."""

    def __init__(self, people: list[User]):
        super().__init__(_("Somebody of this name is at your centre already."), code="maybe_known", field="name")
        self.people = people


@dataclass(frozen=True)
class Added:
    """`code` is the slip's, kept nowhere else."""

    person: User
    enrolment: Enrolment
    code: str


def add_learner(
    cohort: Cohort,
    *,
    actor: User,
    name: str,
    name_latin: str = "",
    language: str,
    known: Collection[UUID] = (),
    now: datetime,
) -> Added:
    """A new person with a place in the cohort, or neither.

    `known` are the people of the same name whom staff have looked at and found to be somebody else. Sent twice, the second
    finds the first and raises MaybeKnown. Raises Refusal for the name, EnrolmentRefused for the cohort.
    """
    with transaction.atomic():
        cohort = locked(cohort)
        alike = [each for each in namesakes(cohort.centre, name, name_latin) if each.public_id not in known]
        if alike:
            raise MaybeKnown(alike)
        person, code = create_learner(
            actor=actor, centre=cohort.centre, name=name, name_latin=name_latin, language=language, now=now
        )
        return Added(person, enrol(cohort, person=person, actor=actor, now=now), code)


def namesakes(centre: Centre, *names: str) -> list[User]:
    """The centre's people with one of these names in any script and any order of its words; the newest ten."""
    found: dict[int, User] = {}
    for words in forms(*names):
        for person in with_words(people_at(centre), words).order_by("-pk"):
            if words in forms(person.name, person.name_latin):
                found[person.pk] = person
    return sorted(found.values(), key=lambda person: -person.pk)[:10]


def people_at(centre: Centre) -> QuerySet[User]:
    return User.objects.filter(Exists(Enrolment.objects.filter(person=OuterRef("pk"), cohort__centre=centre)))


def with_words(people: QuerySet[User], words: Collection[str]) -> QuerySet[User]:
    for word in words:
        people = people.filter(name_folded__contains=word)
    return people


def forms(*names: str) -> set[tuple[str, ...]]:
    """Each name as its folded words in alphabetical order; what folds to nothing is left out."""
    return {words for name in names if (words := tuple(sorted(fold(name).split())))}


def find_person(number_or_email: str, *, name: str, actor: User, centre: Centre, now: datetime) -> User:
    """Somebody with an account from anywhere, who tells staff her number or address and her name.

    Both must be right: whoever knows only one learns nothing. Every failure leaves an audit row.
    """
    text = number_or_email.strip()
    which = {"email__iexact": text} if "@" in text else {"login_id": clean_login_id(text)}
    person = User.objects.filter(**which, is_active=True).first()
    if person is None or forms(name).isdisjoint(forms(person.name, person.name_latin)):
        audit.record("person.not_found", actor=actor, now=now, centre=centre)
        raise Refusal(
            _("No account has this number or address together with this name. Please check both with the person."),
            code="not_found",
            field="number",
        )
    return person
