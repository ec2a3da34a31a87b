from django.db import migrations, models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from lms.constraints import HasNoNul
from lms.triggers import Frozen, NoLongerFrozen

DECIDED = ("certificate_id", "reason", "note", "requested_by_id", "requested_at", "agreed", "decided_by_id", "decided_at")
GUARD = dict(name="decided", when="OLD.agreed IS NOT NULL")


class Migration(migrations.Migration):
    dependencies = [("certificates", "0008_carry_over_to_the_register")]
    operations = [
        # SQLite rebuilds the table without its triggers.
        NoLongerFrozen("Revocation", columns=DECIDED, **GUARD),
        migrations.AddField(
            model_name="issuebatch", name="declined_because", field=models.CharField(blank=True, max_length=300)
        ),
        migrations.AddField(
            model_name="revocation", name="declined_because", field=models.CharField(blank=True, max_length=300)
        ),
        migrations.AddConstraint(
            model_name="issuebatch",
            constraint=models.CheckConstraint(
                condition=models.Q(LessThanOrEqual(Length("declined_because"), 300))
                & models.Q(HasNoNul(models.F("declined_because"))),
                name="issue_batch_declined_because_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.CheckConstraint(
                condition=models.Q(LessThanOrEqual(Length("declined_because"), 300))
                & models.Q(HasNoNul(models.F("declined_because"))),
                name="revocation_declined_because_text",
            ),
        ),
        Frozen("Revocation", columns=(*DECIDED, "declined_because"), **GUARD),
    ]
