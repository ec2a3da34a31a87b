"""Whole stories in a real browser, on the demo as a newcomer starts it. Read them to know what the system is for."""

import re
import secrets
import subprocess
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, TABLET, follow, is_accessible, look_at, newest_code, words
from tests.e2e.quiz import answer, plain
from tests.e2e.staff import (
    OURS,
    Written,
    choose_action,
    explore,
    fields_of,
    new_name,
    public_id,
    seen_as_a_learner,
    sign_in,
    words_of_pdf,
    write_lesson,
)
from tests.e2e.weight import first_view
from tests.faults.processes import wait_until

pytestmark = pytest.mark.browser
# Learns in Ganja and nowhere else.
CANARY = "Selim Öztürk"


ACCOUNT = [
    f"/accounts/{page}"
    for page in ("", "name/", "profile/", "email/", "password/set/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/add/")
] + ["/accounts/sessions/", "/accounts/logout/"]


def new_address(name: str) -> str:
    """Of somebody who has never been here, also when the stories are walked again on a running server."""
    return f"{name}.{secrets.token_hex(4)}@example.net"


def sign_up(page, says, *, name: str, address: str, checked: bool = True) -> None:
    """From the sign-in page of whoever is new here to the page she came for."""
    page.get_by_role("link", name=says("Create an account")).click()
    page.get_by_label(says("Your name")).fill(name)
    page.get_by_label(says("E-mail address")).fill(address)
    if checked:
        look_at(page)
    page.get_by_role("button", name=says("Send me a code")).click()
    page.get_by_role("heading", name=says("Enter the code")).wait_for()
    page.get_by_label(says("Code")).fill(newest_code(page, address))
    page.locator("main form button").first.click()
    page.get_by_role("heading", name=says("Enter the code")).wait_for(state="hidden")


def read_every_lesson(page) -> None:
    """From the lesson she is at to the page of the course, where the last button leads."""
    while (button := page.locator("form[action$='/done/'] button")).count():
        here = page.url
        button.first.click()
        page.wait_for_url(lambda address, here=here: address != here)
        page.get_by_role("heading", level=1).wait_for()


