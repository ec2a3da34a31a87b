import uuid

from django.db import migrations, models

from lms.triggers import AppendOnly, Frozen

NUMBERED = ("series_id", "n", "number", "code", "kind", "enrolment_id", "template_version_id", "snapshot")
NUMBERED += ("snapshot_sha256", "drafted_at", "issued_at", "issued_by_id", "signing_key_id", "valid_until", "replaces_id")


class Migration(migrations.Migration):
    dependencies = [("certificates", "0005_carry_over")]
    operations = [
        migrations.RemoveField(model_name="templateversion", name="layout"),
        migrations.AlterField(
            model_name="template",
            name="public_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name="templateversion",
            name="public_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddConstraint(
            model_name='templateversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('template',), name='template_version_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='templateversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('published_at__isnull', False)), _connector='OR'), name='template_version_published_has_date'),
        ),
        Frozen("Certificate", "numbered", when="OLD.number IS NOT NULL", columns=NUMBERED),
        # What has ended has ended: there is no way back to valid.
        Frozen(
            "Certificate",
            "ended",
            when="OLD.state IN ('revoked', 'superseded', 'cancelled')",
            columns=("state", "revoked_at", "reason"),
            delete=False,
        ),
        Frozen(
            "TemplateVersion",
            "published",
            when="OLD.published_at IS NOT NULL",
            columns=("template_id", "n", "spec", "published_at", "published_by_id"),
        ),
        Frozen(
            "Revocation",
            "decided",
            when="OLD.agreed IS NOT NULL",
            columns=("certificate_id", "reason", "note", "requested_by_id", "requested_at", "agreed", "decided_by_id")
            + ("decided_at",),
        ),
        AppendOnly("CertificateFile"),
        AppendOnly("Asset"),
    ]
