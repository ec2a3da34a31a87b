"""A snapshot as it is frozen when a certificate is issued, and what every template that ships makes of it."""

from certificates import fields, words
from certificates.layouts import SHIPPED, has_signed_code, render
from certificates.offline import LIKELY_LETTERS, PREFIX

CODE = "K7QW2M4XZ6P3T5VA"

SNAPSHOT = {
    "name_latin": "Aliyeva Gunash",
    "name_own": "Əliyeva Günəş",
    "course_title": {
        "az": "Yeni başlayanlar üçün Azərbaycan dili (A1)",
        "en": "Azerbaijani for beginners (A1)",
        "ru": "Азербайджанский язык для начинающих (A1)",
    },
    "statement": {
        "az": "Kursun proqramını tam mənimsəmiş və yekun imtahanı uğurla vermişdir.",
        "en": "Has completed the full programme of the course and passed the final examination.",
        "ru": "Освоил(а) программу курса в полном объёме и сдал(а) итоговый экзамен.",
    },
    "languages": ["az", "en"],
    "hours": "72",
    "level": "A1",
    "level_words": words.LEVELS["A1"],
    "level_ability": words.ABILITIES["A1"],
    "score": "86 %",
    "cohort_dates": "2026-09-01/2026-11-20",
    "completed_on": "2026-11-20",
    "issued_on": "2026-11-23",
    "issuer": {
        "az": "Miqrasiya Xidmətinin Tədris Mərkəzi",
        "en": "Training Centre of the Migration Service",
        "ru": "Учебный центр Миграционной службы",
    },
    "centre": {"az": "Bakı mərkəzi", "en": "Baku centre", "ru": "Бакинский центр"},
    "place": {"az": "Bakı", "en": "Baku", "ru": "Баку"},
    "signatory": "Rəşad Məmmədov",
    "signatory_title": {"az": "Mərkəzin direktoru", "en": "Director of the centre", "ru": "Директор центра"},
    "number": "AZ-BAK-2026-000123",
    "code": CODE,
    "verify_url": f"HTTPS://LMS.EXAMPLE.AZ/V/{CODE}",
    "test": False,
}

# The Latin form and the person's own writing.
NAMES = {
    "az": ("Aliyeva Gunash", "Əliyeva Günəş"),
    "ru": ("Mariia Shcherbakova", "Мария Щербакова"),
    "fa": ("Mohammad Reza Hosseini", "محمد رضا حسینی"),
    "ka": ("Giorgi", "გიორგი"),
    "vi": ("Nguyen Thi Anh", "Nguyễn Thị Ánh"),
}


MODULES = [
    (
        "Miqrasiya anlayışları və statistikası",
        "Concepts and statistics of migration",
        "Понятия и статистика миграции",
        "6",
    ),
    ("Beynəlxalq miqrasiya hüququ", "International migration law", "Международное миграционное право", "8"),
    ("Milli miqrasiya qanunvericiliyi", "National migration law", "Национальное миграционное право", "12.5"),
    ("Sığınacaq və beynəlxalq müdafiə", "Asylum and international protection", "Убежище и международная защита", "6"),
]
KINDS = tuple(SHIPPED)
WITH_SIGNED_CODE = [kind for kind in KINDS if has_signed_code(SHIPPED[kind].spec)]
# As long as one gets; what it says is of no matter here.
SIGNED_CODE = (PREFIX + CODE * LIKELY_LETTERS)[:LIKELY_LETTERS]
SITE = "https://lms.example.az"
# Attached wherever bytes are compared: it is a part of the file like any other.
CREDENTIAL = b'{"type": ["VerifiableCredential", "OpenBadgeCredential"]}'


def modules() -> list[dict]:
    return [
        {"title": {"az": az, "en": en, "ru": ru}, "hours": hours, "result": str(78 + 3 * n)}
        for n, (az, en, ru, hours) in enumerate(MODULES)
    ]


def named(key: str) -> dict:
    latin, own = NAMES[key]
    return SNAPSHOT | {"name_latin": latin, "name_own": own, "modules": modules(), "signed_code": SIGNED_CODE}


def paper(kind: str, key: str = "az", **changes) -> bytes:
    """The certificate of one of `NAMES` on the template that ships for a kind."""
    return render(SHIPPED[kind].spec, named(key) | changes)


def longest(kind: str, **changes) -> bytes:
    """Every value as long as the record allows."""
    spec = SHIPPED[kind].spec
    return render(spec, fields.longest_snapshot(spec, site=SITE) | changes)
