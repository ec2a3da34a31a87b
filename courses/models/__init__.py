from .assessment import Assessment, AssessmentDraw, AssessmentItem, AssessmentText
from .attempt import Attempt, AttemptSlot, Response, ResponseEvent
from .cohort import Cohort
from .course import Course, CourseText, Lesson, LessonText
from .enrolment import Enrolment, LessonCompletion
from .item import Item, ItemBank, ItemText, ItemVersion

__all__ = [
    "Assessment",
    "AssessmentDraw",
    "AssessmentItem",
    "AssessmentText",
    "Attempt",
    "AttemptSlot",
    "Cohort",
    "Course",
    "CourseText",
    "Enrolment",
    "Item",
    "ItemBank",
    "ItemText",
    "ItemVersion",
    "Lesson",
    "LessonCompletion",
    "LessonText",
    "Response",
    "ResponseEvent",
]
