"""What is drawn: certificates of people of whom no two have a name, a number or a code in common, so that nothing is remembered."""

from itertools import islice, product
from random import Random

from certificates.codes import new_code
from certificates.snapshot import numbered

COUNT = 4000
GIVEN = (
    ("Aysel", "Айсель"), ("Rəşad", "Рашад"), ("Günəş", "Гюнеш"), ("Çingiz", "Чингиз"), ("Şəhla", "Шахла"),
    ("Olena", "Олена"), ("Dilnoza", "Дилноза"), ("Nguyễn", "Нгуен"), ("Fatma", "فاطمة"), ("Giorgi", "გიორგი"),
    ("Mehdi", "مهدی"), ("İlahə", "Илаха"), ("Žan", "Жан"), ("Ülkər", "Улькер"), ("Ağasəf", "Агасаф"),
)  # fmt: skip
FAMILY = (
    "Əliyeva", "Məmmədov", "Quliyeva", "Hüseynov", "Abbaszadə", "Shcherbakova", "O'Brien", "Qasımlı", "Yusubova",
    "Bağırov", "Kərimzadə", "Petrosyan", "Çələbi", "İsgəndərov", "Mirzəyeva", "Rzayev", "Zülfüqarova",
)  # fmt: skip
FATHER = (
    "Kamil", "Vaqif", "Əkbər", "Tofiq", "Nizami", "Fikrət", "Şamil", "Oqtay", "Cavid", "Xəyyam", "Ramiz", "Ədalət",
    "İlqar", "Zaur", "Mübariz", "Elçin",
)  # fmt: skip
COMMON = {
    "kind": "course",
    "course_title": {
        "az": "Yeni başlayanlar üçün Azərbaycan dili (A1)",
        "en": "Azerbaijani for beginners (A1)",
    },
    "statement": {
        "az": "Kursun proqramını tam mənimsəmiş və yekun imtahanı uğurla vermişdir.",
        "en": "Has completed the full programme of the course and passed the final examination.",
    },
    "languages": ["az", "en"],
    "hours": "72",
    "level": "A1",
    "cohort": "A1-1",
    "cohort_dates": "2026-09-01/2026-11-20",
    "completed_on": "2026-11-20",
    "issued_on": "2026-11-23",
    "valid_until": "",
    "issuer": {"az": "Miqrasiya Xidmətinin Tədris Mərkəzi", "en": "Training Centre of the Migration Service"},
    "centre": {"az": "Bakı mərkəzi", "en": "Baku centre"},
    "place": {"az": "Bakı", "en": "Baku"},
    "signatory": "Rəşad Məmmədov",
    "signatory_title": {"az": "Mərkəzin direktoru", "en": "Director of the centre"},
    "test": False,
}


def snapshots() -> list[dict]:
    """In an order that mixes the scripts, the same in every run but for the codes."""
    people = list(product(GIVEN, FAMILY, FATHER))
    Random(7).shuffle(people)
    return [snapshot(n, *person) for n, person in enumerate(islice(people, COUNT), start=1)]


def snapshot(n: int, given: tuple[str, str], family: str, father: str) -> dict:
    latin, own = given
    values = COMMON | {"name_latin": f"{family} {latin} {father}", "name_own": own, "score": f"{60 + n % 41} %"}
    return numbered(values, number=f"AZ-BAK-2026-{n:06d}", code=new_code())
