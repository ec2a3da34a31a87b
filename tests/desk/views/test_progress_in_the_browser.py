"""The bar that moves by itself, in a browser."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from certificates.domain import request_batch
from lms.accounts.models import Membership
from tests.conftest import NOW
from tests.factories.certificates import carry_out, make_completed, make_finished_cohort
from tests.factories.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def carry_out_elsewhere(batch) -> None:
    """As a worker does, in a thread of its own: the seal keeps a loop of events, and so does the browser's driver."""

    def work():
        try:
            carry_out(batch)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


@pytest.fixture
def batch(centre, staff):
    cohort = make_finished_cohort(centre=centre)
    make_completed(cohort=cohort, person=make_person(name="Ayşe Demir"))
    return request_batch(cohort, actor=staff, now=NOW)


@pytest.fixture
def open_page(chromium, live_server, staff, sit_down, batch):
    contexts = []

    def opened(*, javascript: bool = True):
        context = chromium.new_context(viewport={"width": 820, "height": 1180}, java_script_enabled=javascript)
        contexts.append(context)
        cookies = {name: morsel.value for name, morsel in sit_down(staff).cookies.items()}
        context.add_cookies([{"name": name, "value": each, "url": live_server.url} for name, each in cookies.items()])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.goto(live_server.url + reverse("desk:batch", args=[batch.public_id]))
        expect(page.get_by_role("status")).to_contain_text("0 of 1 checked")
        return page

    yield opened
    for context in contexts:
        context.close()


def test_bar_gives_way_to_the_list_and_stops_asking(open_page, batch):
    page = open_page()
    carry_out_elsewhere(batch)
    expect(page.get_by_role("status")).to_contain_text("1 certificate is issued")

    assert (page.locator("[hx-get]").count(), page.complaints) == (0, [])


def test_without_javascript_the_page_loads_itself_again(open_page, batch):
    page = open_page(javascript=False)
    carry_out_elsewhere(batch)

    expect(page.get_by_role("status")).to_contain_text("1 certificate is issued")


def test_signed_out_meanwhile_leads_to_the_sign_in(open_page):
    page = open_page()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    page.wait_for_url("**/accounts/login/?next=/desk/batches/**")


def test_role_taken_away_meanwhile_changes_nothing_on_the_page(open_page):
    page = open_page()
    Membership.objects.all().delete()
    page.wait_for_event("response", lambda response: response.status == 403)

    expect(page.get_by_role("status")).to_contain_text("0 of 1 checked")
