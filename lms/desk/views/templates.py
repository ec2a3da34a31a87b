"""Templates of certificates: for the national office only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from certificates import fields as printable
from certificates import layouts
from certificates.domain import (
    add_asset,
    create_template,
    problems_of,
    publish,
    retire,
    save_draft,
    start_draft,
    template_version,
)
from certificates.domain.templates import NotPublishable
from certificates.enums import Kind, TemplateState
from certificates.layouts import editing
from certificates.layouts.spec import elements_of
from certificates.models import Asset, Template, TemplateVersion
from lms.desk.forms import refuse_in
from lms.desk.template_forms import (
    ADDABLE,
    FORMS,
    LABELS,
    ElementForm,
    NewTemplateForm,
    PictureUploadForm,
    SettingsForm,
    new_element,
)
from lms.refusals import Refusal

PREVIEWS = {"sample": printable.sample_snapshot, "longest": printable.longest_snapshot}
BADGES: dict[str, str] = {TemplateState.DRAFT: "open", TemplateState.PUBLISHED: "ok", TemplateState.RETIRED: "locked"}


@require_http_methods(["GET", "HEAD", "POST"])
def templates(request):
    """Every template with its versions. Those that ship are written when they are first looked at."""
    form = NewTemplateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = create_template(**form.cleaned_data, actor=request.user, now=timezone.now())
        except Refusal as refusal:
            refuse_in(form, refusal)
        else:
            return redirect("desk:template", draft.public_id)
    for kind in Kind.values:
        template_version(kind)
    rows = Template.objects.prefetch_related("versions").order_by("kind", "name")
    found = [
        (each, sorted(((v, BADGES[v.state]) for v in each.versions.all()), key=lambda row: -row[0].n)) for each in rows
    ]
    return render(request, "desk/templates.html", {"form": form, "rows": found})


@dataclass
class Editor:
    """One request to change a draft: what was typed, and what the page shows again when it was wrong."""

    request: HttpRequest
    version: TemplateVersion
    element: ElementForm | None = None
    settings: SettingsForm | None = None
    picture: PictureUploadForm | None = None
    refusal: Refusal | None = None

    @property
    def spec(self) -> Mapping:
        return layouts.drawable(self.version.spec)

    @property
    def rev(self) -> int:
        text = self.request.POST.get("rev", "")
        return int(text) if text.isdecimal() and len(text) < 10 else -1

    def save(self, spec: Mapping) -> None:
        save_draft(self.version, spec=spec, rev=self.rev, actor=self.request.user, now=timezone.now())


@csp_replace({"frame-src": [SELF]})  # type: ignore[arg-type]  # its types know no views with arguments
@require_http_methods(["GET", "HEAD", "POST"])
def template(request, public_id):
    """The editor of a draft; a published version is only shown."""
    found = get_object_or_404(TemplateVersion.objects.select_related("template"), public_id=public_id)
    editor = Editor(request, found)
    if request.method == "POST":
        try:
            done = DEEDS.get(request.POST.get("do", ""), _nothing)(editor)
        except Refusal as refusal:
            editor.refusal = refusal
            if editor.picture and refusal.field == "picture":
                refuse_in(editor.picture, refusal)
        else:
            if done:
                return redirect(done)
        found.refresh_from_db()
    return render(request, "desk/template.html", shown(editor))


def _here(editor: Editor, anchor: str = "") -> str:
    return reverse("desk:template", args=[editor.version.public_id]) + (f"#{anchor}" if anchor else "")


def _nothing(editor: Editor) -> str:
    return _here(editor)


def _element_of(editor: Editor) -> Mapping:
    element = editing.find(editor.spec, editor.request.POST.get("element", ""))
    if element is None:
        sentence = _("This element is not there any more.")
        raise Refusal(sentence, code="no_element")
    return element


def save_element(editor: Editor, *, step: int = 0) -> str | None:
    """What was typed, and the element so many places later: a button that moves loses nothing."""
    element = _element_of(editor)
    editor.element = FORMS[element["type"]](editor.request.POST, element=element)
    if not editor.element.is_valid():
        return None
    spec = editing.replaced(editor.spec, element["id"], editor.element.element())
    editor.save(editing.moved(spec, element["id"], step) if step else spec)
    return _here(editor, element["id"])


def remove_element(editor: Editor) -> str:
    editor.save(editing.removed(editor.spec, _element_of(editor)["id"]))
    return _here(editor)


def double_element(editor: Editor) -> str:
    before = set(_ids(editor.spec))
    spec = editing.doubled(editor.spec, _element_of(editor)["id"])
    editor.save(spec)
    [added] = set(_ids(spec)) - before
    return _here(editor, added)


def _ids(spec: Mapping) -> list[str]:
    return [element["id"] for _page, element in elements_of(spec)]


def add_element(editor: Editor) -> str:
    kind, at = editor.request.POST.get("type", ""), _page_of(editor)
    if kind not in ADDABLE:
        raise Refusal(_("Choose what to add."), code="no_type")
    spec = editing.added(editor.spec, page=at, element=new_element(kind))
    editor.save(spec)
    return _here(editor, spec["pages"][at]["elements"][-1]["id"])


def _page_of(editor: Editor) -> int:
    text = editor.request.POST.get("page", "")
    if not (text.isdecimal() and len(text) < 4 and int(text) < len(editor.spec["pages"])):
        raise Refusal(_("This page is not there any more."), code="no_page")
    return int(text)


def add_page(editor: Editor) -> str:
    editor.save(editing.with_page(editor.spec, landscape="landscape" in editor.request.POST))
    return _here(editor)


def remove_page(editor: Editor) -> str:
    editor.save(editing.without_page(editor.spec, _page_of(editor)))
    return _here(editor)


def save_settings(editor: Editor) -> str | None:
    editor.settings = SettingsForm(editor.request.POST, spec=editor.spec)
    if not editor.settings.is_valid():
        return None
    editor.save({**editor.spec, **editor.settings.settings()})
    return _here(editor, "settings")


def add_picture(editor: Editor) -> str | None:
    editor.picture = PictureUploadForm(editor.request.POST, editor.request.FILES)
    if not editor.picture.is_valid():
        return None
    file = editor.picture.cleaned_data["picture"]
    add_asset(file.read(), name=file.name, actor=editor.request.user, now=timezone.now())
    messages.success(editor.request, _("The picture can be chosen now."))
    return _here(editor)


def publish_version(editor: Editor) -> str:
    publish(editor.version, rev=editor.rev, actor=editor.request.user, now=timezone.now())
    messages.success(editor.request, _("Published. New certificates of this kind look like this from now on."))
    return reverse("desk:templates")


def retire_version(editor: Editor) -> str:
    retire(editor.version, actor=editor.request.user, now=timezone.now())
    messages.success(editor.request, _("Retired. Certificates that look like this stay as they are."))
    return reverse("desk:templates")


def begin_draft(editor: Editor) -> str:
    draft = start_draft(editor.version, actor=editor.request.user, now=timezone.now())
    return reverse("desk:template", args=[draft.public_id])


DEEDS: dict[str, Callable[[Editor], str | None]] = {
    "save": save_element,
    "earlier": partial(save_element, step=-1),
    "later": partial(save_element, step=1),
    "double": double_element,
    "remove": remove_element,
    "add": add_element,
    "add_page": add_page,
    "remove_page": remove_page,
    "settings": save_settings,
    "picture": add_picture,
    "publish": publish_version,
    "retire": retire_version,
    "draft": begin_draft,
}


def shown(editor: Editor) -> dict:
    """What the editor's page needs. Problems stand at their elements; what is missing altogether above them."""
    version, spec = editor.version, editor.spec
    is_draft = version.state == TemplateState.DRAFT
    found = editor.refusal.problems if isinstance(editor.refusal, NotPublishable) else []
    found = found or (problems_of(version) if is_draft else [])
    pages = [[row_of(editor, element, problems=found) for element in page["elements"]] for page in spec["pages"]]
    rows = {row["id"]: row for page in pages for row in page}
    return {
        "version": version,
        "badge": BADGES[version.state],
        "is_draft": is_draft,
        "refusal": None if editor.picture and editor.picture.errors else editor.refusal,
        "problems": [(each.sentence, rows.get(each.element)) for each in found],
        "pages": pages,
        "settings": editor.settings or SettingsForm(spec=spec),
        "picture": editor.picture or PictureUploadForm(),
        "pictures": Asset.objects.order_by("name", "pk"),
        "types": ADDABLE.items(),
        "printable": [("{" + field.name + "}", field.label) for field in printable.FIELDS.values()],
    }


