"""Who may read a lesson, and what its page shows."""

from django.conf import settings
from django.template.response import TemplateResponse

from cms import addresses, models
from cms.syllabus import Syllabus, syllabus
from courses.enums import Access
from courses.models import Course
from lms.accounts.rules import may_author

TEASER = "cms/pages/lesson_closed.html"


def may_read(course: Course, person, read: Syllabus) -> bool:
    """A course is open to all, or to those who learn in one of its cohorts and those who write."""
    if course.access == Access.OPEN:
        return True
    return read.is_learning or (person.is_authenticated and may_author(person))


def serve(page, request) -> TemplateResponse:
    """The lesson, or for a reader who may not read it a page that says what to do."""
    context = page.get_context(request)
    is_open = may_read(context["course_page"].course, request.user, context["syllabus"])
    return TemplateResponse(request, page.template if is_open else TEASER, context | {"is_closed": not is_open})


def reading(page, person) -> dict:
    """The lesson among the lessons of its course, as far as this person (or nobody) has come."""
    parent = models.CoursePage.objects.select_related("course", "locale").defer("body").parent_of(page).get()
    read = syllabus(parent, person)
    before, own, after = read.around(page)
    return {
        "course_page": parent,
        "course_url": addresses.address(parent),
        "syllabus": read,
        "before": before,
        "own": own,
        "after": after,
        # A draft is shown as what it will be: the last.
        "number": read.parts.index(own) + 1 if own else len(read.parts) + 1,
        "total": len(read.parts) + (own is None),
    }


def asked_for(request) -> str:
    """The language a reader wanted when she was led to this one."""
    asked = request.GET.get("untranslated", "")
    return asked if asked in dict(settings.LANGUAGES) else ""
