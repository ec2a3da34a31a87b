"""What is misconfigured, in plain words, and how to mend it. Looks only; changes nothing."""

from .examinations import examine
from .findings import Finding, Level

__all__ = ["Finding", "Level", "examine"]
