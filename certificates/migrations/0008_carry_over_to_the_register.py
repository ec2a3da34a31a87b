from django.db import migrations
from django.db.models import OuterRef, Subquery

from certificates.searching import folded_words


def carry_over(apps, schema_editor):
    """The centre of a certificate is that of its cohort; what was issued before names were searched gets its words."""
    certificates = apps.get_model("certificates", "Certificate").objects
    enrolments = apps.get_model("courses", "Enrolment").objects.filter(pk=OuterRef("enrolment"))
    certificates.filter(centre=None).update(centre=Subquery(enrolments.values("cohort__centre")[:1]))
    words = apps.get_model("certificates", "CertificateWord")
    # The keys first: what is read must not change under the reading.
    for key in list(certificates.filter(words=None).values_list("pk", flat=True)):
        certificate = certificates.get(pk=key)
        names = f"{certificate.snapshot.get('name_latin', '')} {certificate.snapshot.get('name_own', '')}"
        words.objects.bulk_create(words(certificate=certificate, word=word) for word in sorted(folded_words(names)))


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0007_register_in_order"),
        ("courses", "0003_find_open_attempts_by_deadline"),
    ]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
