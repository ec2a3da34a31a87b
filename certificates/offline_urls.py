"""The verifier that works without internet. Its addresses are printed on paper and installed on devices: they stay."""

from django.urls import path

from certificates import offline_views as views

urlpatterns = [
    path("verify-offline/", views.door, name="offline"),
    path("verify-offline/list", views.listed, name="offline_list"),
    path("verify-offline/worker.js", views.worker, name="offline_worker"),
    path("verify-offline/<str:language>/", views.verifier, name="offline_in"),
    path("verify-offline/<str:language>/app.webmanifest", views.manifest, name="offline_manifest"),
]
