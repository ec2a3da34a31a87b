"""The pages of the desk. Each asks `lms.desk.rules` for its rows: what belongs to another centre is not found."""

from .batches import approve, batch, batch_progress, cancel, draft
from .cohorts import cohort, cohorts, edit_cohort, new_cohort
from .issuing import issue, issue_kind
from .learners import add_learner, decide, enrol_known
from .outputs import batch_letters, batch_list, batch_print, batch_print_state, batch_zip
from .people import email, name, new_slip, people, person, slip
from .templates import template, template_preview, templates
from .today import today
from .waiting import waiting

__all__ = [
    "add_learner",
    "approve",
    "batch",
    "batch_letters",
    "batch_list",
    "batch_print",
    "batch_print_state",
    "batch_progress",
    "batch_zip",
    "cancel",
    "cohort",
    "cohorts",
    "decide",
    "draft",
    "edit_cohort",
    "email",
    "enrol_known",
    "issue",
    "issue_kind",
    "name",
    "new_cohort",
    "new_slip",
    "people",
    "person",
    "slip",
    "template",
    "template_preview",
    "templates",
    "today",
    "waiting",
]
