"""Whom a holder shows a certificate to is hers to say, and to take back."""

import pytest

from certificates import domain
from certificates.models import Certificate, Share
from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent
from lms.refusals import Refusal
from tests.conftest import NOW
from tests.factories.certificates import make_completed
from tests.factories.people import make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate() -> Certificate:
    return domain.issue(make_completed(), actor=None, now=NOW)


@pytest.fixture
def holder(certificate):
    return certificate.enrolment.person


def test_share_twice_is_once(certificate, holder):
    first, second = (domain.share(certificate, actor=holder, now=NOW) for _ in range(2))
    assert (first.token, Share.objects.count()) == (second.token, 1)
    assert AuditEvent.objects.filter(action="certificate.shared").count() == 1


def test_address_that_was_switched_off_never_comes_back(certificate, holder):
    old = domain.share(certificate, actor=holder, now=NOW).token
    domain.stop_sharing(certificate, actor=holder, now=NOW)
    domain.stop_sharing(certificate, actor=holder, now=NOW)
    assert Share.objects.get().is_on is False
    assert AuditEvent.objects.filter(action="certificate.unshared").count() == 1
    assert domain.share(certificate, actor=holder, now=NOW).token != old


def test_nothing_to_switch_off_is_no_mistake(certificate, holder):
    domain.stop_sharing(certificate, actor=holder, now=NOW)
    assert AuditEvent.objects.filter(action="certificate.unshared").count() == 0


@pytest.mark.parametrize("change", [domain.share, domain.stop_sharing])
def test_nobody_else_shares_it_not_even_staff(certificate, change):
    staff = make_staff(Role.CENTRE_STAFF, centre=certificate.series.centre)
    for somebody in (make_person(), staff):
        with pytest.raises(Refusal) as refused:
            change(certificate, actor=somebody, now=NOW)
        assert refused.value.code == "not_yours"


def test_draft_is_not_shared():
    enrolment = make_completed()
    checked = domain.issuing.checked(enrolment, kind="course", actor=None)
    draft = domain.issuing.write_draft(checked, actor=None, now=NOW)
    with pytest.raises(Refusal) as refused:
        domain.share(draft, actor=enrolment.person, now=NOW)
    assert refused.value.code == "not_issued"
