"""Where issuing is killed: every step between a request and the paper, before and after its transaction."""

from typing import NamedTuple


class Point(NamedTuple):
    """The call of a function, by its place in the code, before or after which the process dies.

    `lost`: the death undoes the person's own request, of which she gets an error and asks again; else nobody need do anything.
    """

    story: str
    function: str
    call: int = 1
    after: bool = False
    lost: bool = False


# In the order of the work. The key's come first: they sign again whatever there is.
POINTS = {
    "a new key, not written": Point("key", "certificates.domain.keys.write_private", lost=True),
    "a new key on the disk, not in the table": Point(
        "key", "certificates.domain.keys.write_private", after=True, lost=True
    ),
    "between two credentials signed again": Point("key", "certificates.domain.papers._credential", call=2, after=True),
    "asked, nothing promised": Point("issue", "certificates.domain.batches.enqueue", lost=True),
    "asked and promised, not committed": Point("issue", "certificates.domain.batches.enqueue", after=True, lost=True),
    "job taken, nobody checked": Point("issue", "certificates.domain.batches._check_row"),
    "drawn on trial, no draft": Point("issue", "certificates.domain.batches.write_draft", call=3),
    "draft written, row not settled": Point("issue", "certificates.domain.batches.write_draft", call=3, after=True),
    "row settled, not committed": Point("issue", "certificates.domain.batches._settled", call=3, after=True),
    "between two people": Point("issue", "certificates.domain.batches._check_row", call=3, after=True),
    "all checked, batch not moved on": Point("issue", "certificates.domain.batches.rule_of"),
    "moved on, nothing numbered": Point("issue", "certificates.domain.batches._issue"),
    "series made, not counted": Point("issue", "certificates.domain.issuing.series_for", after=True),
    "number given, not saved": Point("issue", "certificates.domain.issuing._fill", call=2, after=True),
    "numbers saved, nothing announced": Point("issue", "certificates.domain.issuing._announce"),
    "numbers saved, drawing not promised": Point("issue", "certificates.domain.issuing.enqueue"),
    "numbers given, not committed": Point("issue", "certificates.domain.batches.number", after=True),
    "between two groups": Point("issue", "certificates.domain.batches._issue_some", after=True),
    "all numbered, batch not done": Point("issue", "certificates.domain.batches._issue_some", call=2, after=True),
    "batch done, its job not": Point("issue", "lms.jobs.running.finish"),
    "drawing not begun": Point("issue", "certificates.domain.rendered"),
    "credential signed, no file": Point("issue", "certificates.domain.papers.keep"),
    "half a credential written": Point("issue", "django.core.files.locks.unlock"),
    "credential written, without its name": Point("issue", "os.fsync"),
    "credential's file without a row": Point("issue", "certificates.domain.papers.keep", after=True),
    "credential without a paper": Point("issue", "certificates.domain.papers.drawn"),
    "drawn, not sealed": Point("issue", "certificates.domain.papers.drawn", after=True),
    "half a paper written": Point("issue", "django.core.files.locks.unlock", call=2),
    "paper written, without its name": Point("issue", "os.fsync", call=2),
    "paper's file without a row": Point("issue", "certificates.domain.papers.keep", call=2, after=True),
    "between two papers": Point("issue", "certificates.domain.rendered", after=True),
    "approved, nothing promised": Point("approve", "certificates.domain.batches.enqueue", lost=True),
    "approved and numbered, not committed": Point("approve", "certificates.domain.batches.number", after=True),
    "some drafts cancelled, not committed": Point(
        "cancel", "certificates.domain.batches.cancel_draft", call=2, after=True, lost=True
    ),
    "old one superseded, new one not numbered": Point("replace", "certificates.domain.issuing._may_follow", after=True),
    "revoked, not in the history": Point("revoke", "certificates.domain.revoking._noted", lost=True),
}
