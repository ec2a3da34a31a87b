"""What our authors find in Wagtail's admin, and what they do not."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import PageListingButton

from cms.models import CatalogueIndexPage, CoursePage, LessonPage
from courses.models import Assessment
from lms.accounts.rules import may_author

HIDDEN_SETTINGS = {"users", "groups", "sites", "locales", "redirects", "workflows", "workflow-tasks"}


@hooks.register("register_admin_urls")
def question_urls():
    return [path("", include("cms.questions.urls"))]


class AuthorsItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_author(request.user)


@hooks.register("register_admin_menu_item")
def banks_item():
    return AuthorsItem(
        gettext_lazy("Questions"), reverse("questions:banks"), name="questions", icon_name="help", order=210
    )


@hooks.register("register_admin_menu_item")
def quizzes_item():
    return AuthorsItem(
        gettext_lazy("Quizzes"), reverse("questions:quizzes"), name="quizzes", icon_name="form", order=220
    )


@hooks.register("construct_settings_menu")
def hide_settings(request, menu_items) -> None:
    """People and their groups are the platform's; languages, the site and the review are made by `seed_site`."""
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_SETTINGS]


class FirstSteps(Component):
    """The ways in, in the author's language. Courses are written in the default language first."""

    order = 10
    template_name = "cms/panels/first_steps.html"

    def get_context_data(self, parent_context) -> dict:
        catalogues = CatalogueIndexPage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)
        return {"catalogue": catalogues.first()}


@hooks.register("construct_homepage_panels")
def first_steps(request, panels) -> None:
    if may_author(request.user):
        panels.append(FirstSteps())


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/cms-admin.css"))


@hooks.register("before_copy_page")
def no_aliases(request, page):
    """An alias would be a second page of one record in one language."""
    if request.method == "POST" and request.POST.get("alias") and isinstance(page.specific, CoursePage | LessonPage):
        messages.error(request, _("A course or a lesson has no aliases. Copy it: the copy gets a record of its own."))
        return redirect("wagtailadmin_pages:copy", page.pk)
    return None


@hooks.register("before_move_page")
def stay_in_the_course(request, page, destination):
    """What people have done in a lesson counts for its course."""
    moved = page.specific
    if isinstance(moved, LessonPage) and destination.pk != page.get_parent().pk:
        messages.error(request, _("A lesson stays in its course. Copy it into the other course instead."))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("register_page_listing_more_buttons")
def quiz_previews(page, user, next_url=None):
    """The quizzes of a course, as a learner sees them."""
    if isinstance(page.specific, CoursePage) and may_author(user):
        for quiz in Assessment.objects.filter(course=page.specific.course_id):
            yield PageListingButton(
                _("Preview the quiz “%(key)s”") % {"key": quiz.key},
                reverse("assessment_preview", args=[quiz.public_id]),
                icon_name="view",
                priority=80,
            )
