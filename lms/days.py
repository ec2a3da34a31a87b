"""Days as people read them: one shape a language, on pages and on paper.

Not in the catalogues: a certificate printed again must say the same, whatever was retranslated since.
"""

from datetime import date

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


def span_in_words(first: date, last: date, *, language: str) -> str:
    """`2–20 November 2026`, `1 September – 20 November 2026`: nothing is said twice."""
    until = day_in_words(last, language=language)
    if first == last:
        return until
    if first.year != last.year:
        return f"{day_in_words(first, language=language)} – {until}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[language][first.month - 1]} – {until}"
    return f"{first.day}–{until}"
