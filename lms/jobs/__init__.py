"""The outbox: work that is promised in one transaction and done after it, whatever dies in between.

An app's `jobs.py` says what can be done; it is found at start. A handler takes ids by keyword and may run twice:
`@register("certificates.render") def render(*, certificate_id): ...`. What is done again and again:
`@every("courses.close_overdue", minutes=1) def close_overdue(): ...`. Whoever needs work done says so in the transaction of
the change: `enqueue("certificates.render", certificate_id=7)`.
"""

from .outbox import enqueue
from .registry import every, register
from .turns import each_in_turn

__all__ = ["each_in_turn", "enqueue", "every", "register"]
