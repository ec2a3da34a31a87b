"""The pages of the desk. Each asks `lms.desk.rules` for its rows: what belongs to another centre is not found."""

from .certificates import batch, batch_progress, issue
from .cohorts import cohort, cohorts, edit_cohort, new_cohort
from .learners import add_learner, decide, enrol_known
from .people import email, name, new_slip, people, person, slip
from .templates import template, template_preview, templates
from .today import today

__all__ = [
    "add_learner",
    "batch",
    "batch_progress",
    "cohort",
    "cohorts",
    "decide",
    "edit_cohort",
    "email",
    "enrol_known",
    "issue",
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
]
