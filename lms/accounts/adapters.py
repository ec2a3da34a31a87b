"""Where allauth asks us."""

from allauth.mfa.adapter import DefaultMFAAdapter

from lms.accounts import crypto


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their seeds are encrypted at rest."""

    def encrypt(self, text: str) -> str:
        return crypto.encrypt(text, purpose="mfa")

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(encrypted_text, purpose="mfa")
