"""The outbox: work that is promised in one transaction and done after it, whatever dies in between.

    @register("certificates.render")
    def render(*, certificate_id): ...          # in the app's jobs.py; keyword-only; may run twice

    enqueue("certificates.render", certificate_id=7)    # in the transaction of the change that needs it

    @every("courses.close_overdue", minutes=1)
    def close_overdue(): ...
"""

from .outbox import enqueue
from .registry import every, register

__all__ = ["enqueue", "every", "register"]
