"""Make a text fit its place: smaller first, then on more lines, and a refusal when neither is enough. Pure."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from lms.pdf.exceptions import DoesNotFit
from lms.pdf.shaping import Line, shape

# Sizes go in half points, so that two names of nearly the same length look the same.
STEP = 0.5


class Fitted(NamedTuple):
    lines: tuple[Line, ...]
    size: float


def fit_line(text: str, *, width: float, largest: float, smallest: float, bold: bool = False) -> Fitted:
    """One line between the two sizes, else two lines. Lengths in points. Raises DoesNotFit."""
    whole = shape(text, bold=bold)
    size = _size((whole,), width=width, largest=largest)
    if size >= smallest:
        return Fitted((whole,), size)
    lines = _halves(text, bold=bold)
    size = _size(lines, width=width, largest=largest)
    if size < smallest:
        raise DoesNotFit(text)
    return Fitted(lines, size)


def fit_paragraph(
    text: str, *, width: float, largest: float, smallest: float, lines: int, bold: bool = False
) -> Fitted:
    """At most so many lines, at the largest size that allows it. Raises DoesNotFit."""
    size = largest
    while size >= smallest:
        wrapped = wrap(text, width=width, size=size, bold=bold)
        if len(wrapped) <= lines and all(line.width_at(size) <= width for line in wrapped):
            return Fitted(wrapped, size)
        size -= STEP
    raise DoesNotFit(text)


def fit_stack(
    texts: Sequence[str],
    *,
    width: float,
    height: float,
    leading: float,
    largest: float,
    smallest: float,
) -> list[Fitted]:
    """Texts one under the other, all of one size, whose last line stands at most `height` below the first. Raises DoesNotFit."""
    size = largest
    while size >= smallest:
        stack = [Fitted(wrap(text, width=width, size=size), size) for text in texts]
        lines = [line for fitted in stack for line in fitted.lines]
        if (len(lines) - 1) * size * leading <= height and all(line.width_at(size) <= width for line in lines):
            return stack
        size -= STEP
    raise DoesNotFit("\n".join(texts))


@lru_cache(maxsize=512)
def fit_texts(
    texts: tuple[str, ...],
    *,
    width: float,
    height: float,
    leading: float,
    largest: float,
    smallest: float,
    lines: int,
    bold: bool = False,
) -> tuple[Fitted, ...]:
    """Texts one under the other, all of one size, each on at most so many lines, together no higher than `height`.

    On one line each it gets smaller; where more are allowed it is broken first. What a class has in common is fitted once.
    Raises DoesNotFit with the text that is too wide, or with all of them where they are too high.
    """
    size, wide = largest, None
    while size >= smallest:
        stack = [Fitted(_broken(text, width=width, size=size, bold=bold), size) for text in texts]
        wide = next((text for text, each in zip(texts, stack, strict=True) if not _fits(each, width, lines)), None)
        if wide is None and sum(len(each.lines) for each in stack) * size * leading <= height:
            return tuple(stack)
        size -= STEP
    raise DoesNotFit(wide or "\n".join(texts))


def _broken(text: str, *, width: float, size: float, bold: bool) -> tuple[Line, ...]:
    whole = shape(text, bold=bold)
    return (whole,) if whole.width_at(size) <= width else wrap(text, width=width, size=size, bold=bold)


def _fits(fitted: Fitted, width: float, lines: int) -> bool:
    return len(fitted.lines) <= lines and all(line.width_at(fitted.size) <= width for line in fitted.lines)


def wrap(text: str, *, width: float, size: float, bold: bool = False) -> tuple[Line, ...]:
    """Broken between words into as few lines as possible, of lengths as equal as possible. A word is never broken."""
    words = text.split(" ")
    widths = [shape(word, bold=bold).width_at(size) if word else 0 for word in words]
    space = shape(" ", bold=bold).width_at(size)
    breaks = _breaks(widths, space=space, width=width)
    narrow, wide = 0.0, width
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        tried = _breaks(widths, space=space, width=middle)
        if len(tried) == len(breaks) and max(widths) <= middle:
            wide, breaks = middle, tried
        else:
            narrow = middle
    return tuple(shape(" ".join(words[start:end]), bold=bold) for start, end in breaks)


def _breaks(widths: list[float], *, space: float, width: float) -> list[tuple[int, int]]:
    """First and one past last word of each line, filled greedily."""
    lines = []
    start, used = 0, widths[0]
    for at in range(1, len(widths)):
        if used + space + widths[at] > width:
            lines.append((start, at))
            start, used = at, widths[at]
        else:
            used += space + widths[at]
    return [*lines, (start, len(widths))]


def _halves(text: str, *, bold: bool) -> tuple[Line, ...]:
    """Broken at the space that makes the longer line shortest; whole when there is no space."""
    words = text.split(" ")
    pairs = [
        (shape(" ".join(words[:at]), bold=bold), shape(" ".join(words[at:]), bold=bold)) for at in range(1, len(words))
    ]
    if not pairs:
        return (shape(text, bold=bold),)
    return min(pairs, key=lambda pair: max(line.width for line in pair))


def _size(lines: tuple[Line, ...], *, width: float, largest: float) -> float:
    widest = max(line.width_at(1) for line in lines)
    return min(largest, width / widest // STEP * STEP) if widest else largest
