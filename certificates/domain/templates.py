"""Templates: drafts that are written, versions that are published and never change again."""

import hashlib
import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from certificates import rules
from certificates.domain.papers import keep
from certificates.enums import TemplateState
from certificates.layouts import drawable
from certificates.layouts.checks import Problem, problems
from certificates.layouts.editing import blank, too_large, well_formed
from certificates.layouts.pictures import storage_key
from certificates.models import Asset, Template, TemplateVersion
from lms.accounts import audit
from lms.pdf.exceptions import PictureRefused
from lms.pdf.pictures import MOST_BYTES, MOST_PIXELS, cleaned
from lms.refusals import Refusal

MOST_CHARACTERS = 190_000
NAME_LENGTH = 120


class NotPublishable(Refusal):
    """`problems` says what is wrong with which element."""

    def __init__(self, found: list[Problem]):
        super().__init__(_("It cannot be published yet. Please mend what is marked."), code="not_publishable")
        self.problems = found


def create_template(
    *, name: str, kind: str, actor, now: datetime, copied: TemplateVersion | None = None
) -> TemplateVersion:
    """The first draft of a new template: empty, or as another version stands.

    Refuses `not_yours`, `name_missing`, `name_taken`.
    """
    _allowed(actor)
    name = " ".join(name.split())
    if not name:
        raise Refusal(_("Give the template a name."), code="name_missing", field="name")
    spec = deepcopy(dict(drawable(copied.spec))) if copied else blank()
    try:
        with transaction.atomic():
            template = Template.objects.create(name=name[:NAME_LENGTH], kind=kind)
            return _draft(template, n=1, spec=spec, actor=actor, now=now)
    except IntegrityError as clash:
        raise Refusal(_("Another template has this name."), code="name_taken", field="name") from clash


def start_draft(version: TemplateVersion, *, actor, now: datetime) -> TemplateVersion:
    """The draft of the next version, as this one stands; the draft that is there already, if there is one."""
    _allowed(actor)
    with transaction.atomic():
        template = Template.objects.select_for_update().get(pk=version.template_id)
        existing = template.versions.filter(state=TemplateState.DRAFT).first()
        if existing:
            return existing
        last = template.versions.order_by("-n").values_list("n", flat=True)[0]
        spec = deepcopy(dict(drawable(version.spec)))
        return _draft(template, n=last + 1, spec=spec, actor=actor, now=now, copied=version.n)


def _draft(
    template: Template, *, n: int, spec: dict, actor, now: datetime, copied: int | None = None
) -> TemplateVersion:
    draft = template.versions.create(n=n, spec=spec, changed_at=now, changed_by=actor)
    audit.record("template.drafted", actor=actor, now=now, obj=draft, template=template.pk, n=n, copied=copied)
    return draft


def save_draft(version: TemplateVersion, *, spec: Mapping, rev: int, actor, now: datetime) -> TemplateVersion:
    """Writes the whole drawing. `rev` is that of the draft which the writer saw.

    Refuses `not_yours`, `published`, `changed_meanwhile`, `malformed` and `too_large`. A draft may still have faults.
    """
    _allowed(actor)
    if not well_formed(spec):
        raise Refusal(_("This cannot be read as a template."), code="malformed")
    if too_large(spec) or len(json.dumps(spec, ensure_ascii=False)) > MOST_CHARACTERS:
        raise Refusal(_("The template is too large."), code="too_large")
    with transaction.atomic():
        draft = _locked_draft(version, rev=rev)
        draft.spec, draft.rev = dict(spec), rev + 1
        draft.changed_at, draft.changed_by = now, actor
        draft.save(update_fields=["spec", "rev", "changed_at", "changed_by"])
        audit.record(
            "template.changed", actor=actor, now=now, obj=draft, template=draft.template_id, n=draft.n, rev=draft.rev
        )
        return draft


def _locked_draft(version: TemplateVersion, *, rev: int) -> TemplateVersion:
    draft = TemplateVersion.objects.select_for_update().get(pk=version.pk)
    if draft.state != TemplateState.DRAFT:
        sentence = _("This version is published and does not change any more. Begin a new version.")
        raise Refusal(sentence, code="published")
    if draft.rev != rev:
        sentence = _("Somebody else changed this draft meanwhile. Look at it as it is now and make your change again.")
        raise Refusal(sentence, code="changed_meanwhile")
    return draft


