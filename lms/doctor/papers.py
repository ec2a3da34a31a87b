"""The keys behind certificates: there, readable by us alone, in time, and no test keys where people rely on them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from stat import S_IMODE

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates import layouts, seals, signing
from certificates.domain.keys import KeyIsMissing, private_key
from certificates.enums import KeyPurpose, KeyState, TemplateState
from certificates.models import SigningKey, TemplateVersion

from .findings import Finding, fail, ok, unfit_for_people, warn

# A new seal is made by two people who have to find a date.
WARNING = timedelta(days=60)
LOCAL_SEAL = "certificates.signing.LocalSeal"
# What a class named in LMS_SEAL must have (`seals.Seal`); those of older releases had the first two.
METHODS = ("sealed", "roots", "leaves")
# Who, but the owner, may read a private key: nobody.
OTHERS = 0o077


def address() -> Iterator[Finding]:
    if settings.SITE_URL.startswith("https://"):
        yield ok(_("The address printed on certificates is safe (https)."))
    else:
        sentence = _("The address printed on certificates is not safe: %(address)s.") % {"address": settings.SITE_URL}
        yield unfit_for_people(sentence, _("Set LMS_SITE_URL to an address that begins with https://."))


def seal() -> Iterator[Finding]:
    if not settings.SEAL:
        sentence = _("Certificates carry no seal, so a changed PDF is known by the register alone.")
        yield warn(sentence, _("Run: python manage.py make_seal --name NAME, and unset LMS_SEAL."))
    elif settings.SEAL == LOCAL_SEAL:
        yield from local_seal(Path(settings.KEYS_DIR))
    else:
        yield from authorities(seals.seal())


def local_seal(folder: Path) -> Iterator[Finding]:
    path = folder / signing.KEY
    if not path.exists():
        sentence = _("There is no seal: no certificate can be made into a PDF.")
        if settings.KEYS_MADE_ON_FIRST_USE:
            yield ok(_("The seal will make itself with the first certificate."))
        else:
            yield fail(sentence, _("Run: python manage.py make_seal --name NAME"))
        return
    try:
        leaf = signing.bundle(folder).leaf
    except (OSError, ValueError) as error:
        sentence = _("The seal cannot be read (%(error)s): no certificate can be made into a PDF.")
        mend = _("Let the user that runs this system own %(path)s, or restore it from the backup.") % {"path": path}
        yield fail(sentence % {"error": type(error).__name__}, mend)
        return
    yield from open_to_others(path)
    yield from in_time(leaf.not_valid_after - timezone.now())
    if leaf.subject.native.get("common_name", "").endswith(signing.FOR_TESTS) and not settings.DEMO:
        mend = _("Run: python manage.py make_seal --name NAME --rotate")
        yield fail(_("The seal was made for a demonstration."), mend)


def in_time(left: timedelta) -> Iterator[Finding]:
    mend = _("Run: python manage.py make_seal --name NAME --rotate")
    if left < timedelta():
        yield fail(_("The seal has expired."), mend)
    elif left < WARNING:
        yield warn(_("The seal expires in %(days)s days.") % {"days": left.days}, mend)
    else:
        yield ok(_("The seal is in its place and valid for %(days)s days.") % {"days": left.days})


def authorities(external: seals.Seal | None) -> Iterator[Finding]:
    if lacking := [name for name in METHODS if external and not callable(getattr(external, name, None))]:
        named = {"name": settings.SEAL, "methods": ", ".join(f"{name}()" for name in lacking)}
        sentence = _("The external seal %(name)s lacks %(methods)s: its papers cannot be made or verified.") % named
        yield fail(sentence, _("Add what is missing; docs/operating.md says what each method gives."))
        return
    if external and external.roots():
        yield ok(_("The external seal names the authorities that vouch for it."))
    else:
        sentence = _("The external seal names no authority: its papers would be taken for strangers'.")
        yield fail(sentence, _("Let the method roots() of %(name)s give their certificates.") % {"name": settings.SEAL})
    if external and not external.leaves():
        sentence = _(
            "The external seal does not say which certificates are its own: others have seals of the same authority."
        )
        yield fail(sentence, _("Let the method leaves() of %(name)s give them.") % {"name": settings.SEAL})


def signing_keys() -> Iterator[Finding]:
    keys = SigningKey.objects.filter(state=KeyState.ACTIVE).order_by("pk")
    if not any(each.purpose == KeyPurpose.CREDENTIAL for each in keys):
        if settings.KEYS_MADE_ON_FIRST_USE:
            yield ok(_("The signing key will make itself with the first certificate."))
        else:
            sentence = _("There is no key that signs credentials: no certificate can be issued.")
            yield fail(sentence, _("Run: python manage.py signing_keys new credential"))
    if not any(each.purpose == KeyPurpose.OFFLINE for each in keys):
        yield no_key_of_square_codes()
    for key in keys:
        yield from signing_key(key)


def no_key_of_square_codes() -> Finding:
    """Papers wait for it only where a template has a place for such a code; the verifier's list needs it anyhow."""
    if settings.KEYS_MADE_ON_FIRST_USE:
        return ok(_("The key of signed square codes will make itself when it is first needed."))
    mend = _("Run: python manage.py signing_keys new offline")
    specs = TemplateVersion.objects.filter(state=TemplateState.PUBLISHED).values_list("spec", flat=True)
    if any(layouts.has_signed_code(spec) for spec in specs):
        return fail(
            _("There is no key of signed square codes: certificates that carry one wait for their paper."), mend
        )
    return warn(_("There is no key of signed square codes: nobody can verify without internet."), mend)


def signing_key(key: SigningKey) -> Iterator[Finding]:
    path = Path(settings.KEYS_DIR) / key.private_ref
    named = {"kid": key.kid, "path": path}
    try:
        private_key(key)
    except KeyIsMissing:
        sentence = _("The private half of the key %(kid)s is missing or unreadable: what it signs waits.") % named
        yield fail(sentence, _("Restore %(path)s from the backup, owned by the user that runs this system.") % named)
        return
    yield from open_to_others(path)
    if key.is_test and not settings.DEMO:
        mend = _("Run: python manage.py signing_keys new %(purpose)s") % {"purpose": key.purpose}
        yield fail(_("The key %(kid)s was made for a demonstration.") % named, mend)
    else:
        yield ok(_("The key %(kid)s is in its place.") % named)


def open_to_others(path: Path) -> Iterator[Finding]:
    if S_IMODE(path.stat().st_mode) & OTHERS:
        sentence = _("Others than its owner can read the private key %(path)s.") % {"path": path}
        yield unfit_for_people(sentence, _("Run: chmod 400 %(path)s") % {"path": path})
