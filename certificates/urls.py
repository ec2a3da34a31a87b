from django.urls import path

from certificates.views import holder, machines, offline, verifying

# Most are printed on paper, installed on devices or asked for by programs: they stay.
urlpatterns = [
    path("v/", verifying.verify, name="verify"),
    path("V/", verifying.verify),
    # Printed in the square code, in capitals because capitals make it smaller.
    path("v/<str:code>.json", machines.certificate, name="verify_json"),
    path("V/<str:code>.json", machines.certificate),
    path("v/<str:code>", verifying.verify_code, name="verify_code"),
    path("V/<str:code>", verifying.verify_code),
    path("s/<str:token>", verifying.shared, name="shared"),
    path("issuer", machines.issuer_document, name="issuer"),
    path("status/<int:n>", machines.status_list, name="status_list"),
    path("status/<path:rest>", machines.nothing),
    path(".well-known/jwks.json", machines.jwks, name="jwks"),
    path("verify-offline/", offline.door, name="offline"),
    path("verify-offline/list", offline.listed, name="offline_list"),
    path("verify-offline/worker.js", offline.worker, name="offline_worker"),
    path("verify-offline/<str:language>/", offline.verifier, name="offline_in"),
    path("verify-offline/<str:language>/app.webmanifest", offline.manifest, name="offline_manifest"),
    path("my/certificates/", holder.my_certificates, name="my_certificates"),
    path("my/certificates/<uuid:public_id>.pdf", holder.certificate_pdf, name="certificate_pdf"),
    path("my/certificates/<uuid:public_id>.json", holder.credential, name="certificate_credential"),
    path("my/certificates/<uuid:public_id>/share", holder.share, name="certificate_share"),
]
