"""The square code that is checked without internet, as an element of a template."""

from copy import deepcopy
from datetime import timedelta

import pytest

from certificates import domain, fields, layouts
from certificates.domain.due import shipped_version
from certificates.domain.offline import signed_code
from certificates.enums import KeyPurpose, TemplateState
from certificates.layouts.checks import problems
from certificates.layouts.editing import added, blank
from certificates.models import Template
from certificates.offline import write
from tests.certificates.layouts.samples import SNAPSHOT
from tests.certificates.test_offline import CLAIMS, KEY
from tests.conftest import NOW
from tests.factories.certificates import make_completed
from tests.pdf.tools import scanned, texts, values

SITE = "https://lms.example.az"
BOX = {"type": "signed", "x": 120, "y": 120, "width": 48, "height": 42, "side": 30}


def with_signed(**changes) -> dict:
    return added(blank(), page=0, element={**BOX, **changes})


def codes_of(spec: dict) -> list[str]:
    found = problems(spec, site=SITE, has_picture=lambda _name: True)
    return [problem.code for problem in found if problem.element]


def test_signed_code_says_how_it_is_used():
    pdf = layouts.render(with_signed(), SNAPSHOT | {"signed_code": write(CLAIMS, key=KEY)})
    assert texts(pdf) == ["İnternetsiz yoxlama / Verify without internet", "lms.example.az/verify-offline/"]
    assert values(pdf, "/Alt") == ["İnternetsiz yoxlama üçün imzalanmış QR kod"]


@pytest.mark.parametrize("dpi", [120, 150])
def test_signed_code_is_scanned_from_a_grey_print(dpi):
    text = write(CLAIMS, key=KEY)
    assert scanned(layouts.render(with_signed(), SNAPSHOT | {"signed_code": text}), dpi=dpi) == text


def test_longest_signed_code_is_scanned_from_a_grey_print():
    snapshot = fields.longest_snapshot(blank(), site=SITE)
    assert scanned(layouts.render(with_signed(), snapshot), dpi=150) == snapshot["signed_code"]


def test_signed_code_stays_white_before_it_is_signed():
    assert texts(layouts.render(with_signed(), SNAPSHOT)) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [({}, []), ({"side": 29}, ["code_small"]), ({"width": 29}, ["code_large"]), ({"x": 0}, ["code_edge"])],
)
def test_signed_code_that_cannot_be_scanned_is_not_published(changes, found):
    box = {"side": 30} | ({"width": 31} if "x" in changes else {}) | changes
    assert codes_of(with_signed(**box)) == found


@pytest.mark.django_db
def test_paper_carries_the_signed_code_where_its_template_has_a_place_for_it():
    certificate = issued()
    assert domain.printed(certificate) == certificate.snapshot | {"signed_code": signed_code(certificate, now=NOW)}


@pytest.mark.django_db
def test_paper_without_a_place_for_it_needs_no_key_for_it(settings):
    certificate = domain.issue(make_completed(), actor=None, now=NOW)
    settings.KEYS_MADE_ON_FIRST_USE = False
    assert domain.printed(certificate, now=NOW) == certificate.snapshot


@pytest.mark.django_db
def test_paper_is_the_same_when_it_is_drawn_again():
    certificate = issued()
    first = domain.papers.drawn(certificate, now=NOW)
    domain.rotate(KeyPurpose.OFFLINE, actor=None, now=NOW + timedelta(days=1))
    assert domain.papers.drawn(certificate, now=NOW) == first


@pytest.mark.django_db
def test_installation_keeps_the_template_of_levels_that_it_has():
    before = deepcopy(layouts.SHIPPED["level"].spec)
    before["pages"][0]["elements"] = [each for each in before["pages"][0]["elements"] if each["type"] != "signed"]
    template = Template.objects.create(name=layouts.SHIPPED["level"].name, kind="level")
    template.versions.create(n=1, spec=before, state=TemplateState.PUBLISHED, published_at=NOW)
    assert shipped_version("level").spec == before


def issued():
    """A certificate on the template that ships, with the code in a corner of its own."""
    domain.rotate(KeyPurpose.OFFLINE, actor=None, now=NOW)
    spec = deepcopy(layouts.SHIPPED["course"].spec)
    spec["pages"][0]["elements"].append({"id": "signed", **BOX})
    Template.objects.create(name="With the code", kind="course").versions.create(
        n=1, spec=spec, state=TemplateState.PUBLISHED, published_at=NOW
    )
    return domain.issue(make_completed(), actor=None, now=NOW)
