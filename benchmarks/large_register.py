"""A register as large as a country's after years, written straight into the tables: `python -m benchmarks.large_register 100000`.

For a scratch database only. The rows look like those that issuing writes, and count up, so that every run makes the same;
there is no history, no file and no successor behind them.
"""

import hashlib
import sys
from base64 import b32encode
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import django

if __name__ == "__main__":
    django.setup()

from django.db import transaction

from certificates.domain.due import shipped_version
from certificates.enums import CertificateState, Kind
from certificates.models import Certificate, CertificateWord, Series, TemplateVersion
from certificates.searching import folded_words
from certificates.snapshot import digest, numbered
from courses.enums import EnrolmentState, Subject
from courses.models import Cohort, Course, CourseText, Enrolment
from lms.accounts.identifiers import check_digit
from lms.accounts.models import Centre, CentreText, User

CENTRES, COURSES, YEARS = 12, 5, range(2021, 2027)
AT_A_TIME = 2000
# How many get their certificate in the same moment.
TOGETHER = 20
# The first ones are common, the last ones rare, as in life.
GIVEN = [
    "Əli",
    "Leyla",
    "Məhəmməd",
    "Aygün",
    "Murad",
    "Günəş",
    "Fatimə",
    "Ömər",
    "Yusif",
    "Zeynəb",
    "Oleksandr",
    "Mariya",
    "Ivan",
    "Natalya",
    "Nguyen",
    "Thi",
    "Ahmad",
    "Maryam",
    "Reza",
    "Gulnara",
    "Rustam",
    "Ayşe",
    "Mehmet",
    "Svetlana",
    "Dmitri",
    "Chinedu",
    "Amina",
    "Giorgi",
    "Nino",
    "İsmayıl",
]
FAMILY = [
    "Əliyev",
    "Məmmədov",
    "Həsənov",
    "Quliyev",
    "Hüseynov",
    "Aliyeva",
    "Mammadova",
    "İbrahimov",
    "Karimov",
    "Rahimov",
    "Petrov",
    "Sidorova",
    "Kovalenko",
    "Yılmaz",
    "Demir",
    "Hosseini",
    "Khan",
    "Okafor",
    "Beridze",
    "Nazarov",
    "Tran",
    "Popescu",
    "Shevchenko",
    "Abdullayev",
    "Qasımova",
    "Rzayev",
    "Vəliyeva",
    "Nəcəfov",
    "Zülfüqarov",
    "Bağırova",
    "Cəfərov",
    "Çingizov",
    "Şahmarov",
    "Ülviyev",
    "Əhmədzadə",
    "Xəlilova",
    "Tağıyev",
    "Orucov",
    "Paşayeva",
    "Göyüşov",
]
TITLES = {
    "az": "Yeni başlayanlar üçün Azərbaycan dili",
    "en": "Azerbaijani for beginners",
    "ru": "Азербайджанский язык для начинающих",
}
FACTS = {
    "course_title": TITLES,
    "statement": {
        "az": "Kursun proqramını tam mənimsəmiş və yekun imtahanı uğurla vermişdir.",
        "en": "has completed the full programme of the course and passed the final examination.",
        "ru": "освоил(а) программу курса в полном объёме и сдал(а) итоговый экзамен.",
    },
    "languages": ["az", "en"],
    "hours": "72",
    "level": "A1",
    "score": "86 %",
    "cohort": "A1",
    "cohort_dates": "2026-09-01/2026-11-20",
    "completed_on": "2026-11-20",
    "place": {"az": "Bakı", "en": "Baku", "ru": "Баку"},
    "issuer": {},
    "signatory": "",
    "signatory_title": {},
    "test": True,
}


@dataclass
class Ground:
    """What the certificates hang on. A course has a cohort at every centre."""

    centres: list[Centre]
    cohorts: list[Cohort]
    templates: dict[str, TemplateVersion]
    series: dict[tuple[int, int, str], Series]


def fill(rows: int) -> None:
    """So many certificates, one a person. The series stand at their last number afterwards."""
    with transaction.atomic():
        ground = make_ground()
        for first in range(0, rows, AT_A_TIME):
            make_some(ground, range(first, min(first + AT_A_TIME, rows)), of=rows)
        Series.objects.bulk_update(ground.series.values(), ["last"])


