"""Words as the search folded names when this was written. A later way to fold them brings a migration of its own."""

import re
import unicodedata

from anyascii import anyascii
from django.db import migrations
from django.db.models import OuterRef, Subquery

CUSTOMARY = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)),
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ё": "yo"},
    **{"і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u", "ә": "e", "ъ": "", "ь": ""},
}
AZERBAIJANI = str.maketrans("əıİƏ", "eiie")
LONGEST_WORD = 120


def folded_words(names: str) -> set[str]:
    lowered = unicodedata.normalize("NFC", names).translate(AZERBAIJANI).lower()
    letters = (CUSTOMARY[each] if each in CUSTOMARY else anyascii(each) for each in lowered)
    words = re.sub(r"[^a-z0-9\s]", "", re.sub(r"[-‐‑_.,/]", " ", "".join(letters).lower()))
    return {word[:LONGEST_WORD] for word in words.split()}


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
