"""Every page of the desk on a narrow phone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from certificates.domain import issue
from certificates.enums import Kind
from lms.accounts.enums import Role
from tests.conftest import NOW
from tests.desk.addresses import ADDRESSES, address, make_place
from tests.factories.certificates import make_completed
from tests.factories.people import make_person, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILES = ("export_csv", "export_xlsx", "draft", "batch_print", "batch_zip", "batch_list")
PAGES = [name for name, (_needs, methods) in ADDRESSES.items() if "get" in methods and name not in FILES]
OFFICE = ["/desk/templates/", "/desk/templates/courses/", "/desk/kinds/"]
HANGS_OVER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def made_elsewhere():
    """In a thread of its own: the seal keeps a loop of events, and so does the browser's driver."""

    def work():
        try:
            place = make_place("shirvan", "Shirvan")
            # Holds one kind of certificate, and another is due.
            done = make_completed(
                cohort=place.cohort, person=make_person(name="Пётр Смирнов", name_latin="Petr Smirnov")
            )
            issue(done, actor=place.staff, now=NOW, kind=Kind.COURSE)
            return place, make_staff(Role.NATIONAL_ADMIN)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_no_page_scrolls_sideways(language, chromium, live_server, sit_down):
    place, admin = made_elsewhere()
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    cookies = {name: morsel.value for name, morsel in sit_down(admin, language).cookies.items()}
    context.add_cookies([{"name": name, "value": each, "url": live_server.url} for name, each in cookies.items()])
    page = context.new_page()
    found = {}
    for where in [*(address(name, place) for name in PAGES), *OFFICE]:
        page.goto(live_server.url + where)
        found[where] = page.evaluate(HANGS_OVER)
    context.close()

    assert found == dict.fromkeys(found, 0)
