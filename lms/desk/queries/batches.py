"""A batch as staff read it: the names as they will be printed, and why somebody got nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from certificates.doubts import Doubt, doubts
from certificates.enums import CertificateState
from certificates.models import Certificate, IssueBatchRow
from certificates.queries import reason
from certificates.snapshot import names
from lms.desk.queries.roster import Alike, noted, obstacle, same_names
from lms.refusals import Refusal


@dataclass(frozen=True)
class Draft:
    """One person of a batch that waits for its approval. `new_name` where it was changed after the check.

    `revoked` is what she has had of this kind in this cohort, each with its `note`.
    """

    row: IssueBatchRow
    certificate: Certificate
    alike: Alike | None
    revoked: list[Certificate]

    @property
    def printed(self) -> tuple[str, str]:
        return self.certificate.snapshot["name_latin"], self.certificate.snapshot["name_own"]

    @property
    def doubts(self) -> list[Doubt]:
        return doubts(*self.printed)

    @property
    def new_name(self) -> str:
        try:
            now = names(self.row.enrolment.person)
        except Refusal:
            return ""
        return "" if now == self.printed else now[0]


def drafts(rows: Iterable[IssueBatchRow]) -> list[Draft]:
    """Of rows with their person and draft."""
    found = {row: row.certificate for row in rows if row.certificate}
    people = {row.pk: row.enrolment.person for row in found}
    alike = same_names(people, {row.pk: draft.snapshot["name_latin"] for row, draft in found.items()})
    revoked = revoked_before(list(found.values()))
    return [Draft(row, draft, alike.get(row.pk), revoked[row.enrolment_id]) for row, draft in found.items()]


def revoked_before(drafts: Sequence[Certificate]) -> dict[int, list[Certificate]]:
    """By enrolment, what was revoked of the kind of these drafts."""
    had = Certificate.objects.filter(
        state=CertificateState.REVOKED,
        enrolment__in=[draft.enrolment_id for draft in drafts],
        kind__in={draft.kind for draft in drafts},
    )
    found: dict[int, list[Certificate]] = defaultdict(list)
    for certificate in noted(had).order_by("pk"):
        found[certificate.enrolment_id].append(certificate)
    return found


def why(row: IssueBatchRow) -> str:
    """The refusal was stored in the language of whoever asked; while it still holds, it is said in the reader's."""
    return (row.is_about_name and obstacle(row.enrolment.person)) or reason(row)
