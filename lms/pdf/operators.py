"""Numbers and colours as they stand in the content of a page."""

Colour = tuple[float, float, float]


def colour(code: str) -> Colour:
    """`#16262E` as three parts of one."""
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


INK = colour("#16262E")
MUTED = colour("#4A5B63")
LINE = colour("#B9C2C6")
ACCENT = colour("#0A5C7A")
STOP = colour("#9B2C1F")


def number(value: float) -> str:
    """At most three decimals and no trailing zeros: enough for print, and the same on every machine."""
    written = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def filled(parts: Colour) -> str:
    """The operator that makes what follows be filled in this colour."""
    return " ".join(number(part) for part in parts) + " rg"


def stroked(parts: Colour, *, width: float) -> str:
    """The operators that make what follows be drawn as lines of this colour and width."""
    return " ".join(number(part) for part in parts) + f" RG {number(width)} w"
