"""Why a text cannot be drawn. They carry what is wrong; whoever catches one says it in the reader's language."""


class CannotDraw(Exception):
    """Base of everything this package refuses."""


class CharactersRefused(CannotDraw):
    """Control, private-use, unassigned and surrogate characters: they have no place in a text anyone reads."""

    def __init__(self, characters: list[str]) -> None:
        super().__init__(described(characters))
        self.characters = characters


class CharactersNotDrawable(CannotDraw):
    """No face we carry has these characters: a silent gap in a name would be worse than a refusal."""

    def __init__(self, characters: list[str]) -> None:
        super().__init__(described(characters))
        self.characters = characters


class MarksMisplaced(CannotDraw):
    """A combining mark stands on nothing, or more than two stand on one letter."""

    def __init__(self, characters: list[str]) -> None:
        super().__init__(described(characters))
        self.characters = characters


class TextTooLong(CannotDraw):
    """The text has more characters than `limit`."""

    def __init__(self, *, length: int, limit: int) -> None:
        super().__init__(f"{length} characters, at most {limit}")
        self.length = length
        self.limit = limit


class DoesNotFit(CannotDraw):
    """The text is too wide for its place even at the smallest size and in the most lines allowed."""

    def __init__(self, text: str) -> None:
        super().__init__("too wide for its place")
        self.text = text


class PictureRefused(Exception):
    """Not a picture that may be drawn. `reason`: size (of the file), pixels, or format."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def described(characters: list[str]) -> str:
    """`中 (U+4E2D), U+0007`: the character where it can be shown, and always its code point."""
    return ", ".join(
        f"{character} (U+{ord(character):04X})" if character.isprintable() else f"U+{ord(character):04X}"
        for character in characters
    )
