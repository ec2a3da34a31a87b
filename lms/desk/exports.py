"""The register as a file for a spreadsheet. What was typed by people stays text there, whatever it begins with."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from certificates.enums import Kind
from certificates.models import Certificate
from certificates.snapshot import in_words
from lms.accounts.models import Centre
from lms.accounts.texts import in_language
from lms.desk.queries.register import exported, standing_of

# One file; more is asked for year by year, or centre by centre.
MOST_ROWS = 50_000
AT_A_TIME = 1000
# A spreadsheet takes what begins like this for a formula and runs it (CWE-1236).
FORMULA = re.compile(r"^[=+\-@\t\r\n＝＋－＠]")
COLUMNS: list[str | Promise] = [
    _("Number"),
    _("Name in Latin letters"),
    _("Name in the person’s own letters"),
    _("Kind"),
    _("Course"),
    _("Level"),
    _("Centre"),
    _("Issued on"),
    _("Valid until"),
    _("State"),
    _("Revoked on"),
    _("Replaced by"),
]
WIDTHS = (24, 32, 32, 20, 44, 8, 32, 12, 12, 14, 12, 24)


def table(found: QuerySet[Certificate], *, language: str, today: date) -> Iterator[list[Any]]:
    """The heading, then a row a certificate: strings, dates and None. Words in the given language, whatever is active."""
    with override(language):
        heading = [str(each) for each in COLUMNS]
        kinds = {kind: str(label) for kind, label in Kind.choices}
    texts = Centre.objects.prefetch_related("texts")
    centres = {each.pk: str(in_language(each.texts.all(), language) or each.code) for each in texts}
    yield heading
    for row in exported(found).iterator(AT_A_TIME):
        facts = in_words(row["snapshot"], language=language)
        with override(language):
            standing = str(standing_of(row["state"], row["valid_until"], today=today).label)
        yield [
            row["number"],
            facts.get("name_latin", ""),
            facts.get("name_own", ""),
            kinds.get(row["kind"], row["kind"]),
            facts.get("course_title", ""),
            facts.get("level", ""),
            centres.get(row["centre"], ""),
            timezone.localdate(row["issued_at"]),
            row["valid_until"],
            standing,
            timezone.localdate(row["revoked_at"]) if row["revoked_at"] else None,
            row["successor"],
        ]


def as_csv(rows: Iterator[list[Any]]) -> Iterator[bytes]:
    """UTF-8 with the mark that spreadsheets look for, a piece a row; dates as `2026-11-23`."""
    yield b"\xef\xbb\xbf"
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([harmless(each) for each in row])
        yield line.getvalue().encode()


def harmless(value: Any) -> Any:
    """A text that would be a formula, with an apostrophe before it; anything else as it is."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def as_xlsx(rows: Iterator[list[Any]], *, title: str) -> IO[bytes]:
    """A workbook. Its rows are written one by one to a file of their own; only the packed whole is in memory, some megabytes."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHIJKL", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for row in rows:
        sheet.append([cell(sheet, each) for each in row])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def cell(sheet, value: Any) -> Any:
    """Every text is declared to be text."""
    if not isinstance(value, str):
        return value
    found = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    found.data_type = "s"
    return found
