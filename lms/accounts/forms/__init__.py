"""The forms. Settings name them here."""

from .account import (
    AddEmailForm,
    ChangePasswordForm,
    NameForm,
    PasswordAgainForm,
    ProfileForm,
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
    "RequestLoginCodeForm",
    "ResetPasswordForm",
    "ResetPasswordKeyForm",
    "SetPasswordForm",
    "SignupForm",
    "SlipForm",
]
