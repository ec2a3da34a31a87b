"""What may happen to a certificate. Numbers have no gaps; nothing numbered is deleted or changed; everything may run twice.

Locks are taken in one order: batch, series, certificate.
"""

from .awards import set_awards, stamp_of, usable_templates
from .batches import approve_batch, asks_second_person, cancel_batch, request_batch, run_batch
from .due import awards_of, completed, due, live, template_version
from .duplicates import duplicate
from .issuing import issue, issue_those_who_wait
from .keys import active_key, mark_compromised, public_key, rotate
from .kinds import Rule, rule_of, set_rule
from .papers import credential_of, printed, rendered, sign_again, without_file
from .reminding import REMINDER_TERMS, ending, remind, to_remind
from .replacing import Change, changes, replacement_of, request_replacement
from .revoking import asks_why, decide_revocation, request_revocation
from .sharing import share, stop_sharing
from .templates import add_asset, create_template, problems_of, publish, retire, save_draft, start_draft

__all__ = [
    "REMINDER_TERMS",
    "Change",
    "Rule",
    "active_key",
    "add_asset",
    "approve_batch",
    "asks_second_person",
    "asks_why",
    "awards_of",
    "cancel_batch",
    "changes",
    "completed",
    "create_template",
    "credential_of",
    "decide_revocation",
    "due",
    "duplicate",
    "ending",
    "issue",
    "issue_those_who_wait",
    "live",
    "mark_compromised",
    "printed",
    "problems_of",
    "public_key",
    "publish",
    "remind",
    "rendered",
    "replacement_of",
    "request_batch",
    "request_replacement",
    "request_revocation",
    "retire",
    "rotate",
    "rule_of",
    "run_batch",
    "save_draft",
    "set_awards",
    "set_rule",
    "share",
    "sign_again",
    "stamp_of",
    "start_draft",
    "stop_sharing",
    "template_version",
    "to_remind",
    "usable_templates",
    "without_file",
]
