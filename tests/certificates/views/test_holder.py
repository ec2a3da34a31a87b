"""The learner's own certificates."""

import json
import re

import pytest
from django.test import Client

from certificates import domain
from certificates.enums import Reason
from certificates.models import Certificate, Share
from courses.enums import EnrolmentMode
from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent
from tests.conftest import NOW
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.people import make_centre, make_person, make_staff, sign_in

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:
    return sign_in(Client(HTTP_ACCEPT_LANGUAGE="en"), person)


@pytest.fixture
def maria():
    return make_person(name="Мария Щербакова", language="en")


def test_learner_downloads_her_certificate(now):
    enrolment = make_completed()
    certificate = domain.issue(enrolment, actor=None, now=now)
    page = signed_in(enrolment.person).get(f"/my/certificates/{certificate.public_id}.pdf")
    body = b"".join(page.streaming_content)
    assert page.headers["Content-Type"] == "application/pdf"
    assert page.headers["Content-Disposition"] == f'inline; filename="{certificate.number}.pdf"'
    assert page.headers["Cache-Control"] == "private, no-store"
    assert body.startswith(b"%PDF-")


def test_certificate_of_somebody_else_does_not_exist(now):
    certificate = domain.issue(make_completed(), actor=None, now=now)
    assert signed_in(make_person()).get(f"/my/certificates/{certificate.public_id}.pdf").status_code == 404


def test_staff_download_those_of_their_centre_only(now):
    certificate = domain.issue(make_completed(), actor=None, now=now)
    own = make_staff(Role.CENTRE_STAFF, centre=certificate.series.centre)
    other = make_staff(Role.CENTRE_STAFF, centre=make_centre())
    address = f"/my/certificates/{certificate.public_id}.pdf"
    page = signed_in(own).get(address)
    assert b"".join(page.streaming_content).startswith(b"%PDF-")
    assert signed_in(other).get(address).status_code == 404


def test_staff_who_open_a_certificate_leave_a_trace_and_its_owner_does_not(now):
    certificate = domain.issue(make_completed(), actor=None, now=now)
    owner, staff = certificate.enrolment.person, make_staff(Role.CENTRE_STAFF, centre=certificate.series.centre)
    for somebody in (owner, staff):
        page = signed_in(somebody).get(f"/my/certificates/{certificate.public_id}.pdf")
        assert b"".join(page.streaming_content).startswith(b"%PDF-")
    seen = AuditEvent.objects.filter(action="person.seen")
    assert [(event.actor, event.person) for event in seen] == [(staff, owner)]


def test_anonymous_is_asked_to_sign_in(client):
    assert client.get("/my/certificates/").url == "/accounts/login/?next=/my/certificates/"


def test_learner_without_latin_name_gives_it_and_holds_the_certificate(maria):
    make_completed(cohort=make_finished_cohort(mode=EnrolmentMode.OPEN), person=maria)
    client = signed_in(maria)
    assert 'value="Mariia Shcherbakova"' in client.get("/my/certificates/").content.decode()
    assert client.post("/my/certificates/", {"name_latin": "Mariia Shcherbakova"}).status_code == 302
    certificate = Certificate.objects.get()
    assert certificate.snapshot["name_latin"] == "Mariia Shcherbakova"
    assert certificate.number in client.get("/my/certificates/").content.decode()


@pytest.mark.parametrize("typed", ["", "Мария", "M" * 121, "Mar\x00ia", "محمد", "\u202e\u202e"])
def test_latin_name_is_refused_at_its_field_and_kept(maria, typed):
    make_completed(cohort=make_finished_cohort(mode=EnrolmentMode.OPEN), person=maria)
    page = signed_in(maria).post("/my/certificates/", {"name_latin": typed})
    assert page.status_code == 200
    assert page.context["form"].errors["name_latin"]
    assert page.context["form"]["name_latin"].value() == typed
    assert Certificate.objects.count() == 0


def test_page_needs_as_many_queries_for_one_certificate_as_for_thirty(now, django_assert_num_queries):
    person = make_person(name="Aynur")
    client = signed_in(person)
    for count in (1, 29):
        for _ in range(count):
            domain.issue(make_completed(person=person), actor=None, now=now)
        client.get("/my/certificates/")
        with django_assert_num_queries(4):
            client.get("/my/certificates/")


