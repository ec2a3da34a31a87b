from django.db import transaction

from cms.seed import seed_site
from tests.conftest import SITE
from tests.factories.people import make_person
from tests.recorded import Recorded, keys, standing


def counts() -> dict[str, int]:
    return {name: rows for name, (rows, _last) in standing(keys()).items()}


def test_what_is_written_again_is_what_was_made(db):
    with transaction.atomic():
        seed_site()
        made = counts()
        transaction.set_rollback(True)
    SITE.play()
    assert counts() == made


def test_rows_are_made_anew_where_others_have_come(db):
    made = Recorded(lambda: people.append(make_person()))
    people: list = []
    with transaction.atomic():
        made.play()
        transaction.set_rollback(True)
    with transaction.atomic():
        made.play()
        assert len(people) == 1
        transaction.set_rollback(True)
    make_person()
    made.play()
    assert len(people) == 2
