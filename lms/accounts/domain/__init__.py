"""What happens to people. Each function is one transaction, says who did it, and refuses with a sentence."""

from .centres import save_centre
from .closing import close, forget_factors, reopen
from .memberships import grant, revoke
from .people import create_learner, replace_email, set_language, sign_up, update_name, update_profile
from .slips import check_slip, claim, claim_address, new_slip

__all__ = [
    "check_slip",
    "claim",
    "claim_address",
    "close",
    "create_learner",
    "forget_factors",
    "grant",
    "new_slip",
    "reopen",
    "replace_email",
    "revoke",
    "save_centre",
    "set_language",
    "sign_up",
    "update_name",
    "update_profile",
]
