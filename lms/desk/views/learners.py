"""People come into a cohort and leave it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.domain.enrolment import enrol
from courses.enums import EnrolmentState
from courses.models import Cohort, Enrolment
from courses.queries.roster import RosterRow
from courses.queries.standing import standings
from lms.accounts import audit
from lms.accounts.models import User
from lms.desk import domain, rules
from lms.desk.decisions import open_decisions
from lms.desk.forms import KnownLearnerForm, NewLearnerForm, refuse_in
from lms.desk.parameters import key_of
from lms.desk.queries.people import places
from lms.desk.views.cohorts import managed_cohort
from lms.refusals import Refusal


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_learner(request, public_id):
    """A new person. The answer to a finished form is the slip itself: its code is shown once and kept nowhere."""
    cohort = managed_cohort(request, public_id)
    form = NewLearnerForm(request.POST or None, initial={"language": get_language()})
    context = {"cohort": cohort, "form": form}
    if request.method == "POST" and form.is_valid():
        if suggestion := form.suggestion():
            context |= {"form": asked_again(form, name_latin=suggestion), "suggestion": suggestion}
            return render(request, "desk/add_learner.html", context)
        try:
            added = added_learner(request, cohort, form)
        except domain.MaybeKnown as refusal:
            audit.listed(
                request.user,
                [person.pk for person in refusal.people],
                timezone.now(),
                "desk:add_learner",
                centre=cohort.centre,
            )
            known = [*form.cleaned_data["known"], *(person.public_id for person in refusal.people)]
            context |= {
                "form": asked_again(form, known=" ".join(map(str, known[-10:]))),
                "alike": refusal.people,
            }
        except Refusal as refusal:
            refuse_in(form, refusal)
        else:
            return render(request, "desk/slip.html", {"cohort": cohort, "is_new": True} | vars(added))
    return render(request, "desk/add_learner.html", context)


def asked_again(form: NewLearnerForm, **changed: str) -> NewLearnerForm:
    """The same answers once more, to be looked at."""
    return NewLearnerForm(
        initial={name: form.data.get(name, "") for name in form.fields} | {"suggested": True} | changed
    )


def added_learner(request, cohort: Cohort, form: NewLearnerForm) -> domain.Added:
    answers = form.cleaned_data
    return domain.add_learner(
        cohort,
        actor=request.user,
        name=answers["name"],
        name_latin=answers["name_latin"],
        language=answers["language"],
        known=answers["known"],
        now=timezone.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def enrol_known(request, public_id):
    """Somebody with an account: of this centre by a click, from elsewhere by number and name."""
    cohort = managed_cohort(request, public_id)
    form = KnownLearnerForm(request.POST if "number" in request.POST else None)
    try:
        if request.method == "POST" and (person := chosen_person(request, cohort, form)):
            return welcome(request, cohort, person)
    except Refusal as refusal:
        if not form.is_bound:
            messages.warning(request, str(refusal))
            return redirect("desk:cohort", cohort.public_id)
        refuse_in(form, refusal)
    return render(request, "desk/enrol_known.html", {"cohort": cohort, "form": form})


def chosen_person(request, cohort: Cohort, form: KnownLearnerForm) -> User | None:
    """None when the form is not complete. Raises Refusal and Http404."""
    if form.is_bound:
        if not form.is_valid():
            return None
        answers = form.cleaned_data
        return domain.find_person(
            answers["number"], name=answers["name"], actor=request.user, centre=cohort.centre, now=timezone.now()
        )
    return get_object_or_404(rules.people(request.user), public_id=key_of(request.POST.get("person")))


def welcome(request, cohort: Cohort, person: User):
    enrolment = enrol(cohort, person=person, actor=request.user, now=timezone.now())
    sentence = (
        _("All seats are taken: %(name)s is in line.")
        if enrolment.state == EnrolmentState.WAITING
        else _("Enrolled: %(name)s.")
    )
    messages.success(request, sentence % {"name": person.name})
    return redirect("desk:cohort", cohort.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, public_id, decision):
    """Asks by GET, does it by POST."""
    enrolment = get_object_or_404(places(request.user), public_id=public_id)
    cohort = managed_cohort(request, enrolment.cohort.public_id)
    found = decisions_about(enrolment).get(decision)
    if found is None:
        if request.method == "POST":
            messages.warning(request, _("This is no longer possible. You see the present state here."))
            return redirect("desk:cohort", cohort.public_id)
        raise Http404
    if request.method == "POST":
        return decided(request, enrolment, found)
    audit.seen(request.user, enrolment.person, timezone.now(), "desk:decide", centre=cohort.centre)
    context = {"cohort": cohort, "enrolment": enrolment, "decision": found}
    return render(request, "desk/decide.html", context)


def decisions_about(enrolment: Enrolment):
    place = RosterRow(standings([enrolment])[enrolment.pk])
    return open_decisions(place, is_over=timezone.localdate() > enrolment.cohort.ends_on)


def decided(request, enrolment: Enrolment, decision):
    try:
        decision.do(enrolment, actor=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, decision.told % {"name": enrolment.person.name})
    return redirect("desk:cohort", enrolment.cohort.public_id)
