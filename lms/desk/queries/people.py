"""The people of one's centres, searched by name, number or address."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from certificates.models import Certificate
from courses.models import Assessment, Enrolment, Lesson
from courses.queries.roster import RosterRow
from courses.queries.standing import standings
from lms.accounts.identifiers import clean_login_id
from lms.accounts.models import User
from lms.accounts.names import fold
from lms.desk import rules
from lms.desk.domain import with_words
from lms.desk.queries.roster import Result, results

LONGEST_SEARCH = 100
MOST_WORDS = 8


def search(user: User, text: str) -> QuerySet[User] | None:
    """By name, with their places at one's centres; None when there is too little to look for.

    A number is compared from its beginning, an address as a whole, a name by the beginnings or middles of its words.
    """
    text = text[:LONGEST_SEARCH].replace("\0", "").strip()
    people = rules.people(user).order_by("name_folded", "name", "pk")
    number = clean_login_id(text)
    words = fold(text).split()[:MOST_WORDS]
    if "@" in text:
        people = people.filter(email__iexact=text)
    elif number.isascii() and number.isdigit() and len(number) > 3:
        people = people.filter(login_id__startswith=number)
    elif sum(map(len, words)) > 1:
        people = with_words(people, words)
    else:
        return None
    return people.prefetch_related(Prefetch("enrolments", places(user), to_attr="places"))


def places(user: User) -> QuerySet[Enrolment]:
    """At one's centres, the newest first, with what names the course."""
    rows = rules.enrolments(user).select_related("cohort__course", "cohort__centre", "person")
    return rows.prefetch_related("cohort__course__texts", "cohort__centre__texts").order_by("-cohort__starts_on", "-pk")


@dataclass(frozen=True)
class Place:
    """One enrolment of a person with what is done and what is missing."""

    place: RosterRow
    certificates: list[Certificate]

    @property
    def enrolment(self) -> Enrolment:
        return self.place.enrolment

    @property
    def results(self) -> list[Result]:
        return results(self.place.standing)


def file_of(user: User, person: User) -> list[Place]:
    """What one's centres know of a person. The number of queries does not depend on the number of courses."""
    found = standings(
        places(user).filter(person=person).prefetch_related("certificates"), titles_of=(Lesson, Assessment)
    )
    return [Place(RosterRow(each), newest_first(each.enrolment)) for each in found.values()]


def newest_first(enrolment: Enrolment) -> list[Certificate]:
    """Those with a number; on prefetched rows."""
    numbered = [each for each in enrolment.certificates.all() if each.is_numbered]
    return sorted(numbered, key=lambda certificate: -certificate.pk)