def row_of(editor: Editor, element: Mapping, *, problems: list) -> dict:
    typed = editor.element if editor.element and editor.element.prefix == element["id"] else None
    texts = element.get("text", {})
    return {
        "id": element["id"],
        "label": LABELS[element["type"]],
        "text": next((text for text in texts.values() if text), ""),
        "form": typed or FORMS[element["type"]](element=element),
        "problems": [each.sentence for each in problems if each.element == element["id"]],
        "is_open": typed is not None,
    }


@require_safe
@xframe_options_sameorigin
@csp_replace(  # type: ignore[arg-type]  # its types know no views with arguments
    # A browser's own viewer of PDF files needs its styles, and the editor shows it in a frame.
    {"default-src": [NONE], "object-src": [SELF], "style-src": [UNSAFE_INLINE], "frame-ancestors": [SELF]}
)
def template_preview(request, public_id):
    """By the drawing that makes the certificates: with a likely person, or with the longest values there can be."""
    version = get_object_or_404(TemplateVersion, public_id=public_id)
    values = PREVIEWS.get(request.GET.get("values", ""), printable.sample_snapshot)
    spec = layouts.drawable(version.spec)
    content = layouts.preview(spec, values(spec, site=settings.SITE_URL))
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="preview.pdf"'}
    )
