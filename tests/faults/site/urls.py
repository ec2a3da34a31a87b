from django.http import HttpResponse
from django.urls import path

from lms import health
from lms.jobs import enqueue


def promise(request, number: int):
    return HttpResponse(str(enqueue("faults.note", number=number).pk))


urlpatterns = [
    path("healthz", health.healthz),
    path("promise/<int:number>", promise),
]
