"""The pages of the desk. Each asks `lms.desk.rules` for its rows: what belongs to another centre is not found."""

from .certificates import batch, batch_progress, issue
from .cohorts import cohort, cohorts, edit_cohort, new_cohort
from .kinds import awards, course_awards, kinds
from .learners import add_learner, decide, enrol_known
from .papers import certificate, duplicate, replace, revocation, revoke
from .people import email, name, new_slip, people, person, slip
from .register import export_csv, export_xlsx, register
from .templates import template, template_preview, templates
from .today import today

__all__ = [
    "add_learner",
    "awards",
    "batch",
    "batch_progress",
    "certificate",
    "cohort",
    "cohorts",
    "course_awards",
    "decide",
    "duplicate",
    "edit_cohort",
    "email",
    "enrol_known",
    "export_csv",
    "export_xlsx",
    "issue",
    "kinds",
    "name",
    "new_cohort",
    "new_slip",
    "people",
    "person",
    "register",
    "replace",
    "revocation",
    "revoke",
    "slip",
    "template",
    "template_preview",
    "templates",
    "today",
]
