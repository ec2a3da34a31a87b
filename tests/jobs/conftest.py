import pytest

from lms.jobs import registry


@pytest.fixture
def handlers(monkeypatch):
    """The register of handlers; what a test adds is forgotten after it."""
    monkeypatch.setattr(registry, "handlers", dict(registry.handlers))
    monkeypatch.setattr(registry, "schedule", dict(registry.schedule))
    return registry.handlers
