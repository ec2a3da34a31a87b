from django.urls import path

from . import demo

urlpatterns = [
    path("demo/mail/", demo.mailbox, name="demo_mail"),
    path("demo/mail/<uuid:public_id>/", demo.letter, name="demo_letter"),
]
