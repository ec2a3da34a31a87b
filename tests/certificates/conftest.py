import pytest

from certificates import inspecting


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """A machine that runs many tests at once is slow."""
    monkeypatch.setattr(inspecting, "PATIENCE", 300)
