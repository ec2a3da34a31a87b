from django.urls import include, path

from certificates import views

urlpatterns = [
    path("", include("certificates.offline_urls")),
    path("v/", views.verify, name="verify"),
    path("V/", views.verify),
    # Printed in the square code, in capitals because capitals make it smaller.
    path("v/<str:code>", views.verify_code, name="verify_code"),
    path("V/<str:code>", views.verify_code),
    path("my/certificates/", views.my_certificates, name="my_certificates"),
    path("my/certificates/<uuid:public_id>.pdf", views.certificate_pdf, name="certificate_pdf"),
]
