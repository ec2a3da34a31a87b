"""Keeps records and kept pages in step with what is published.

Wagtail publishes on four roads (editor, bulk action, workflow, schedule) and announces each by the same signals, inside
its own transaction; its admin hooks see only the first. So this is the one place that listens to signals.
"""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail import signals
from wagtail.models import PageViewRestriction

from cms import freshness, records


def on_published(sender, instance, revision=None, **kwargs) -> None:
    with transaction.atomic():
        records.publish(instance, actor=revision.user if revision else None)
        freshness.bump()


def on_unpublished(sender, instance, **kwargs) -> None:
    with transaction.atomic():
        records.withdraw(instance)
        freshness.bump()


def on_changed(**kwargs) -> None:
    freshness.bump()


def listen() -> None:
    signals.page_published.connect(on_published, dispatch_uid="cms.published")
    signals.page_unpublished.connect(on_unpublished, dispatch_uid="cms.unpublished")
    signals.post_page_move.connect(on_changed, dispatch_uid="cms.moved")
    signals.page_slug_changed.connect(on_changed, dispatch_uid="cms.slug_changed")
    post_save.connect(on_changed, sender=PageViewRestriction, dispatch_uid="cms.restricted")
    post_delete.connect(on_changed, sender=PageViewRestriction, dispatch_uid="cms.unrestricted")
