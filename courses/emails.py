"""Letters about a place in a cohort, in the language of the person, written in the transaction of what they tell about.

A template's first line is the subject. Somebody without an e-mail address gets no letter: the centre tells her.
"""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from courses.models import Enrolment
from lms.accounts.texts import in_language


def send(letter: str, enrolment: Enrolment) -> None:
    """`letter` names a template: pending, waiting, confirmed, promoted, rejected, completed, cancelled."""
    person = enrolment.person
    if not person.email:
        return
    with translation.override(person.language):
        subject, _line_end, text = render_to_string(f"courses/letters/{letter}.txt", facts(enrolment)).partition("\n")
    send_mail(subject.strip(), text.strip() + "\n", None, [person.email])


def facts(enrolment: Enrolment) -> dict:
    """What a letter may say. Asks for the texts in the language that is active now."""
    cohort = enrolment.cohort
    language = translation.get_language() or settings.LANGUAGE_CODE
    return {
        "name": enrolment.person.name,
        "course": in_language(cohort.course.texts.all(), language),
        "centre": in_language(cohort.centre.texts.all(), language),
        "cohort": cohort,
        "enrolment": enrolment,
        "address": settings.SITE_URL + reverse("place", args=[cohort.public_id]),
        "my_address": settings.SITE_URL + reverse("my"),
        "site": settings.SITE_NAME,
    }
