"""Whoever tries the system gets in with what the README and `make demo` say."""

import re

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from cms.loading.content import DEMO, read
from cms.loading.people import STAFF_PASSWORD

README = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
ADDRESS = re.compile(r"[\w.]+@example\.org")


def table() -> dict[str, str]:
    """Who signs in with each address, as the README tells it."""
    rows = [line.strip("| ").split(" | ") for line in README.splitlines() if line.startswith("| ")]
    return {found.group(): row[0] for row in rows if (found := ADDRESS.search(row[1]))}


def printed() -> str:
    with translation.override("en"):
        return render_to_string("demo/accounts.txt", {"SITE_URL": "http://localhost:8000"})


def roles() -> dict[str, str]:
    """The staff's roles, and where each is held."""
    facts = read(DEMO / "people.toml")
    places = {each["code"]: each["en"]["place"] for each in facts["centres"]}
    named = {"centre_staff": "centre staff", "national_admin": "national administrator"}
    found = {}
    for each in facts["staff"]:
        (role, centre), *others = each["roles"]
        name = named.get(role, role)
        found[each["mail"]] = f"{name}, {places[centre]}" if centre and not others else name
    return found


def test_readme_lists_the_staff_with_their_roles():
    learners = {each.get("mail") for each in read(DEMO / "people.toml")["people"]}
    listed = {address: who for address, who in table().items() if address not in learners}

    assert listed == roles()


def test_readme_and_the_terminal_list_the_same_addresses():
    assert ADDRESS.findall(printed()) == list(table())


def test_password_of_the_staff_is_the_one_that_is_told():
    said = re.compile(r"password `?([\w-]+)")

    assert said.findall(README) == said.findall(printed()) == [STAFF_PASSWORD]
