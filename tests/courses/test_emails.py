import pytest
from django.core import mail

from courses import emails
from tests.factories.courses import make_course, make_enrolment
from tests.factories.people import make_person

LETTERS = ("pending", "waiting", "confirmed", "promoted", "rejected", "completed")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["az", "en", "ru"])
@pytest.mark.parametrize("letter", LETTERS)
def test_letter_names_course_and_person_in_her_language(letter, language, now):
    person = make_person(name="Мария <b>&", language=language)
    enrolment = make_enrolment(course=make_course(key="law", lessons=1), person=person)
    person.email = "a@example.org"
    emails.send(letter, enrolment)
    [message] = mail.outbox
    course = {"az": "Kurs law", "en": "Course law", "ru": "Курс law"}[language]
    assert message.subject.endswith(f": {course}")
    assert "Мария <b>&" in message.body.splitlines()[0]
    assert "http://testserver/my/" in message.body
    assert "%(" not in message.body
