from django.db import migrations

from lms.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [AppendOnly("AuditEvent")]
