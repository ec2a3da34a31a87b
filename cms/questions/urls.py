from django.urls import path

from . import views

app_name = "questions"
urlpatterns = [
    path("items/", views.banks, name="banks"),
    path("items/new/", views.bank_add, name="bank_add"),
    path("items/<int:pk>/", views.bank, name="bank"),
    path("items/<int:bank_pk>/new/", views.item_add, name="item_add"),
    path("items/item/<int:pk>/", views.item_edit, name="item_edit"),
    path("quizzes/", views.quizzes, name="quizzes"),
    path("quizzes/course/<int:course_pk>/new/", views.quiz_add, name="quiz_add"),
    path("quizzes/<int:pk>/", views.quiz_edit, name="quiz_edit"),
]
