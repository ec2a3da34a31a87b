"""What other authorities' programs ask: is this certificate valid, who are we, with which keys do we sign, what has ended."""

from datetime import datetime

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates import issuer, kept, strangers, verification
from certificates.models import StatusList
from certificates.verification import Answer, Verdict
from certificates.views.answering import as_json, for_programs, problem

# Seconds that those who fetch a list may keep it: with the time that we do, what was revoked is known within five minutes.
KEPT_BY_OTHERS = 300 - kept.STATUS_LASTS
KEPT = {"Cache-Control": f"public, max-age={KEPT_BY_OTHERS}"}
# As on the page of the verdict, and in the names of the snapshot.
FACTS: tuple[str, ...] = ("number", "kind", "name_latin", "name_own", "course_title", "statement", "level", "hours")
FACTS += ("score", "modules", "cohort_dates", "completed_on", "issued_on", "valid_until", "issuer", "centre", "place")
FACTS += ("signatory", "signatory_title", "languages")


@for_programs
def certificate(request, code: str):
    answer = verification.verify(code, today=timezone.localdate())
    if answer.verdict is not Verdict.UNKNOWN:
        return as_json(document(answer))
    address = strangers.client_address(request)
    if not strangers.may_ask(address):
        message = _("Many unknown codes came from your network. Wait ten minutes and try again.")
        return problem("too_many", message, status=429, headers={"Retry-After": str(strangers.WINDOW)})
    strangers.note_miss(address)
    return as_json(document(answer) | {"error": {"code": "unknown", "message": str(answer.sentence)}}, status=404)


def document(answer: Answer) -> dict:
    """The same facts as the page shows; texts that are printed in several languages by language, dates as ISO 8601."""
    since = timezone.localtime(answer.since).date() if isinstance(answer.since, datetime) else answer.since
    found = {
        "state": str(answer.verdict),
        "message": str(answer.sentence),
        "checked_at": timezone.now().isoformat(timespec="seconds"),
        "not_valid_since": since.isoformat() if since else None,
        "replaced_by": answer.successor or None,
        "specimen": answer.is_specimen,
    }
    facts = {name: answer.facts[name] for name in FACTS if answer.facts.get(name)}
    return found | ({"certificate": facts} if facts else {})


@for_programs
def issuer_document(request):
    return as_json(issuer.document(), headers=KEPT)


@for_programs
def jwks(request):
    return as_json(issuer.jwks(), headers=KEPT)


@for_programs
def status_list(request, n: int):
    found = StatusList.objects.filter(n=n).first()
    if found is None:
        raise Http404
    signed = kept.status_list(found, lambda: issuer.status_credential(found, now=timezone.now()))
    return as_json(signed, media_type="application/vc", headers=KEPT)


@for_programs
def nothing(request, **rest):
    """Under an address for programs even what does not exist is said in JSON."""
    raise Http404
