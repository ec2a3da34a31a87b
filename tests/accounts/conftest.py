import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_limits_from_before():
    cache.clear()


@pytest.fixture
def newest_code():
    """The six digits in the newest letter."""

    def read() -> str:
        return re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE).group()

    return read


@pytest.fixture
def _authors_may_write(db):
    """What seeding the site gives the groups."""
    group, _created = Group.objects.get_or_create(name="Trainers")
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