@pytest.fixture
def certificate(now) -> Certificate:
    return domain.issue(make_completed(person=make_person(language="en")), actor=None, now=now)


def addresses(page) -> list[str]:
    return re.findall(r'value="http://testserver(/s/[^"]+)"', page.content.decode())


def switch(client, certificate, *, on: bool):
    address = f"/my/certificates/{certificate.public_id}/share"
    return client.post(address, {"on": "1"} if on else {})


def test_holder_shares_by_a_link_and_switches_it_off(certificate):
    holder, stranger = signed_in(certificate.enrolment.person), Client(HTTP_ACCEPT_LANGUAGE="en")
    assert switch(holder, certificate, on=True).url == f"/my/certificates/#c-{certificate.public_id}"
    [address] = addresses(holder.get("/my/certificates/"))
    page = stranger.get(address)
    assert (page.status_code, page["X-Robots-Tag"], page["Cache-Control"]) == (200, "noindex", "no-store")
    assert certificate.number in page.content.decode()
    switch(holder, certificate, on=False)
    gone, never = stranger.get(address), stranger.get("/s/" + "A" * 22)
    assert (gone.status_code, gone.content) == (404, never.content.replace(b"A" * 22, address[3:].encode()))
    assert addresses(holder.get("/my/certificates/")) == []
    switch(holder, certificate, on=True)
    assert addresses(holder.get("/my/certificates/")) != [address]


def test_shared_link_does_not_give_the_code_away(certificate):
    share = domain.share(certificate, actor=certificate.enrolment.person, now=certificate.issued_at)
    text = Client().get(f"/s/{share.token}").content.decode()
    assert certificate.code not in text.replace("-", "")


def test_stranger_and_staff_cannot_share_it(certificate):
    staff = make_staff(Role.CENTRE_STAFF, centre=certificate.series.centre)
    for somebody in (make_person(), staff):
        assert switch(signed_in(somebody), certificate, on=True).status_code == 404
    assert Share.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_link_is_switched_by_post_only(certificate, method):
    client = signed_in(certificate.enrolment.person)
    assert getattr(client, method)(f"/my/certificates/{certificate.public_id}/share").status_code == 405


def test_holder_takes_the_badge_to_a_wallet(certificate):
    page = signed_in(certificate.enrolment.person).get(f"/my/certificates/{certificate.public_id}.json")
    badge = json.loads(b"".join(page.streaming_content))
    assert page["Content-Type"] == "application/vc"
    assert page["Content-Disposition"] == f'attachment; filename="{certificate.number}.json"'
    assert badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]


def test_badge_of_somebody_else_does_not_exist(certificate):
    assert signed_in(make_person()).get(f"/my/certificates/{certificate.public_id}.json").status_code == 404


@pytest.mark.parametrize("suffix", ["pdf", "json"])
def test_file_that_cannot_be_made_now_is_promised_for_later(certificate, settings, tmp_path, suffix):
    settings.KEYS_DIR, settings.KEYS_MADE_ON_FIRST_USE = tmp_path, False
    page = signed_in(certificate.enrolment.person).get(f"/my/certificates/{certificate.public_id}.{suffix}")
    assert (page.status_code, page["Retry-After"]) == (503, "60")
    assert "The file is not ready yet" in page.content.decode()


def test_draft_has_no_file_yet():
    enrolment = make_completed()
    checked = domain.issuing.checked(enrolment, kind="course", actor=None)
    draft = domain.issuing.write_draft(checked, actor=None, now=NOW)
    assert signed_in(enrolment.person).get(f"/my/certificates/{draft.public_id}.pdf").status_code == 404


def test_page_says_what_is_not_valid_any_more_and_what_to_do(certificate, now):
    centre = certificate.series.centre
    asked = domain.request_revocation(
        certificate, reason=Reason.FRAUD, actor=make_staff(Role.CENTRE_STAFF, centre=centre), now=now
    )
    domain.decide_revocation(asked, agreed=True, actor=make_staff(Role.APPROVER, centre=centre), now=now)
    text = signed_in(certificate.enrolment.person).get("/my/certificates/").content.decode()
    assert "If you do not know why, ask your centre." in text
    assert "fraud" not in text.lower()
