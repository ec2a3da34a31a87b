"""What a finished batch gives to the counter: a file for the printer, a ZIP, a list to sign.

Each holds the certificates of the batch that are valid now, in the order of their numbers.
"""

from .bundle import bundle
from .handover import hand_over_list
from .papers import draft, papers
from .printing import (
    AT_ONCE,
    ask_for_print_file,
    forget_print_files,
    is_being_made,
    keep_print_file,
    kept_print_file,
    print_file,
)

__all__ = [
    "AT_ONCE",
    "ask_for_print_file",
    "bundle",
    "draft",
    "forget_print_files",
    "hand_over_list",
    "is_being_made",
    "keep_print_file",
    "kept_print_file",
    "papers",
    "print_file",
]
