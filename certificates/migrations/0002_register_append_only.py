from django.db import migrations

from lms.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial")]
    operations = [
        AppendOnly("Certificate", but=["state", "revoked_at", "valid_until"]),
        AppendOnly("CertificateEvent"),
        AppendOnly("CertificateFile"),
    ]
