"""A refusal is an exception that carries the sentence for the person."""


class Refusal(Exception):
    """A change that may not happen now.

    `sentence` is a lazily translated text to show; page, API and command show the same one. `code` is stable, for
    programs. `field` names the form field it belongs to, if any.
    """

    def __init__(self, sentence, *, code: str, field: str = ""):
        super().__init__(code)
        self.sentence = sentence
        self.code = code
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)
