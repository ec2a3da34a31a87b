"""What each kind of certificate asks for, and which kinds a course gives: for the national office."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates.domain import Rule, awards_of, rule_of, set_awards, set_rule, stamp_of
from certificates.enums import Kind
from courses.models import Course
from lms.desk.forms import refuse_in
from lms.desk.parameters import page_of
from lms.desk.register_forms import AwardForm, KindForm
from lms.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def kinds(request):
    """A form a kind; the one that was sent is saved, unless somebody else has saved it since it was opened."""
    sent = request.POST.get("kind", "") if request.method == "POST" else ""
    seen = request.POST.get("seen", "")
    forms = {str(kind): kind_form(kind, request.POST if kind == sent else None) for kind in Kind}
    form = forms.get(sent)
    if form is not None and form.is_valid():
        try:
            rule = Rule(**form.cleaned_data)
            set_rule(sent, rule, actor=request.user, now=timezone.now(), seen=seen)
        except Refusal as refusal:
            refuse_in(form, refusal)
            sent = "" if refusal.code == "changed_meanwhile" else sent
        else:
            messages.success(request, _("Saved. It holds for what is asked for from now on."))
            return redirect("desk:kinds")
    rules = {kind: rule_of(kind) for kind in forms}
    # What was sent with faults was written to what its writer saw; only a page that tells of a newer state stands for that.
    stamps = {kind: rule.stamp for kind, rule in rules.items()} | ({sent: seen} if sent else {})
    rows = [(Kind(kind), rules[kind], stamps[kind], form) for kind, form in forms.items()]
    return render(request, "desk/kinds.html", {"rows": rows})


def kind_form(kind: Kind, sent) -> KindForm:
    rule = rule_of(kind)
    initial = {"second_person": rule.second_person, "months_valid": rule.months_valid}
    return KindForm(sent, initial=initial, prefix=kind.value)


@require_safe
def awards(request):
    """Every course with the kinds that it gives. The number of queries does not depend on the number of courses."""
    courses = Course.objects.order_by("key").prefetch_related("texts", "awards__template")
    page = page_of(request, courses)
    rows = [(course, given(course)) for course in page]
    return render(request, "desk/kinds_courses.html", {"page": page, "rows": rows})


def given(course: Course) -> list[tuple[str, str]]:
    """Labels of the kinds with the name of the template; on prefetched rows."""
    rows = sorted(course.awards.all(), key=lambda award: award.pk)
    found = [(str(Kind(each.kind).label), each.template.name if each.template else "") for each in rows]
    return found or [(str(Kind.COURSE.label), "")]


@require_http_methods(["GET", "HEAD", "POST"])
def course_awards(request, public_id):
    course = get_object_or_404(Course.objects.prefetch_related("texts", "awards"), public_id=public_id)
    sent = request.POST if request.method == "POST" else None
    templates = {award.kind: award.template_id for award in course.awards.all()}
    held = awards_of(course)
    forms = [
        AwardForm(sent, kind=kind, initial={"given": kind in held, "template": templates.get(kind)}) for kind in Kind
    ]
    refusal = None
    seen = request.POST.get("seen", "") if sent is not None else stamp_of(course)
    if sent is not None and all([form.is_valid() for form in forms]):  # noqa: C419 - each form shows its own
        chosen = {form.kind.value: form.cleaned_data["template"] for form in forms if form.cleaned_data["given"]}
        try:
            set_awards(course, chosen, actor=request.user, now=timezone.now(), seen=seen)
        except Refusal as found:
            refusal = placed(found, forms)
        else:
            messages.success(request, _("Saved. It holds for what is asked for from now on."))
            return redirect("desk:awards")
    context = {"course": course, "forms": forms, "refusal": refusal, "seen": seen}
    if refusal and refusal.code == "changed_meanwhile":
        fresh = Course.objects.prefetch_related("awards__template").get(pk=course.pk)
        context |= {"seen": stamp_of(fresh), "now": given(fresh)}
    return render(request, "desk/kinds_course.html", context)


def placed(refusal: Refusal, forms: list[AwardForm]) -> Refusal | None:
    """At the kind it is about; what is about none comes back for the top of the page."""
    for form in forms:
        if form.kind.value == refusal.field:
            form.add_error("given" if refusal.code == "pending" else "template", str(refusal))
            return None
    return refusal