def problems_of(version: TemplateVersion) -> list[Problem]:
    """What stands between this version and its publication."""
    known = set(Asset.objects.values_list("sha256", flat=True))
    return problems(drawable(version.spec), site=settings.SITE_URL, has_picture=known.__contains__)


def publish(version: TemplateVersion, *, rev: int, actor, now: datetime) -> TemplateVersion:
    """From now on new certificates of the kind look like this; those there are stay as they are. It never changes again.

    Refuses `not_yours`, `published`, `changed_meanwhile`, and NotPublishable with every problem.
    """
    _allowed(actor)
    with transaction.atomic():
        draft = _locked_draft(version, rev=rev)
        if found := problems_of(draft):
            raise NotPublishable(found)
        draft.state, draft.published_at, draft.published_by = TemplateState.PUBLISHED, now, actor
        draft.save(update_fields=["state", "published_at", "published_by"])
        audit.record("template.published", actor=actor, now=now, obj=draft, template=draft.template_id, n=draft.n)
        return draft


def retire(version: TemplateVersion, *, actor, now: datetime) -> None:
    """No new certificate looks like this any more. Twice is once.

    Refuses `not_yours`, `not_published`, and `last_of_kind`: something must be printed.
    """
    _allowed(actor)
    with transaction.atomic():
        kind = version.template.kind
        # Two who retire the last two at once wait for each other here.
        rivals = TemplateVersion.objects.select_for_update().filter(template__kind=kind).order_by("pk")
        states = {each.pk: each for each in rivals}
        found = states[version.pk]
        if found.state == TemplateState.RETIRED:
            return
        if found.state != TemplateState.PUBLISHED:
            raise Refusal(_("Only a published version can be retired."), code="not_published")
        others = [each for each in states.values() if each.state == TemplateState.PUBLISHED and each.pk != found.pk]
        if not any("pages" in each.spec for each in others):
            sentence = _("It is the only one of its kind that is published. Publish another one first.")
            raise Refusal(sentence, code="last_of_kind")
        found.state = TemplateState.RETIRED
        found.save(update_fields=["state"])
        audit.record("template.retired", actor=actor, now=now, obj=found, template=found.template_id, n=found.n)


PICTURE_REFUSALS = {
    "size": _("The file is larger than %(megabytes)d MB."),
    "pixels": _("The picture has more than %(pixels)d million pixels."),
    "format": _("Only PNG and JPEG pictures can be printed."),
}


def add_asset(content: bytes, *, name: str, actor, now: datetime) -> Asset:
    """A picture for templates, written anew without anything but its pixels. The same picture twice is one.

    Refuses `not_yours`, `picture_size`, `picture_pixels` and `picture_format`.
    """
    _allowed(actor)
    try:
        picture = cleaned(content)
    except PictureRefused as problem:
        sentence = PICTURE_REFUSALS[problem.reason] % {
            "megabytes": MOST_BYTES // 1_000_000,
            "pixels": MOST_PIXELS // 1_000_000,
        }
        raise Refusal(sentence, code=f"picture_{problem.reason}", field="picture") from problem
    sha256 = hashlib.sha256(picture.content).hexdigest()
    key = storage_key(sha256)
    keep(key, picture.content)
    facts = {
        "name": " ".join(name.replace("\0", "").split())[:NAME_LENGTH] or sha256[:8],
        "width": picture.width,
        "height": picture.height,
        "size": len(picture.content),
        "storage_key": key,
        "added_at": now,
        "added_by": actor,
    }
    with transaction.atomic():
        asset, made = Asset.objects.get_or_create(sha256=sha256, defaults=facts)
        if made:
            audit.record("template.picture", actor=actor, now=now, obj=asset, sha256=sha256)
    return asset


def _allowed(actor) -> None:
    if not rules.may_edit_templates(actor):
        raise Refusal(_("The national office decides this."), code="not_yours")
