from django.db import migrations
from django.db.models import OuterRef, Subquery


def carry_over(apps, schema_editor):
    """The centre of a certificate is that of its cohort."""
    enrolments = apps.get_model("courses", "Enrolment").objects.filter(pk=OuterRef("enrolment"))
    certificates = apps.get_model("certificates", "Certificate").objects.filter(centre=None)
    certificates.update(centre=Subquery(enrolments.values("cohort__centre")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0007_register_in_order"),
        ("courses", "0003_find_open_attempts_by_deadline"),
    ]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