def test_maria_finds_a_course_and_holds_a_certificate_in_russian_on_a_phone(open_browser, tmp_path):
    says, page = words("ru"), open_browser(PHONE, language="ru")
    page.goto("/")
    assert page.url.endswith("/ru/")
    look_at(page)

    # She finds a course in her language and enrols.
    page.goto("/ru/courses/")
    page.get_by_label(says("Subject")).select_option("language")
    follow(page.get_by_role("button", name=says("Show the courses")))
    look_at(page)
    follow(page.locator("main").get_by_role("link", name=re.compile("A1")).first)
    look_at(page)
    follow(page.get_by_role("link", name=says("Sign in and enrol")).first)
    look_at(page)
    sign_up(page, says, name="Мария Щербакова", address=new_address("maria"))
    follow(page.get_by_role("button", name=says("Take a place")))
    look_at(page)

    # She learns. Another language on the way keeps her place.
    page.goto("/my/")
    look_at(page)
    follow(page.locator("main .button").first)
    look_at(page)
    lesson = page.url
    page.get_by_role("link", name="Azərbaycanca").first.click()
    page.wait_for_url(lesson.replace("/ru/", "/az/"))
    page.get_by_role("link", name="Русский").first.click()
    page.wait_for_url(lesson)
    read_every_lesson(page)

    # She sits the quiz; the page reloads in the middle and nothing is lost.
    page.goto("/my/")
    follow(page.locator("main .button").first)
    look_at(page)
    follow(page.get_by_role("button", name=says("Start")))
    look_at(page)
    questions = page.locator("fieldset.question")
    expect(questions).to_have_count(20)
    for n in range(20):
        if n == 10:
            page.reload()
        answer(questions.nth(n), course="az-a1", language="ru")
        page.get_by_text(says("Saved"), exact=True).wait_for()
        questions.nth(n).locator("[data-step='1']").click()
    follow(page.get_by_role("button", name=says("Go on to handing in")))
    look_at(page)
    page.get_by_role("button", name=says("Hand in my answers")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(says("You passed"))
    look_at(page)

    # Her certificate needs her name in Latin letters; a suggestion stands there already.
    page.goto("/my/certificates/")
    assert page.get_by_label(says("Your name in Latin letters")).input_value() == "Mariia Shcherbakova"
    look_at(page)
    follow(page.get_by_role("button", name=says("Save and issue the certificate")))
    look_at(page)
    number = page.locator("dd").first.inner_text()
    pdf = tmp_path / "certificate.pdf"
    pdf.write_bytes(page.request.get(page.locator("a[href$='.pdf']").get_attribute("href")).body())
    printed = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    assert "Mariia Shcherbakova" in printed
    assert "Мария Щербакова" in printed
    assert number in printed

    # A stranger types what is printed, in Cyrillic letters and all, and sees the same facts.
    code = re.search(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}", printed).group()
    stranger = open_browser(PHONE, language="ru")
    stranger.goto("/v/")
    look_at(stranger)
    stranger.get_by_label(says("Code of the certificate")).fill(code.lower().replace("-", " "))
    stranger.get_by_role("button", name=says("Verify")).click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text(says("This certificate is valid"))
    assert number in stranger.locator("dl").inner_text()
    look_at(stranger)


def test_gunesh_learns_without_javascript_in_azerbaijani(open_browser):
    says, page = words("az"), open_browser(PHONE, javascript=False, language="az")
    page.goto("/")
    assert page.url.endswith("/az/")
    page.goto("/az/courses/az-a1/")
    page.get_by_role("link", name=says("Sign in and enrol")).first.click()
    sign_up(page, says, name="Əliyeva Günəş", address=new_address("gunesh"), checked=False)
    page.get_by_role("button", name=says("Take a place")).click()
    page.goto("/my/")
    page.locator("main .button").first.click()
    read_every_lesson(page)

    page.goto("/my/")
    page.locator("main .button").first.click()
    page.get_by_role("button", name=says("Start")).click()
    questions = page.locator("fieldset.question")
    for n in range(20):
        answer(questions.nth(n), course="az-a1", language="az")
        if n == 7:
            page.get_by_role("button", name=says("Save my answers")).click()
    page.get_by_role("button", name=says("Go on to handing in")).click()
    page.get_by_role("button", name=says("Hand in my answers")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(says("You passed"))

    page.goto("/my/certificates/")
    # The worker issues it; without JavaScript she looks again.
    wait_until(
        lambda: page.locator("a[href$='.pdf']").count() or page.get_by_role("link", name=says("Look again")).click()
    )
    page.get_by_role("link", name=says("What others see when they verify it")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(says("This certificate is valid"))
    assert "Əliyeva Günəş" in page.locator("dl").inner_text()


def test_trainer_writes_a_lesson_and_an_editor_publishes_it(open_browser):
    lesson = Written(f"Çayxanada {secrets.token_hex(3)}", "Bir çay, zəhmət olmasa!", "çay", "isti içki")

    # The trainer writes it and sees it as a learner will, long before anybody else does.
    trainer = open_browser(TABLET, language="en")
    sign_in(trainer, "trainer@example.org", at="/cms/")
    explore(trainer, "Azərbaycanca", "Kurslar", "A1")
    trainer.locator("header").get_by_role("link", name="Add child page").click()
    write_lesson(trainer, lesson)
    seen_as_a_learner(trainer, lesson)
    choose_action(trainer, "action-submit")

    # So she does with the quiz, and nothing of it is stored.
    trainer.get_by_role("link", name="Quizzes").click()
    trainer.wait_for_url("**/cms/quizzes/")
    is_accessible(trainer, OURS)
    trainer.locator("tr", has_text="az-a1").get_by_role("link", name="Preview").click()
    trainer.wait_for_url("**/preview/")
    look_at(trainer)
    answer(trainer.locator("fieldset.question").first, course="az-a1", language="en")
    trainer.get_by_role("button", name="Check my answers").click()
    expect(trainer.locator(".score")).to_have_text("1 of 20")
    look_at(trainer)

    # A visitor finds it as soon as the editor has published it.
    visitor = open_browser(TABLET, language="az")
    visitor.goto("/az/courses/az-a1/")
    expect(visitor.get_by_role("link", name=lesson.title)).to_have_count(0)
    editor = open_browser(TABLET, language="ru")
    sign_in(editor, "editor@example.org", at="/cms/")
    editor.get_by_role("link", name=lesson.title).click()
    editor.wait_for_url("**/edit/**")
    choose_action(editor, "approve")
    visitor.reload()
    visitor.get_by_role("link", name=lesson.title).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(lesson.title)
    expect(visitor.locator("article")).to_contain_text(lesson.text)
    look_at(visitor)


def look_at_desk(page) -> None:
    look_at(page)
    assert CANARY not in page.locator("body").inner_text()


def test_staff_add_a_person_and_hand_out_certificates_of_their_own_centre(open_browser, tmp_path):
    says, page = words("az"), open_browser(TABLET, language="az")
    page.goto("/az/courses/az-a1/")
    ganja = public_id(page.get_by_role("link", name="A1-GNJ-1").get_attribute("href"))
    sign_in(page, "staff.baku@example.org", at="/desk/")
    look_at_desk(page)

    # Somebody without e-mail comes to the counter; the slip in her hand is her way in.
    page.get_by_role("link", name="A1-BAK-2").click()
    page.get_by_role("heading", level=1, name="A1-BAK-2").wait_for()
    look_at_desk(page)
    baku = public_id(page.url)
    page.get_by_role("link", name=says("Add a person")).click()
    page.get_by_label(says("Name"), exact=True).fill(new_name())
    look_at_desk(page)
    page.get_by_role("button", name=says("Add and print the slip")).click()
    page.get_by_text(says("Please check the name in Latin letters")).wait_for()
    look_at_desk(page)
    latin = page.get_by_label(says("Name in Latin letters")).input_value()
    page.get_by_role("button", name=says("Add and print the slip")).click()
    number, code = page.locator("dd.numbers").inner_text(), page.locator("dd code").inner_text()
    look_at_desk(page)
    form = page.locator("form[target=_blank]")
    slip = words_of_pdf(page, form.get_attribute("action"), tmp_path / "slip.pdf", **fields_of(form))
    assert (plain(number) in slip, plain(code) in slip, latin[:7]) == (True, True, "Madina ")

    # Eight people have completed a course; she issues what they are due and waits until it is done.
    page.get_by_role("link", name=says("Today")).click()
    page.get_by_role("listitem").filter(has_text="RIGHTS-BAK-0").get_by_role("link").click()
    ready = page.locator("form.bar button")
    ready.wait_for()
    look_at_desk(page)
    ready.click()
    page.wait_for_url("**/desk/batches/**")
    certificates = page.locator("li", has=page.locator("a[href$='.pdf']"))
    expect(certificates).to_have_count(8)
    look_at_desk(page)
    name, link = certificates.first.locator("bdi").first.inner_text(), certificates.first.locator("a[href$='.pdf']")
    printed = words_of_pdf(page, link.get_attribute("href"), tmp_path / "certificate.pdf")
    assert (name in printed, link.inner_text().split()[0] in printed) == (True, True)

    # Whoever learns in Ganja is nobody here.
    page.get_by_role("link", name=says("People")).click()
    page.get_by_role("searchbox").fill(CANARY)
    page.get_by_role("button", name=says("Search")).click()
    page.get_by_text(says("Nobody found.")).wait_for()
    look_at(page)
    assert page.request.get(f"/desk/cohorts/{baku}/").status == 200
    assert page.request.get(f"/desk/cohorts/{ganja}/").status == 404


def ask_for_levels(page, says, *, cohort: str) -> str:
    """From the list of cohorts to the request that waits for its approval; its address."""
    page.goto(f"/desk/cohorts/?lang=az&state=all&text={cohort}")
    follow(page.get_by_role("link", name=cohort))
    follow(page.get_by_role("link", name=says("Issue certificates")))
    look_at_desk(page)
    follow(page.get_by_role("link", name=says("Language level")))
    look_at_desk(page)
    page.locator("form.bar button").click()
    page.wait_for_url("**/desk/batches/**")
    page.get_by_text(says("Another person must approve these certificates")).wait_for()
    look_at_desk(page)
    return page.url


def test_levels_are_asked_for_by_one_person_and_approved_by_another(open_browser, tmp_path):
    says, staff = words("az"), open_browser(TABLET, language="az")
    sign_in(staff, "staff.baku@example.org", at="/desk/")
    batch = ask_for_levels(staff, says, cohort="A1-BAK-2")

    # The approver finds it on her desk, looks at a draft, and approves; English runs from right to left on this server.
    approver = open_browser(TABLET, language="en")
    sign_in(approver, "approver@example.org", at="/desk/")
    approver.goto("/desk/waiting/?lang=en")
    look_at(approver)
    approver.locator(f"a[href='{urlsplit(batch).path}']").click()
    approver.get_by_role("heading", name="As they will be printed").wait_for()
    look_at(approver)
    draft = words_of_pdf(
        approver, approver.locator("a[href*='/drafts/']").first.get_attribute("href"), tmp_path / "d.pdf"
    )
    assert "AZ-BAK" not in draft
    approver.get_by_role("button", name=re.compile("Approve")).click()
    approver.get_by_text("Approved by").wait_for()
    look_at(approver)

    # Whoever asked takes the papers: to print, to have signed for, to keep; and sees who is written to.
    staff.reload()
    staff.get_by_role("heading", name=says("To hand out")).wait_for()
    look_at_desk(staff)
    number = staff.locator("li a[href$='.pdf']").first.inner_text().split()[0]
    for file in ("print.pdf", "list.pdf"):
        assert number in words_of_pdf(staff, f"{batch}{file}", tmp_path / file)
    archive = tmp_path / "certificates.zip"
    archive.write_bytes(staff.request.get(f"{batch}certificates.zip").body())
    with ZipFile(archive) as papers:
        assert papers.namelist()[0].startswith(number)
    follow(staff.get_by_role("link", name=says("Who is written to, and who is not")))
    look_at_desk(staff)


def look_at_each(page, *addresses: str) -> None:
    """English is written from right to left on this server."""
    for address in addresses:
        status = page.goto(address).status
        assert (status, page.locator("html").get_attribute("dir")) == (200, "rtl"), address
        look_at(page)


def test_pages_are_accessible_from_right_to_left(open_browser):
    page = open_browser(PHONE, language="en")
    look_at_each(page, "/en/", "/en/courses/", "/en/courses/az-a1/", "/en/courses/az-a1/greetings/")
    look_at_each(page, "/en/news/", "/en/help/", "/en/privacy/", "/v/")
    look_at_each(page, "/accounts/login/", "/accounts/signup/", "/accounts/claim/", "/accounts/password/reset/")
    page.goto("/v/AAAA")
    look_at(page)


def test_learners_pages_are_accessible_from_right_to_left(open_browser):
    says, page = words("en"), open_browser(PHONE, language="en")
    page.goto("/en/courses/az-a1/")
    page.get_by_role("link", name="A1-BAK-2").click()
    sign_up(page, says, name="نور الهدى", address=new_address("nur"))
    page.get_by_role("button", name="Take a place").click()
    page.wait_for_url("**/my/courses/**")
    look_at_each(page, page.url, "/my/", "/my/certificates/", "/en/courses/az-a1/", "/en/courses/az-a1/greetings/")
    look_at_each(page, *ACCOUNT)

    page.goto("/en/courses/az-a1/")
    page.get_by_role("link", name="Final quiz").first.click()
    page.wait_for_url("**/quiz/**")
    look_at(page)
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/attempt/**")
    look_at(page)
    for n in range(20):
        page.locator("fieldset.question").nth(n).locator("[data-step='1']").click()
    page.get_by_role("button", name="Go on to handing in").click()
    page.get_by_role("button", name="Hand in my answers").wait_for()
    look_at(page)
    page.get_by_role("button", name="Hand in my answers").click()
    page.wait_for_url("**/result/**")
    look_at(page)


def test_certificates_are_accessible_from_right_to_left(open_browser):
    page = open_browser(PHONE, language="en")
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").first.fill("giorgi@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("heading", name="Enter the code").wait_for()
    look_at(page)
    page.get_by_label("Code").fill(newest_code(page, "giorgi@example.org"))
    page.locator("main form button").first.click()
    page.wait_for_url("**/my/")
    look_at_each(page, "/my/", "/my/certificates/")
    page.get_by_role("link", name="What others see when they verify it").first.click()
    page.wait_for_url("**/v/*")
    look_at(page)


def test_desk_is_accessible_from_right_to_left(open_browser, office):
    page = open_browser(PHONE, language="en")
    page.context.add_cookies(office)
    look_at_each(
        page, "/desk/?lang=en", "/desk/cohorts/", "/desk/cohorts/new/", "/desk/waiting/", "/desk/people/?q=giorgi"
    )
    page.get_by_role("link", name="გიორგი ბერიძე").click()
    page.wait_for_url("**/people/*-*/")
    person = page.url
    look_at_each(page, person, f"{person}name/", f"{person}email/", f"{person}slip/")
    page.goto("/desk/cohorts/?state=all")
    page.get_by_role("link", name="RIGHTS-LAN-1").click()
    page.wait_for_url("**/cohorts/*-*/")
    cohort = page.url
    look_at_each(page, cohort, *(f"{cohort}{part}/" for part in ("edit", "add", "enrol", "certificates")))
    page.goto(cohort)
    page.get_by_role("link", name="Do not accept").first.click()
    page.wait_for_url("**/reject/")
    look_at(page)


def test_first_view_of_a_lesson_is_light(open_browser):
    weight = first_view(open_browser(PHONE, language="ru"), "/ru/courses/az-a1/alphabet/")
    assert weight.requests <= 8, weight.addresses
    assert weight.bytes <= 60_000
