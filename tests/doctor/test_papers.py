"""The keys behind certificates."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certificates import domain, signing
from certificates.enums import KeyPurpose, TemplateState
from certificates.layouts.editing import added, blank
from certificates.models import Template
from lms.doctor import Level, papers
from tests.doctor.conftest import levels


@pytest.fixture
def keys(settings, real, tmp_path):
    """Keys of an installation for real people, which nobody has made yet."""
    settings.KEYS_DIR, settings.KEYS_MADE_ON_FIRST_USE = tmp_path, False
    return tmp_path


@pytest.mark.parametrize(
    ("demo", "address", "level"),
    [
        (True, "http://localhost:8000", Level.WARN),
        (False, "http://lms.example.org", Level.FAIL),
        (False, "https://lms.example.org", Level.OK),
    ],
)
def test_address_on_certificates(settings, demo, address, level):
    settings.DEMO, settings.SITE_URL = demo, address

    assert levels(papers.address) == [level]


def test_installation_without_a_seal_fails_and_one_that_wants_none_is_warned(keys, settings):
    missing = levels(papers.seal)
    settings.SEAL = ""

    assert (missing, levels(papers.seal)) == ([Level.FAIL], [Level.WARN])


def test_seal_makes_itself_in_a_demo(keys, settings):
    settings.KEYS_MADE_ON_FIRST_USE = True

    assert levels(papers.seal) == [Level.OK]


@pytest.mark.parametrize(("days", "level"), [(0, Level.OK), (680, Level.WARN), (800, Level.FAIL)])
def test_seal_in_its_time(keys, days, level):
    signing.make_authority(keys, name="Centre", now=timezone.now() - timedelta(days=days))

    assert levels(papers.seal) == [level]


def test_seal_that_others_can_read_fails(keys):
    signing.make_authority(keys, name="Centre", now=timezone.now())
    (keys / signing.KEY).chmod(0o644)

    assert levels(papers.seal) == [Level.FAIL, Level.OK]


def test_seal_that_is_damaged_fails(keys):
    (keys / signing.KEY).write_bytes(b"-----BEGIN")

    assert levels(papers.seal) == [Level.FAIL]


def test_seal_of_a_demonstration_fails_where_people_rely_on_it(keys):
    signing.make_authority(keys, name=f"Centre {signing.FOR_TESTS}", now=timezone.now())

    assert levels(papers.seal) == [Level.OK, Level.FAIL]


class External:
    """A seal that lies elsewhere, and says who vouches for it and which certificates are its own."""

    def sealed(self, pdf):
        return pdf

    def roots(self):
        return [b"root"]

    def leaves(self):
        return [b"leaf"]


class Nobodys(External):
    def roots(self):
        return []


class Everybodys(External):
    def leaves(self):
        return None


class Older:
    """As a seal was before it had to say which certificates are its own."""

    def sealed(self, pdf):
        return pdf

    def roots(self):
        return [b"root"]


def test_external_seal_of_an_older_release_is_told_what_it_lacks(keys, settings):
    settings.SEAL = "tests.doctor.test_papers.Older"

    (finding,) = papers.seal()
    assert (finding.level, finding.sentence) == (
        Level.FAIL,
        "The external seal tests.doctor.test_papers.Older lacks leaves(): its papers cannot be made or verified.",
    )


@pytest.mark.parametrize(
    ("seal", "found"),
    [("External", [Level.OK]), ("Nobodys", [Level.FAIL]), ("Everybodys", [Level.OK, Level.FAIL])],
)
def test_external_seal_names_its_authorities_and_its_own_certificates(keys, settings, seal, found):
    settings.SEAL = f"tests.doctor.test_papers.{seal}"

    assert levels(papers.seal) == found


@pytest.mark.django_db
def test_signing_keys(keys, settings):
    domain.rotate(KeyPurpose.OFFLINE, actor=None, now=timezone.now())
    assert levels(papers.signing_keys) == [Level.FAIL, Level.OK]
    key = domain.rotate(KeyPurpose.CREDENTIAL, actor=None, now=timezone.now())
    assert levels(papers.signing_keys) == [Level.OK, Level.OK]
    path = keys / key.private_ref
    path.chmod(0o640)
    assert levels(papers.signing_keys) == [Level.OK, Level.FAIL, Level.OK]
    path.unlink()
    assert levels(papers.signing_keys) == [Level.OK, Level.FAIL]


@pytest.mark.django_db
def test_key_of_a_demonstration_fails_where_people_rely_on_it(keys, settings):
    settings.DEMO = True
    domain.rotate(KeyPurpose.CREDENTIAL, actor=None, now=timezone.now())
    domain.rotate(KeyPurpose.OFFLINE, actor=None, now=timezone.now())
    settings.DEMO = False

    assert levels(papers.signing_keys) == [Level.FAIL, Level.FAIL]


@pytest.mark.django_db
def test_key_of_square_codes_is_needed_where_a_template_has_a_place_for_one(keys):
    domain.rotate(KeyPurpose.CREDENTIAL, actor=None, now=timezone.now())
    box = {"type": "signed", "x": 120, "y": 120, "width": 48, "height": 42, "side": 30}
    version = Template.objects.create(name="With the code", kind="course").versions.create(
        n=1, spec=added(blank(), page=0, element=box), state=TemplateState.DRAFT
    )
    assert levels(papers.signing_keys) == [Level.WARN, Level.OK]
    version.state, version.published_at = TemplateState.PUBLISHED, timezone.now()
    version.save()
    assert levels(papers.signing_keys) == [Level.FAIL, Level.OK]


@pytest.mark.django_db
def test_keys_make_themselves_in_a_demo(keys, settings):
    settings.KEYS_MADE_ON_FIRST_USE = True

    assert levels(papers.signing_keys) == [Level.OK, Level.OK]
