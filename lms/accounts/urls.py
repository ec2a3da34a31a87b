"""Ours come before allauth's: the same addresses and names, a little more behind them."""

from django.urls import path

from lms.accounts import views

urlpatterns = [
    path("", views.home, name="account_home"),
    path("name/", views.name, name="account_name"),
    path("profile/", views.profile, name="account_profile"),
    path("claim/", views.claim, name="account_claim"),
    path("claim/choose/", views.claim_choose, name="account_claim_choose"),
    path("signup/", views.SignUp.as_view(), name="account_signup"),
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("login/code/confirm/", views.ConfirmLoginCode.as_view(), name="account_confirm_login_code"),
    path("confirm-email/", views.ConfirmEmailCode.as_view(), name="account_email_verification_sent"),
    path("sessions/", views.SignedIn.as_view(), name="usersessions_list"),
    path("2fa/totp/activate/", views.ActivateTOTP.as_view(), name="mfa_activate_totp"),
    path("2fa/webauthn/add/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
]
