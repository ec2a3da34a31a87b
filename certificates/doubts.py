"""What in a name should be compared with the document once more before it is printed. Pure, but for the reader's language.

A doubt warns and stops nothing: people are called all kinds of things.
"""

from collections.abc import Hashable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.names import fold, latin_suggestion, script

Who = TypeVar("Who", bound=Hashable)

# Alphabets with capitals and with letters that look alike, by the first word of their Unicode names.
ALPHABETS = {
    "LATIN": gettext_lazy("Latin"),
    "CYRILLIC": gettext_lazy("Cyrillic"),
    "GREEK": gettext_lazy("Greek"),
    "ARMENIAN": gettext_lazy("Armenian"),
}
# Spellings of one name share at least so much of their folded letters: Maria and Mariia, Günəş and Gunash.
ALIKE = 0.6


class Doubt(NamedTuple):
    """`code` is stable, for programs; `sentence` is for staff, in the active language."""

    code: str
    sentence: str


def doubts(latin: str, own: str = "") -> list[Doubt]:
    """About the Latin form, which is printed largest, and the name in its own script where it is another."""
    found = [doubt for form in dict.fromkeys((latin, own)) if form for doubt in _of_form(form)]
    return [*found, *_of_length(latin), *_of_passport(latin, own)]


def namesakes(names: Mapping[Who, str]) -> set[Who]:
    """Those of a class who share their name with another of it, however it is written."""
    by_form: dict[str, list[Who]] = {}
    for who, name in names.items():
        by_form.setdefault(" ".join(sorted(fold(name).split())), []).append(who)
    return {who for form, alike in by_form.items() if form and len(alike) > 1 for who in alike}


def _of_form(name: str) -> Iterator[Doubt]:
    for word in name.split():
        yield from _of_alphabets(word, whole=name)
    if any(character.isdigit() for character in name):
        yield Doubt("digit", _("There is a digit in “%(name)s”.") % {"name": name})
    if " ".join(name.split()) != name:
        yield Doubt("spaces", _("There is a space too many in “%(name)s”.") % {"name": name})
    yield from _of_capitals(name)


def _of_alphabets(word: str, *, whole: str) -> Iterator[Doubt]:
    """Letters of another alphabet inside a word look right, and nobody finds the name who searches for it.

    Where a word is half and half, the rest of the name says which half is wrong.
    """
    letters = [(at, letter, script(letter)) for at, letter in enumerate(word, start=1)]
    used = [alphabet for _at, _letter, alphabet in letters if alphabet in ALPHABETS]
    everywhere = [script(letter) for letter in whole]
    main = max(dict.fromkeys(used), key=lambda each: (used.count(each), everywhere.count(each)), default="")
    strange = [
        _("letter %(place)d, %(letter)s, is %(alphabet)s")
        % {"place": at, "letter": letter, "alphabet": ALPHABETS[alphabet]}
        for at, letter, alphabet in letters
        if alphabet in ALPHABETS and alphabet != main
    ]
    if strange:
        sentence = _("“%(word)s” mixes two alphabets: %(letters)s. The others are %(main)s.")
        values = {"word": word, "letters": "; ".join(strange), "main": ALPHABETS[main]}
        yield Doubt("alphabets", sentence % values)


def _of_capitals(name: str) -> Iterator[Doubt]:
    """Of alphabets that have both; one letter with a full stop is an initial."""
    letters = [each for each in name if each.isalpha() and script(each) in ALPHABETS]
    if len(letters) < 3:
        return
    if all(each.isupper() for each in letters):
        yield Doubt("capitals", _("“%(name)s” is all in capitals.") % {"name": name})
    if all(each.islower() for each in letters):
        yield Doubt("small", _("“%(name)s” is all in small letters.") % {"name": name})


def _of_length(latin: str) -> Iterator[Doubt]:
    if len(latin.split()) == 1:
        yield Doubt("one_word", _("“%(name)s” is one word only. Is the family name missing?") % {"name": latin})


def _of_passport(latin: str, own: str) -> Iterator[Doubt]:
    """Whether the Latin form reads like the name, where the own script lets that be guessed."""
    usual = latin_suggestion(own)
    if usual and SequenceMatcher(None, fold(latin), fold(usual), autojunk=False).ratio() < ALIKE:
        sentence = _("“%(latin)s” does not read like “%(own)s”. A passport would usually have “%(usual)s”.")
        yield Doubt("unlike", sentence % {"latin": latin, "own": own, "usual": usual})
