"""Words and dates as they stand on paper. Kept beside the layouts and not in the catalogues: a certificate printed again must say
the same, whatever was retranslated since.
"""

from datetime import date

KIND = {"az": "Sertifikat", "en": "Certificate", "ru": "Сертификат"}

# Written out, because Python's upper() does not know the Azerbaijani İ.
HEADING = {"az": "SERTİFİKAT", "en": "CERTIFICATE", "ru": "СЕРТИФИКАТ"}
SPECIMEN = {"az": "NÜMUNƏ", "en": "SPECIMEN", "ru": "ОБРАЗЕЦ"}

LABELS = {
    "hours": {"az": "Dərs saatı", "en": "Hours of study", "ru": "Учебных часов"},
    "level": {"az": "Səviyyə", "en": "Level", "ru": "Уровень"},
    "score": {"az": "Nəticə", "en": "Result", "ru": "Результат"},
    "cohort_dates": {"az": "Kursun tarixləri", "en": "Course dates", "ru": "Даты курса"},
    "completed_on": {"az": "Bitirmə tarixi", "en": "Completed on", "ru": "Дата окончания"},
    "issued_on": {"az": "Verilmə yeri və tarixi", "en": "Place and date of issue", "ru": "Место и дата выдачи"},
    "number": {"az": "Nömrə", "en": "Number", "ru": "Номер"},
    "verify": {"az": "Yoxlama", "en": "Verify", "ru": "Проверка"},
}

QR_ALTERNATIVE = {
    "az": "Sertifikatın yoxlanma ünvanının QR kodu",
    "en": "QR code with the address that verifies this certificate",
    "ru": "QR-код с адресом для проверки сертификата",
}

# fmt: off
MONTHS = {
    "az": ["yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr", "oktyabr", "noyabr", "dekabr"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    "ru": ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"],
}
# fmt: on


def day_in_words(day: date, *, language: str) -> str:
    """`23 noyabr 2026`, `23 November 2026`, `23 ноября 2026 г.`"""
    year = f"{day.year} г." if language == "ru" else str(day.year)
    return f"{day.day} {MONTHS[language][day.month - 1]} {year}"


def days_in_words(text: str, *, language: str) -> str:
    """An ISO date, or two with a slash between them, in words; any other text as it is."""
    try:
        days = [date.fromisoformat(part.strip()) for part in text.split("/")]
    except ValueError:
        return text
    first, last = days[0], days[-1]
    until = day_in_words(last, language=language)
    if first == last:
        return until
    if first.year != last.year:
        return f"{day_in_words(first, language=language)} – {until}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[language][first.month - 1]} – {until}"
    return f"{first.day}–{until}"
