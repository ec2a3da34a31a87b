"""Finding certificates of the register by what somebody types: a code, a number, a login number or address, or a name.

Nothing here reads a whole table. Names are found by the beginnings of their folded words: a beginning that few have leads to
its rows, and the other words are asked of those rows only. Where many have each of them, the newest certificates are walked
through until the page is full.
"""

from collections.abc import Iterable

from django.db.models import BooleanField, F, Lookup, OuterRef, Q, QuerySet, Subquery

from certificates.codes import normalise
from certificates.models import Certificate, CertificateWord, Series
from lms.accounts.identifiers import clean_login_id
from lms.accounts.names import fold

LONGEST_SEARCH = 100
MOST_WORDS = 8
# A beginning that at most so many certificates have leads to them.
FEW = 2000
COUNTRY = "AZ"
DIGITS = 6
LONGEST_WORD = 120
LAST_CHARACTER = chr(0x10FFFF)


class Begins(Lookup):
    """True where a text begins with the given one: by an index on both databases, whatever the collation.

    PostgreSQL takes its index of `varchar_pattern_ops` for LIKE. SQLite takes none for LIKE, but any for a range.
    """

    lookup_name = "begins"
    prepare_rhs = False
    output_field = BooleanField()

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", [*params, connection.ops.prep_for_like_query(self.rhs) + "%"]

    def as_sqlite(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"({column} >= %s AND {column} < %s)", [*params, self.rhs, *params, self.rhs + LAST_CHARACTER]


def folded_words(names: str) -> set[str]:
    """The words by which printed names are found, cut at the length of their column."""
    return {word[:LONGEST_WORD] for word in fold(names).split()}


def search(certificates: QuerySet[Certificate], text: str) -> QuerySet[Certificate]:
    """Those of `certificates` that the text means, none where it means nothing. At most 10 queries besides the answer's own."""
    text = text[:LONGEST_SEARCH].replace("\0", "").strip()
    if (code := normalise(text)) and certificates.filter(code=code).exists():
        return certificates.filter(code=code)
    if "@" in text:
        return certificates.filter(enrolment__person__email=text.lower())
    if (by_number := numbered(text)) is not None:
        return certificates.filter(by_number)
    number = clean_login_id(text)
    if number.isascii() and number.isdigit():
        return certificates.filter(enrolment__person__login_id=number)
    return named(certificates, fold(text).split()[:MOST_WORDS])


def numbered(text: str) -> Q | None:
    """The numbers that begin like this, with or without separators, zeros and the letters of the country.

    Up to six digits alone are the last part of a number in any series. None where the text is no part of a number.
    """
    typed = "".join(character for character in text.upper() if character.isascii() and character.isalnum())
    if not any(character.isdigit() for character in typed) and not text.upper().startswith(f"{COUNTRY}-"):
        return None
    series = Series.objects.values_list("pk", "prefix")
    if typed.isdigit() and len(typed) <= DIGITS:
        return Q(series__in=[key for key, _prefix in series], n=int(typed))
    found, whole = Q(), []
    for key, prefix in series:
        beginnings = forms(prefix)
        if any(each.startswith(typed) for each in beginnings):
            whole.append(key)
        for rest in (typed.removeprefix(each) for each in beginnings if typed.startswith(each)):
            if rest.isdigit() and len(rest) <= DIGITS:
                found |= Q(series=key) & beginning_with(rest)
    if whole:
        found |= Q(series__in=whole)
    return found or None


def forms(prefix: str) -> list[str]:
    """How the beginning of a number is typed: with and without the letters of the country."""
    plain = "".join(filter(str.isalnum, prefix))
    return [plain, plain.removeprefix(COUNTRY)]


def beginning_with(digits: str) -> Q:
    """Numbers of one series whose six digits begin like this, or that are this when the zeros are left out."""
    least, most = int(digits.ljust(DIGITS, "0")), int(digits.ljust(DIGITS, "9"))
    return Q(n=int(digits)) | Q(n__gte=least, n__lte=most)


def named(certificates: QuerySet[Certificate], words: Iterable[str]) -> QuerySet[Certificate]:
    """Those whose printed names have, for each of the words, one that begins with it, in any order. At most 8 queries."""
    waiting = sorted(set(words), key=len, reverse=True)
    if sum(map(len, waiting)) < 2:  # one letter says nothing
        return certificates.none()
    for word in waiting:
        keys = list(with_word(word).values_list("certificate", flat=True)[: FEW + 1]) if len(word) > 1 else []
        if keys and len(keys) <= FEW:
            certificates = certificates.filter(pk__in=set(keys))
            waiting.remove(word)
            break
        if len(word) > 1 and not keys:
            return certificates.none()
    for n, word in enumerate(waiting):
        # A value, not EXISTS: PostgreSQL would turn that into a join, and might read the whole table of words for it.
        probe = with_word(word).filter(certificate=OuterRef("pk")).values("word")[:1]
        certificates = certificates.alias(**{f"word_{n}": Subquery(probe)}).filter(**{f"word_{n}__isnull": False})
    return certificates


def with_word(beginning: str) -> QuerySet[CertificateWord]:
    return CertificateWord.objects.filter(Begins(F("word"), beginning))
