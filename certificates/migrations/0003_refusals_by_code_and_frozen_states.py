from django.db import migrations, models

from lms.triggers import AppendOnly, Frozen


class Migration(migrations.Migration):
    dependencies = [("certificates", "0002_register_append_only")]
    operations = [
        migrations.AddField("IssueBatchRow", "code", models.CharField(blank=True, max_length=30)),
        # A certificate that was revoked or replaced stays so, and a series never counts back.
        Frozen(
            "Certificate",
            "ended",
            when="OLD.state <> 'issued' AND (NEW.state <> OLD.state OR NEW.revoked_at <> OLD.revoked_at)",
            columns=("state", "revoked_at"),
            delete=False,
        ),
        AppendOnly("Series", but=["last"]),
        Frozen("Series", "counter", when="NEW.last < OLD.last", columns=("last",), delete=False),
        Frozen(
            "TemplateVersion",
            "published",
            when="OLD.published_at IS NOT NULL",
            columns=("template_id", "n", "layout", "spec", "published_at"),
        ),
    ]
