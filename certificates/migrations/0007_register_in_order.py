import django.db.models.deletion
from django.db import migrations, models

from lms.triggers import Frozen, NoLongerFrozen

NUMBERED = ("series_id", "n", "number", "code", "kind", "enrolment_id", "template_version_id", "snapshot")
NUMBERED += ("snapshot_sha256", "drafted_at", "issued_at", "issued_by_id", "signing_key_id", "valid_until", "replaces_id")
GUARDS = [
    dict(name="numbered", when="OLD.number IS NOT NULL", columns=NUMBERED),
    dict(
        name="ended",
        when="OLD.state IN ('revoked', 'superseded', 'cancelled')",
        columns=("state", "revoked_at", "reason"),
        delete=False,
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_national_roles_have_no_centre"),
        ("certificates", "0006_register_frozen"),
    ]
    operations = [
        # On the way back SQLite rebuilds the table without its triggers; so they are made anew, in both directions.
        *(NoLongerFrozen("Certificate", **guard) for guard in GUARDS),
        migrations.AddField(
            model_name="certificate",
            name="centre",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.centre",
            ),
        ),
        *(Frozen("Certificate", **guard) for guard in GUARDS),
        Frozen("Certificate", "place", when="OLD.centre_id IS NOT NULL", columns=("centre_id",), delete=False),
        migrations.AlterField(
            model_name="certificateword", name="word", field=models.CharField(max_length=120)
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["issued_at", "id"], name="certificate_newest"),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["centre", "issued_at", "id"], name="certificate_newest_of_centre"),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["state", "issued_at", "id"], name="certificate_newest_in_state"),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["kind", "issued_at", "id"], name="certificate_newest_of_kind"),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(
                condition=models.Q(("valid_until__isnull", False)), fields=["valid_until"], name="certificate_ending"
            ),
        ),
        migrations.AddIndex(
            model_name="certificateword",
            index=models.Index(
                fields=["word", "certificate"],
                name="certificate_word_begins",
                opclasses=("varchar_pattern_ops", "int8_ops"),
            ),
        ),
    ]
