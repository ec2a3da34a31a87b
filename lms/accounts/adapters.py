"""Where allauth asks us."""

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from allauth.account.stages import EmailVerificationStage as DefaultEmailVerificationStage
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from lms.accounts import audit, crypto, rules, sessions
from lms.accounts.domain import sign_up
from lms.accounts.models import User

LOCAL_PART = 64  # RFC 5321, section 4.5.3.1.1
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class EmailVerificationStage(DefaultEmailVerificationStage):
    """Whoever signs in by login number has no address to verify, or may do so later."""

    def handle(self):
        if self.login.user and not self.login.signup and not self.login.email:
            return None, True
        return super().handle()


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail address and password do not belong together."),
        "username_password_mismatch": _("This login number and password do not belong together."),
        "incorrect_code": _("This is not the code. Check the newest letter."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "incorrect_password": _("This is not your password."),
        "rate_limited": _("Please wait a little before you try again."),
        "cannot_remove_primary_email": _("Add another address first: without one you could not sign in."),
    }

    def save_user(self, request, user, form, commit=True):
        answers = form.cleaned_data
        return sign_up(user, name=answers["name"], email=answers["email"], language=answers["language"])

    @transaction.atomic
    def confirm_email(self, request, email_address):
        """All or nothing: an address that is confirmed and not yet in use would lose the person both."""
        return super().confirm_email(request, email_address)

    @transaction.atomic
    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """What is worth a letter is worth a row in the audit, also for somebody without an address."""
        actor = user if self.request.user == user else None
        action = f"account.{template_prefix.rpartition('/')[2]}"
        audit.record(action, actor=actor, now=timezone.now(), person=user)
        super().send_notification_mail(template_prefix, user, context, email)

    def get_login_stages(self):
        stages = super().get_login_stages()
        ours = f"{EmailVerificationStage.__module__}.{EmailVerificationStage.__name__}"
        return [ours if stage == "allauth.account.stages.EmailVerificationStage" else stage for stage in stages]

    def clean_email(self, email):
        if len(email.rpartition("@")[0]) > LOCAL_PART:
            raise ValidationError(_("Enter a valid email address."), code="invalid")
        return super().clean_email(email)

    def can_delete_email(self, email_address):
        """The address in use is replaced, never removed: codes go there."""
        return not email_address.primary

    def pre_authenticate(self, request, **credentials):
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self.warn_owner(credentials)
            raise

    def warn_owner(self, credentials) -> None:
        """Tell the owner once per five minutes that somebody tries passwords. The page says the same either way."""
        login = credentials.get("email") or credentials.get("username") or ""
        owner = next(iter(filter_users_by_email(login)), None) or get_user_by_username(login)
        if owner and cache.add(f"warned:{owner.pk}", value=1, timeout=300):
            self.send_notification_mail("account/email/many_attempts", owner)

    def authenticate(self, request, **credentials):
        """A deactivated account answers like a wrong password."""
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def login(self, request, user):
        super().login(request, user)
        sessions.begin(request, user)

    def get_login_redirect_url(self, request):
        """Staff begin at their desk, auditors at the register, authors at their pages, everybody else at what she learns."""
        if rules.may_open_desk(request.user):
            return "/desk/"
        if rules.may_open_register(request.user):
            return "/desk/register/"
        return "/cms/" if opens_cms(request.user) else super().get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request):
        return reverse("account_home")

    def is_safe_url(self, url):
        """Only this site's own paths: no other host, whatever settings trust for other purposes."""
        return super().is_safe_url(url) and not urlsplit(url).netloc

    def send_mail(self, template_prefix, email, context):
        """In the language of whoever owns the address; a stranger gets the language of the page."""
        owner = context.get("user") or next(iter(filter_users_by_email(email)), None)
        language = owner.language if isinstance(owner, User) else translation.get_language()
        with translation.override(language):
            super().send_mail(
                template_prefix, email, {"site_name": _("Training Center"), **context, "site_url": settings.SITE_URL}
            )

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        """The page that follows says it already: no message for signing in, nor for a code that was sent."""
        if message_template not in SILENT:
            super().add_message(request, level, message_template, *args, **kwargs)


SILENT = frozenset(
    {
        "account/messages/logged_in.txt",
        "account/messages/login_code_sent.txt",
        "account/messages/email_confirmation_sent.txt",
        "mfa/messages/recovery_codes_generated.txt",
    }
)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their seeds are encrypted at rest, and staff keep at least one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This code does not work. Each code works once, for half a minute: wait for the next one. "
            "If that fails too, let your phone set its clock by itself."
        ),
        "cannot_delete_authenticator": _("Your work needs a second factor. Add another one first."),
    }

    def encrypt(self, text: str) -> str:
        return crypto.encrypt(text, purpose="mfa")

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(encrypted_text, purpose="mfa")

    def can_delete_authenticator(self, authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user_id, type__in=FACTORS).exclude(pk=authenticator.pk)
        return not rules.needs_second_factor(authenticator.user) or others.exists()

    def build_totp_svg(self, url: str) -> str:
        """On white ground: a dark page would swallow the picture."""
        opening, tag_end, drawing = super().build_totp_svg(url).rpartition("<path")
        return f'{opening}<rect width="100%" height="100%" fill="white"/>{tag_end}{drawing}'

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = allauth_context.request.get_host().partition(":")[0]
        return {"id": host, "name": settings.SITE_NAME}


def opens_cms(user) -> bool:
    """Asks for the permission itself: the authors' pages send everybody without it back to the sign-in."""
    return user.has_perm("wagtailadmin.access_admin")


def show_name(user: User) -> str:
    return user.name
