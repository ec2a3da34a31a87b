from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lms.desk import rules
from lms.desk.forms import CentreFilter
from lms.desk.queries import today as queries
from lms.desk.queries.waiting import count_for, declined


@require_safe
def today(request):
    form = CentreFilter(request.GET, user=request.user)
    cohorts = rules.cohorts(request.user)
    if centre := form.chosen("centre"):
        cohorts = cohorts.filter(centre=centre)
    on = timezone.localdate()
    declined_batches, declined_revocations = declined(request.user, now=timezone.now())
    context = {
        "form": form,
        "today": queries.today(cohorts, on=on).at(rules.places_at_the_counter(request.user)),
        "decisions": count_for(request.user),
        "declined_batches": declined_batches,
        "declined_revocations": declined_revocations,
        "on": on,
        "may_add": rules.may_add_cohorts(request.user),
    }
    return render(request, "desk/today.html", context)
