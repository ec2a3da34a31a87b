"""The verifier on a device whose internet is cut.

`LMS_PICTURES=docs/img` makes the pictures of docs/offline.md anew.
"""

import os
from base64 import b64encode
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from certificates import domain, offline
from certificates.domain.offline import claims_of, signed_code, signed_list
from certificates.enums import CertificateState, KeyPurpose
from certificates.models import Certificate, SigningKey
from lms.pdf.qr import qr_modules
from tests.certificates.test_offline import OTHER
from tests.e2e.conftest import PHONE, look_at
from tests.factories.certificates import make_completed
from tests.factories.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A_DAY = timedelta(days=1)
READY = "Ready to work without internet"
# An older browser: it knows no keys of our kind.
NO_ED25519 = """
const known = SubtleCrypto.prototype.importKey;
SubtleCrypto.prototype.importKey = function (form, bytes, kind, ...rest) {
  return kind.name === "Ed25519" ? Promise.reject(new DOMException("", "NotSupportedError")) : known.call(this, form, bytes, kind, ...rest);
};
"""
# A camera that sees a picture.
CAMERA = """
navigator.mediaDevices.getUserMedia = async () => {
  const bytes = Uint8Array.from(atob("PICTURE"), (letter) => letter.charCodeAt());
  const picture = await createImageBitmap(new Blob([bytes]));
  const canvas = Object.assign(document.createElement("canvas"), {width: picture.width, height: picture.height});
  setInterval(() => canvas.getContext("2d").drawImage(picture, 0, 0), 40);
  return canvas.captureStream(25);
};
"""
# A browser with a reader of its own, which refuses the first frames of a camera.
OWN_READER = """
self.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  frames = 0;
  async detect() {
    if (this.frames++ < 2) throw new DOMException("", "InvalidStateError");
    return [{rawValue: "TEXT"}];
  }
};
"""


@pytest.fixture(autouse=True)
def _no_kept_list():
    cache.clear()


@pytest.fixture
def certificate(settings) -> Certificate:
    settings.DEMO = False
    now = timezone.now()
    domain.rotate(KeyPurpose.OFFLINE, actor=None, now=now - A_DAY)
    person = make_person(name="Günəş Əliyeva", name_latin="Gunash Aliyeva")
    return domain.issue(make_completed(person=person), actor=None, now=now)


@pytest.fixture
def code(certificate) -> str:
    return signed_code(certificate, now=timezone.now())


@pytest.fixture
def device(chromium, live_server):
    """`device(script)`: a phone on which the page was opened once, with internet."""
    contexts = []

    def opened(*scripts: str) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport=PHONE, locale="en-GB", reduced_motion="reduce"
        )
        contexts.append(context)
        for script in scripts:
            context.add_init_script(script)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto("/verify-offline/en/")
        expect(page.get_by_text(READY)).to_be_visible()
        return page

    yield opened
    for context in contexts:
        context.close()


def cut(page: Page) -> None:
    """No internet any more, and the page opened again."""
    page.context.set_offline(True)
    page.goto("/verify-offline/en/")
    assert page.evaluate("fetch('/healthz').then(() => true, () => false)") is False


def paste(page: Page, text: str) -> None:
    page.get_by_text("Paste the text of the code").click()
    page.get_by_label("Text of the code").fill(text)
    page.get_by_role("button", name="Verify", exact=True).click()


