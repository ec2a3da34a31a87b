import pytest

from lms.accounts import crypto


def test_encrypt_twice_differs_and_decrypts():
    first = crypto.encrypt("JBSWY3DP", purpose="mfa")
    second = crypto.encrypt("JBSWY3DP", purpose="mfa")
    assert first != second
    assert "JBSWY3DP" not in first
    assert [crypto.decrypt(stored, purpose="mfa") for stored in (first, second)] == ["JBSWY3DP", "JBSWY3DP"]


def test_value_of_another_purpose_is_refused():
    with pytest.raises(crypto.KeyMissing):
        crypto.decrypt(crypto.encrypt("x", purpose="mfa"), purpose="phone")


def test_altered_value_is_refused():
    stored = crypto.encrypt("x", purpose="mfa")
    altered = stored[:-4] + ("AAAA" if stored[-4:] != "AAAA" else "BBBB")
    with pytest.raises(crypto.KeyMissing):
        crypto.decrypt(altered, purpose="mfa")


def test_old_key_still_decrypts_and_the_first_encrypts(settings):
    settings.FIELD_KEYS = ["old"]
    stored = crypto.encrypt("x", purpose="mfa")
    settings.FIELD_KEYS = ["new", "old"]
    assert crypto.decrypt(stored, purpose="mfa") == "x"
    again = crypto.encrypt("x", purpose="mfa")
    settings.FIELD_KEYS = ["new"]
    assert crypto.decrypt(again, purpose="mfa") == "x"


def test_lost_key_is_named(settings):
    settings.FIELD_KEYS = ["old"]
    stored = crypto.encrypt("x", purpose="mfa")
    settings.FIELD_KEYS = ["new"]
    with pytest.raises(crypto.KeyMissing) as found:
        crypto.decrypt(stored, purpose="mfa")
    assert str(found.value) == f"No key {stored[:8]} in LMS_FIELD_KEYS. See docs/operating.md."
