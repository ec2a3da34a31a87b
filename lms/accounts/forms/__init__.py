"""The forms. Settings name them here."""

from .account import (
    AddEmailForm,
    AddPasskeyForm,
    ChangePasswordForm,
    NameForm,
    PasswordAgainForm,
    ProfileForm,
    RenamePasskeyForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    SlipForm,
)
from .signing_in import (
    ActivateTOTPForm,
    AuthenticateForm,
    ConfirmEmailCodeForm,
    ConfirmLoginCodeForm,
    ConfirmResetCodeForm,
    LoginForm,
    ReauthenticateForm,
    RequestLoginCodeForm,
    SignupForm,
)

__all__ = [
    "ActivateTOTPForm",
    "AddEmailForm",
    "AddPasskeyForm",
    "AuthenticateForm",
    "ChangePasswordForm",
    "ConfirmEmailCodeForm",
    "ConfirmLoginCodeForm",
    "ConfirmResetCodeForm",
    "LoginForm",
    "NameForm",
    "PasswordAgainForm",
    "ProfileForm",
    "ReauthenticateForm",
    "RenamePasskeyForm",
    "RequestLoginCodeForm",
    "ResetPasswordForm",
    "ResetPasswordKeyForm",
    "SetPasswordForm",
    "SignupForm",
    "SlipForm",
]
