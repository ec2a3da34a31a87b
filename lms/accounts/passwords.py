"""What a password may be, beside Django's own rules."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# ASVS 5.0, 6.2.9 asks for at least 64. Longer ones are refused before they cost the time to hash them.
LONGEST = 128


class MaximumLengthValidator:
    def validate(self, password: str, user=None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(
                _("Use at most %(limit)d characters."), code="password_too_long", params={"limit": LONGEST}
            )

    def get_help_text(self) -> str:
        return _("Use at most %(limit)d characters.") % {"limit": LONGEST}
