from django.urls import path

from lms.desk import register_urls, template_urls, views
from lms.desk.access import at_the_desk

app_name = "desk"
pages = [
    ("", views.today, "today"),
    ("cohorts/", views.cohorts, "cohorts"),
    ("cohorts/new/", views.new_cohort, "new_cohort"),
    ("cohorts/<uuid:public_id>/", views.cohort, "cohort"),
    ("cohorts/<uuid:public_id>/edit/", views.edit_cohort, "edit_cohort"),
    ("cohorts/<uuid:public_id>/add/", views.add_learner, "add_learner"),
    ("cohorts/<uuid:public_id>/enrol/", views.enrol_known, "enrol_known"),
    ("cohorts/<uuid:public_id>/certificates/", views.issue, "issue"),
    ("cohorts/<uuid:public_id>/certificates/<slug:kind>/", views.issue_kind, "issue_kind"),
    ("places/<uuid:public_id>/<slug:decision>/", views.decide, "decide"),
    ("batches/<uuid:public_id>/", views.batch, "batch"),
    ("batches/<uuid:public_id>/progress/", views.batch_progress, "batch_progress"),
    ("batches/<uuid:public_id>/approve/", views.approve, "approve_batch"),
    ("batches/<uuid:public_id>/cancel/", views.cancel, "cancel_batch"),
    ("batches/<uuid:public_id>/drafts/<uuid:certificate>.pdf", views.draft, "draft"),
    ("batches/<uuid:public_id>/print.pdf", views.batch_print, "batch_print"),
    ("batches/<uuid:public_id>/print/", views.batch_print_state, "batch_print_state"),
    ("batches/<uuid:public_id>/certificates.zip", views.batch_zip, "batch_zip"),
    ("batches/<uuid:public_id>/list.pdf", views.batch_list, "batch_list"),
    ("batches/<uuid:public_id>/letters/", views.batch_letters, "batch_letters"),
    ("waiting/", views.waiting, "waiting"),
    ("people/", views.people, "people"),
    ("people/<uuid:public_id>/", views.person, "person"),
    ("people/<uuid:public_id>/name/", views.name, "name"),
    ("people/<uuid:public_id>/email/", views.email, "email"),
    ("people/<uuid:public_id>/slip/", views.new_slip, "new_slip"),
    ("people/<uuid:public_id>/slip.pdf", views.slip, "slip"),
]
# No page is left outside the door.
urlpatterns = [path(route, at_the_desk(view), name=name) for route, view, name in pages]
urlpatterns += template_urls.urlpatterns
urlpatterns += register_urls.urlpatterns
