from django.urls import path, register_converter

from courses.views import attempt, enrolment, learning, quiz


class SlotConverter:
    """A place in an attempt: short enough for every database's integer."""

    regex = "[1-9][0-9]{0,3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(SlotConverter, "slot")

urlpatterns = [
    path("my/", learning.my, name="my"),
    path("my/lessons/<uuid:public_id>/done/", learning.complete_lesson, name="complete_lesson"),
    path("my/courses/<uuid:public_id>/", enrolment.place, name="place"),
    path("enrol/<uuid:public_id>/", enrolment.enrol, name="enrol"),
    path("enrol/<uuid:public_id>/withdraw/", enrolment.withdraw, name="withdraw"),
    path("quiz/<uuid:public_id>/", quiz.assessment, name="assessment"),
    path("quiz/<uuid:public_id>/preview/", quiz.preview, name="assessment_preview"),
    path("attempt/<uuid:public_id>/", attempt.attempt, name="attempt"),
    path("attempt/<uuid:public_id>/<slot:slot>/", attempt.attempt_save, name="attempt_save"),
    path("attempt/<uuid:public_id>/submit/", attempt.attempt_submit, name="attempt_submit"),
    path("attempt/<uuid:public_id>/result/", attempt.attempt_result, name="attempt_result"),
]