def says(page: Page, verdict: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(verdict)


def picture(page: Page, name: str) -> None:
    """For the documentation, when it is asked for."""
    look_at(page)
    if folder := os.environ.get("LMS_PICTURES"):
        page.screenshot(path=Path(folder) / f"offline-{name}.png", full_page=True)


def test_valid_certificate_is_called_valid(device, certificate, code):
    page = device()
    cut(page)
    paste(page, code)
    says(page, "This certificate is valid")
    expect(page.locator("dl")).to_contain_text("Gunash Aliyeva")
    expect(page.locator("dl")).to_contain_text(certificate.number)
    picture(page, "valid")
    assert page.complaints == []


def test_revoked_certificate_is_known_from_the_list(device, certificate, code):
    Certificate.objects.update(state=CertificateState.REVOKED, revoked_at=timezone.now())
    page = device()
    cut(page)
    paste(page, code)
    says(page, "This certificate was revoked")
    picture(page, "revoked")


def test_forged_code_is_shown_without_what_it_says(device, certificate, code):
    forged = offline.write(replace(domain.offline.read(code), name="Forged Name"), key=OTHER)
    page = device()
    cut(page)
    paste(page, forged)
    says(page, "This code is forged")
    expect(page.get_by_text("Forged Name")).to_have_count(0)
    picture(page, "forged")


def test_outdated_list_calls_nothing_valid(device, code):
    page = device()
    page.clock.set_fixed_time(timezone.now() + 40 * A_DAY)
    cut(page)
    expect(page.get_by_text("The list is outdated")).to_be_visible()
    paste(page, code)
    says(page, "The signature is genuine, but the list is outdated")
    expect(page.get_by_role("status").get_by_text("Age of the list in days: 40")).to_be_visible()
    picture(page, "outdated")


def test_outdated_list_still_knows_the_revoked(device, certificate, code):
    Certificate.objects.update(state=CertificateState.REVOKED, revoked_at=timezone.now())
    page = device()
    page.clock.set_fixed_time(timezone.now() + 40 * A_DAY)
    cut(page)
    paste(page, code)
    says(page, "This certificate was revoked")


def test_list_of_eight_days_warns(device, code):
    page = device()
    page.clock.set_fixed_time(timezone.now() + 8 * A_DAY)
    cut(page)
    paste(page, code)
    says(page, "This certificate is valid")
    expect(page.get_by_role("status").get_by_text("The list is old")).to_be_visible()
    look_at(page)


def test_clock_that_goes_wrong_makes_no_list_fresh(device, code):
    page = device()
    page.clock.set_fixed_time(timezone.now() - 40 * A_DAY)
    cut(page)
    paste(page, code)
    says(page, "The signature is genuine, but the clock is wrong")


def test_expired_certificate_is_called_expired(device, certificate):
    key = SigningKey.objects.get(purpose=KeyPurpose.OFFLINE)
    claims = replace(claims_of(certificate, kid=key.kid), valid_until=timezone.localdate() - A_DAY)
    page = device()
    cut(page)
    paste(page, offline.write(claims, key=domain.keys.private_key(key)))
    says(page, "This certificate has expired")


def test_replaced_certificate_is_known_from_the_list(device, certificate, code):
    Certificate.objects.update(state=CertificateState.SUPERSEDED)
    page = device()
    cut(page)
    paste(page, code)
    says(page, "This certificate was replaced")


def test_other_text_is_refused_at_the_field_and_kept(device, certificate):
    page = device()
    cut(page)
    paste(page, "LMS1:NOT A CODE")
    field = page.get_by_label("Text of the code")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("LMS1:NOT A CODE")
    expect(page.get_by_text("This is not the text of our square code.")).to_be_visible()
    look_at(page)


def test_another_language_needs_no_internet(device, certificate):
    page = device()
    cut(page)
    page.get_by_role("link", name="Русский").click()
    says(page, "Проверка без интернета")
    look_at(page)


@pytest.mark.parametrize(
    ("language", "issued"), [("az", "5 noyabr 2026"), ("en", "5 November 2026"), ("ru", "5 ноября 2026 г.")]
)
def test_dates_are_written_in_the_language_of_the_page(device, certificate, language, issued):
    key = SigningKey.objects.get(purpose=KeyPurpose.OFFLINE)
    claims = replace(claims_of(certificate, kid=key.kid), issued_on=date(2026, 11, 5))
    page = device()
    page.goto(f"/verify-offline/{language}/")
    page.locator("summary").click()
    page.locator("textarea").fill(offline.write(claims, key=domain.keys.private_key(key)))
    page.locator("form button").click()
    expect(page.locator("dl")).to_contain_text(issued)


def test_door_without_internet_leads_to_the_language_of_the_device(device, certificate):
    page = device()
    page.context.set_offline(True)
    page.goto("/verify-offline/")
    says(page, "Verify without internet")


def test_old_browser_checks_the_signature_too(device, code):
    page = device(NO_ED25519)
    cut(page)
    paste(page, code)
    says(page, "This certificate is valid")


def test_old_browser_knows_a_forgery(device, certificate, code):
    page = device(NO_ED25519)
    cut(page)
    paste(page, offline.write(domain.offline.read(code), key=OTHER))
    says(page, "This code is forged")


# --- The list ----------------------------------------------------------------------------------------------------------------


def hand_out(page: Page, content: bytes) -> None:
    """A list on its way to the device, as if the server sent it."""
    page.context.route("**/verify-offline/list", lambda route: route.fulfill(body=content))


def test_tampered_list_is_refused_and_the_one_before_stays(device, certificate, code):
    Certificate.objects.update(state=CertificateState.REVOKED, revoked_at=timezone.now())
    page = device()
    stranger = offline.ListedKey(
        SigningKey.objects.get(purpose=KeyPurpose.OFFLINE).kid, OTHER.public_key(), private=OTHER
    )
    hand_out(page, offline.write_list(revoked=[], replaced=[], keys=[stranger], made_at=timezone.now() + A_DAY))
    page.get_by_role("button", name="Bring the list up to date").click()
    expect(page.get_by_text("A list was refused")).to_be_visible()
    look_at(page)
    cut(page)
    paste(page, code)
    says(page, "This certificate was revoked")


def test_older_list_never_takes_the_place_of_a_newer_one(device, certificate, code):
    older = signed_list(now=timezone.now() - A_DAY)
    Certificate.objects.update(state=CertificateState.REVOKED, revoked_at=timezone.now())
    page = device()
    hand_out(page, older)
    with page.expect_response("**/verify-offline/list"):
        page.get_by_role("button", name="Bring the list up to date").click()
    cut(page)
    paste(page, code)
    says(page, "This certificate was revoked")


def test_new_key_is_learnt_from_a_list_that_the_old_one_signed(device, certificate):
    page = device()
    now = timezone.now()
    domain.rotate(KeyPurpose.OFFLINE, actor=None, now=now)
    newer = domain.issue(make_completed(), actor=None, now=now + timedelta(seconds=1))
    text = signed_code(newer, now=now)
    paste(page, text)
    says(page, "We do not know this signature")
    page.get_by_role("button", name="Verify another certificate").click()
    hand_out(page, signed_list(now=now + timedelta(minutes=1)))
    with page.expect_response("**/verify-offline/list"):
        page.get_by_role("button", name="Bring the list up to date").click()
    cut(page)
    paste(page, text)
    says(page, "This certificate is valid")


def test_code_of_a_lost_key_proves_nothing(device, certificate, code):
    key = SigningKey.objects.get(purpose=KeyPurpose.OFFLINE)
    domain.mark_compromised(key, since=timezone.now(), actor=None, now=timezone.now())
    page = device()
    cut(page)
    paste(page, code)
    says(page, "This code proves nothing any more")


# --- Camera and photo --------------------------------------------------------------------------------------------------------


def png(*texts: str, module: int = 3) -> bytes:
    """Square codes beside each other on white paper."""
    codes = [qr_modules(text) for text in texts]
    white = 8 * module
    width = sum(len(rows) * module + white for rows in codes) + white
    paper = Image.new("L", (width, max(map(len, codes)) * module + 2 * white), 255)
    left = white
    for rows in codes:
        dark = Image.frombytes("L", (len(rows), len(rows)), bytes(0 if each else 255 for row in rows for each in row))
        paper.paste(dark.resize((len(rows) * module,) * 2, Image.Resampling.NEAREST), (left, white))
        left += len(rows) * module + white
    file = BytesIO()
    paper.save(file, "PNG")
    return file.getvalue()


def use_photo(page: Page, content: bytes) -> None:
    page.get_by_label("Use a photo").set_input_files({"name": "photo.png", "mimeType": "image/png", "buffer": content})


def test_photo_of_both_codes_is_read(device, certificate, code):
    page = device()
    cut(page)
    use_photo(page, png(certificate.snapshot["verify_url"], code))
    says(page, "This certificate is valid")


def test_photo_of_the_small_code_is_told_what_it_is(device, certificate):
    page = device()
    use_photo(page, png(certificate.snapshot["verify_url"]))
    expect(page.get_by_role("alert")).to_contain_text("This is the small square code")


def test_address_of_the_small_code_leads_to_our_answer_and_names_the_code_that_works_without_internet(
    device, certificate
):
    page = device()
    cut(page)
    paste(page, f" https://elsewhere.example/v/{certificate.code.lower()} ")
    says = page.get_by_role("alert").filter(has_text="This is the small square code: it needs the internet.")
    expect(says).to_contain_text("Without internet only the large square code answers. Its text begins with LMS1:")
    expect(page.get_by_text("This is not the text of our square code.")).to_be_hidden()
    look_at(page)
    page.context.set_offline(False)
    page.get_by_role("link", name="See the answer on the internet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This certificate is valid")
    expect(page.get_by_text(certificate.number)).to_be_visible()


def test_photo_without_a_code_says_what_to_do(device, certificate):
    page = device()
    use_photo(page, png("HELLO"))
    expect(page.get_by_role("alert")).to_contain_text("There is no large square code in the picture.")
    use_photo(page, b"no picture")
    expect(page.get_by_role("alert")).to_contain_text("This file is not a picture")


def test_camera_reads_the_code(device, code):
    page = device(CAMERA.replace("PICTURE", b64encode(png(code)).decode()))
    cut(page)
    page.get_by_role("button", name="Scan with the camera").click()
    says(page, "This certificate is valid")
    expect(page.locator("video")).to_be_hidden()


def test_camera_is_read_by_the_browser_itself_where_it_can(device, code):
    page = device(CAMERA.replace("PICTURE", b64encode(png("HELLO")).decode()), OWN_READER.replace("TEXT", code))
    cut(page)
    page.get_by_role("button", name="Scan with the camera").click()
    says(page, "This certificate is valid")


def test_camera_that_is_not_allowed_says_so(device, certificate):
    page = device("navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))")
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.get_by_role("alert")).to_contain_text("The camera cannot be used.")
