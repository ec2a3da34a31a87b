from dataclasses import replace

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lms.desk import rules
from lms.desk.forms import CentreFilter
from lms.desk.queries import today as queries
from lms.desk.queries.cohorts import CohortRow
from lms.desk.queries.waiting import count_for


@require_safe
def today(request):
    form = CentreFilter(request.GET, user=request.user)
    cohorts = rules.cohorts(request.user)
    if centre := form.chosen("centre"):
        cohorts = cohorts.filter(centre=centre)
    on = timezone.localdate()
    context = {
        "form": form,
        "today": that_may_be_done(queries.today(cohorts, on=on), request.user),
        "decisions": count_for(request.user),
        "on": on,
        "may_add": rules.may_add_cohorts(request.user),
    }
    return render(request, "desk/today.html", context)


def that_may_be_done(found: queries.Today, user) -> queries.Today:
    """Taking in, closing and asking for certificates is the staff's: whoever only approves is not sent to a closed page."""
    places = rules.places_at_the_counter(user)

    def own(rows: list[CohortRow]) -> list[CohortRow]:
        return [row for row in rows if None in places or row.cohort.centre_id in places]

    return replace(found, approvals=own(found.approvals), due=own(found.due), unfinished=own(found.unfinished))
