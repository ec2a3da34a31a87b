from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates.domain import awards_of
from courses.domain.authoring import save_cohort
from courses.models import Cohort
from courses.rules import COUNTER
from lms.accounts import audit
from lms.accounts.rules import centres_of
from lms.desk import rules
from lms.desk.decisions import open_decisions
from lms.desk.forms import CohortFilter, CohortForm, refuse_in
from lms.desk.parameters import page_of
from lms.desk.queries.cohorts import ALL, RUNNING, counted, in_state, with_words
from lms.desk.queries.roster import rows_of
from lms.refusals import Refusal


@require_safe
def cohorts(request):
    form = CohortFilter(request.GET if "state" in request.GET else {"state": RUNNING}, user=request.user)
    found = with_words(rules.cohorts(request.user))
    if course := form.chosen("course"):
        found = found.filter(course=course)
    if centre := form.chosen("centre"):
        found = found.filter(centre=centre)
    if text := form.chosen("text"):
        found = found.filter(name__icontains=text)
    page = page_of(request, in_state(found, form.chosen("state") or ALL, today=timezone.localdate()))
    may_add = rules.may_add_cohorts(request.user)
    return render(request, "desk/cohorts.html", {"form": form, "page": page, "rows": counted(page), "may_add": may_add})


def own_cohort(request, public_id) -> Cohort:
    return get_object_or_404(with_words(rules.cohorts(request.user)), public_id=public_id)


def managed_cohort(request, public_id) -> Cohort:
    """Not found at another centre, refused to those who only look."""
    cohort = own_cohort(request, public_id)
    if not rules.may_manage(request.user, cohort):
        raise PermissionDenied
    return cohort


@require_safe
def cohort(request, public_id):
    """The roster: first who waits for a decision, then the class."""
    cohort = own_cohort(request, public_id)
    rows = rows_of(cohort, kinds=awards_of(cohort.course))
    undecided = [row for row in rows if row.is_undecided]
    page = page_of(request, [row for row in rows if not row.is_undecided], size=60)
    audit.listed(
        request.user,
        [row.person.pk for row in (*undecided, *page)],
        timezone.now(),
        "desk:cohort",
        centre=cohort.centre,
    )
    is_over = timezone.localdate() > cohort.ends_on
    context = {
        "cohort": cohort,
        "undecided": undecided,
        "page": page,
        "rows": [(row, open_decisions(row.place, is_over=is_over)) for row in page],
        "due": sum(len(row.due) for row in rows),
        "completed": sum(row.enrolment.completed_at is not None for row in rows),
        "may_manage": rules.may_manage(request.user, cohort),
    }
    return render(request, "desk/cohort.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_cohort(request):
    if not rules.may_add_cohorts(request.user):
        raise PermissionDenied
    return write_cohort(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_cohort(request, public_id):
    return write_cohort(request, managed_cohort(request, public_id))


def write_cohort(request, cohort: Cohort | None):
    centres = centres_of(request.user, *COUNTER).prefetch_related("texts")
    form = CohortForm(request.POST or None, instance=cohort, centres=centres)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data if cohort else {"centre": centres[0]} | form.cleaned_data
        try:
            saved = save_cohort(cohort, actor=request.user, now=timezone.now(), **fields)
        except Refusal as refusal:
            refuse_in(form, refusal)
        except ValidationError as found:
            form.add_error(None, found.messages)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:cohort", saved.public_id)
    return render(request, "desk/cohort_form.html", {"form": form, "cohort": cohort})
