"""The answers of a quiz page, from its form. Field `s3` is what was chosen or written in slot 3, `r3` the rev it stood at."""

import re

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from courses.domain.attempt import Answer
from courses.exceptions import AttemptRefused

REV_FIELD = re.compile(r"r([1-9][0-9]{0,3})", re.ASCII)
REV = re.compile(r"[0-9]{1,19}", re.ASCII)


def answers_of(form: QueryDict) -> dict[int, Answer]:
    """Raises AttemptRefused for what no page of ours sends."""
    found = {}
    for name in form:
        if match := REV_FIELD.fullmatch(name):
            revs = form.getlist(name)
            if len(revs) != 1 or not REV.fullmatch(revs[0]):
                raise AttemptRefused(_("This page is out of order. Reload it and try again."), code="invalid_rev")
            n = int(match[1])
            found[n] = Answer(rev=int(revs[0]), form=form.getlist(f"s{n}"))
    return found
