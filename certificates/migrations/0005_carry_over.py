import uuid

from django.db import migrations
from django.db.models import F


def carry_over(apps, schema_editor):
    """What was there before drafts, keys and editable templates, as it is said now."""
    for name in ("Template", "TemplateVersion"):
        for row in apps.get_model("certificates", name).objects.filter(public_id=None):
            row.public_id = uuid.uuid4()
            row.save(update_fields=["public_id"])
    versions = apps.get_model("certificates", "TemplateVersion").objects
    for version in versions.exclude(layout=""):
        version.spec = {"layout": version.layout} | version.spec
        version.state = "published" if version.published_at else "draft"
        version.save(update_fields=["spec", "state"])
    apps.get_model("certificates", "Certificate").objects.update(drafted_at=F("issued_at"))
    batches = apps.get_model("certificates", "IssueBatch").objects
    batches.filter(state="ready").update(state="checking")


def carry_back(apps, schema_editor):
    versions = apps.get_model("certificates", "TemplateVersion").objects
    for version in versions.all():
        version.layout = version.spec.get("layout", "")
        version.save(update_fields=["layout"])
    batches = apps.get_model("certificates", "IssueBatch").objects
    batches.filter(state__in=("checking", "awaiting")).update(state="ready")


class Migration(migrations.Migration):
    dependencies = [("certificates", "0004_register_and_keys")]
    operations = [migrations.RunPython(carry_over, carry_back)]
