import pytest

from lms import health


def test_healthz_answers_without_the_database(client, settings):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_readyz_names_the_parts(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"database": "ok", "migrations": "ok", "cache": "ok"}


@pytest.mark.django_db
def test_readyz_says_which_part_fails(client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"database": "ok", "migrations": "ok", "cache": "failing"}


@pytest.mark.django_db
def test_readyz_notices_a_migration_that_waits(client, monkeypatch, django_db_blocker):
    from django.db.migrations.recorder import MigrationRecorder

    monkeypatch.setattr(health, "_migrated", False)
    MigrationRecorder.Migration.objects.filter(app="jobs").delete()

    assert client.get("/readyz").json()["migrations"] == "failing"


def test_readyz_keeps_its_reasons_to_itself(client):
    """Without a database pytest-django raises a long explanation: none of it is shown."""
    response = client.get("/readyz")

    assert (response.status_code, response.json()["database"]) == (503, "failing")


@pytest.mark.django_db
def test_readyz_is_read_only(client):
    assert client.post("/readyz").status_code == 405
