from django.urls import path

from courses import views

urlpatterns = [
    path("my/", views.my, name="my"),
    path("my/courses/<uuid:public_id>/", views.place, name="place"),
]
