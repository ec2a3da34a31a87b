"""What happens to people. Each function is one transaction, says who did it, and refuses with a sentence."""

from .memberships import grant, revoke
from .people import create_learner, replace_email, set_language, sign_up, update_name
from .slips import check_slip, claim, claim_address, new_slip

__all__ = [
    "check_slip",
    "claim",
    "claim_address",
    "create_learner",
    "grant",
    "new_slip",
    "replace_email",
    "revoke",
    "set_language",
    "sign_up",
    "update_name",
]
