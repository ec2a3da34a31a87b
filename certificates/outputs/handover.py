"""The list that people sign when they are handed their paper, in the language of whoever prints it."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from certificates.models import Certificate, IssueBatch
from lms.accounts.texts import in_language
from lms.days import day_in_words
from lms.pdf.signing_list import Person, SigningList, draw_list


def hand_over_list(batch: IssueBatch, certificates: Sequence[Certificate], *, now: datetime) -> bytes:
    """A PDF. Names are the printed ones, as at the moment of issue."""
    language = get_language() or settings.LANGUAGE_CODE
    cohort = batch.cohort
    course, centre = in_language(cohort.course.texts.all(), language), in_language(cohort.centre.texts.all(), language)
    facts = [course.title if course else "", cohort.name, str(batch.get_kind_display())]
    return draw_list(
        SigningList(
            heading=_("Hand-over of certificates"),
            facts=" · ".join(fact for fact in facts if fact),
            columns=(_("Name"), _("Number"), _("Day"), _("Signature")),
            people=[person(each) for each in certificates],
            note=_("I have received my certificate. Printed on %(day)s.")
            % {"day": day_in_words(timezone.localdate(now), language=language)},
            page=_("Page %(page)s of %(pages)s"),
        ),
        author=centre.name if centre else settings.SITE_NAME,
        language=language,
        right_to_left=get_language_bidi(),
        moment=now,
    )


def person(certificate: Certificate) -> Person:
    """The own script first, where there is one: she must find herself."""
    latin, own = certificate.snapshot["name_latin"], certificate.snapshot["name_own"]
    return Person(name=own or latin, second=latin if own else "", number=certificate.number or "")