def make_ground() -> Ground:
    centres = Centre.objects.bulk_create(Centre(code=f"big{n}") for n in range(CENTRES))
    CentreText.objects.bulk_create(
        CentreText(centre=centre, language=language, name=f"{centre.code} {language}", place="Bakı")
        for centre in centres
        for language in TITLES
    )
    courses = Course.objects.bulk_create(Course(key=f"large-{n}", subject=Subject.LANGUAGE) for n in range(COURSES))
    CourseText.objects.bulk_create(
        CourseText(course=course, language=language, title=title)
        for course in courses
        for language, title in TITLES.items()
    )
    days = {"starts_on": date(2021, 1, 1), "ends_on": date(2026, 11, 20)}
    cohorts = Cohort.objects.bulk_create(
        Cohort(course=course, centre=centre, name=f"{course.key} {centre.code}", language="az", seats=100_000, **days)
        for course in courses
        for centre in centres
    )
    series = Series.objects.bulk_create(
        Series(centre=centre, year=year, kind=kind, prefix=f"AZ-{centre.code.upper()}-{year}{SUFFIXES[kind]}")
        for centre in centres
        for year in YEARS
        for kind in Kind.values
    )
    templates = {kind: shipped_version(kind) for kind in Kind.values}
    return Ground(centres, cohorts, templates, {(each.centre_id, each.year, each.kind): each for each in series})


SUFFIXES = {Kind.COURSE: "", Kind.LEVEL: "-L", Kind.DIPLOMA: "-D"}


def make_some(ground: Ground, numbers: range, *, of: int) -> None:
    people = User.objects.bulk_create(make_person(n) for n in numbers)
    enrolments = Enrolment.objects.bulk_create(
        make_enrolment(person, ground.cohorts[n % len(ground.cohorts)], issued_at(n, of=of))
        for n, person in zip(numbers, people, strict=True)
    )
    certificates = Certificate.objects.bulk_create(
        make_certificate(n, enrolment, ground, issued_at(n, of=of))
        for n, enrolment in zip(numbers, enrolments, strict=True)
    )
    CertificateWord.objects.bulk_create(
        CertificateWord(certificate=each, word=word)
        for each in certificates
        for word in sorted(folded_words(each.snapshot["name_latin"]))
    )


def make_person(n: int) -> User:
    body = str(200_000_000 + n)
    person = User(login_id=body + check_digit(body), password="!")  # noqa: S106 - nobody signs in
    person.set_name(name_of(n))
    return person


def name_of(n: int) -> str:
    """Two words, by a law in which the first of each list are frequent, and for some a third that is rare."""
    given, family = skewed(n, len(GIVEN)), skewed(n * 7919 + 13, len(FAMILY))
    return f"{GIVEN[given]} {FAMILY[family]}" + (f" Nadir{letters(n)}" if n % 10 == 0 else "")


def skewed(n: int, size: int) -> int:
    spread = int.from_bytes(hashlib.blake2b(str(n).encode(), digest_size=4).digest()) / 2**32
    return int(size * spread**2)


def letters(n: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(n))


def issued_at(n: int, *, of: int) -> datetime:
    """From the first year to the last, in the order of the numbers."""
    first, last = datetime(YEARS[0], 1, 2, tzinfo=UTC), datetime(YEARS[-1], 11, 20, tzinfo=UTC)
    return first + (last - first) * (n // TOGETHER * TOGETHER / of)


def make_enrolment(person: User, cohort: Cohort, at: datetime) -> Enrolment:
    moments = {"created_at": at, "changed_at": at, "completed_at": at}
    return Enrolment(cohort=cohort, person=person, state=EnrolmentState.COMPLETED, **moments)


def make_certificate(n: int, enrolment: Enrolment, ground: Ground, at: datetime) -> Certificate:
    centre = enrolment.cohort.centre
    kind = Kind.DIPLOMA if n % 100 == 7 else Kind.LEVEL if n % 10 == 3 else Kind.COURSE
    state = CertificateState.REVOKED if n % 200 == 5 else CertificateState.ISSUED
    series = ground.series[centre.pk, at.year, kind]
    series.last += 1
    number, code = (
        f"{series.prefix}-{series.last:06d}",
        b32encode(hashlib.sha256(str(n).encode()).digest())[:16].decode(),
    )
    valid_until = (at + timedelta(days=2 * 365)).date() if kind == Kind.LEVEL else None
    dates = {"issued_on": at.date().isoformat(), "valid_until": valid_until.isoformat() if valid_until else ""}
    named = {"kind": kind, "name_latin": enrolment.person.name, "name_own": "", "centre": {"az": centre.code}}
    snapshot = numbered(FACTS | named | dates, number=number, code=code)
    return Certificate(
        series=series,
        n=series.last,
        number=number,
        code=code,
        kind=kind,
        centre=centre,
        enrolment=enrolment,
        template_version=ground.templates[kind],
        state=state,
        revoked_at=at if state == CertificateState.REVOKED else None,
        snapshot=snapshot,
        snapshot_sha256=digest(snapshot),
        drafted_at=at,
        issued_at=at,
        valid_until=valid_until,
    )


if __name__ == "__main__":
    fill(int(sys.argv[1]))
