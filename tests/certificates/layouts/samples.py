"""A snapshot as it is frozen when a certificate is issued."""

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


def named(key: str) -> dict:
    latin, own = NAMES[key]
    return SNAPSHOT | {"name_latin": latin, "name_own": own}
