from django.db import migrations

from lms.triggers import AppendOnly, Frozen


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]
    operations = [
        AppendOnly("ResponseEvent"),
        AppendOnly("AttemptSlot"),
        AppendOnly("ItemVersion"),
        AppendOnly("ItemText"),
        Frozen(
            "Attempt",
            "handed_in",
            when="OLD.state <> 'open'",
            columns=("enrolment_id", "assessment_id", "n", "started_at", "deadline", "submitted_at", "pass_mark"),
        ),
        Frozen(
            "Attempt", "reopened", when="OLD.state <> 'open' AND NEW.state = 'open'", columns=("state",), delete=False
        ),
        Frozen("Response", "final", when="OLD.is_final", columns=("slot_id", "rev", "value", "language", "is_final")),
    ]
