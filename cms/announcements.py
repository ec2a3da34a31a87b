"""Keeps records and kept pages in step with what is published.

Wagtail publishes on four roads (editor, bulk action, workflow, schedule) and announces each by the same signals, inside
its own transaction; its admin hooks see only the first. So this is the one place that listens to signals.
"""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail import signals
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction, Site

from cms import freshness, records
from courses.models import Assessment, AssessmentText


def on_published(sender, instance, revision=None, **kwargs) -> None:
    with transaction.atomic():
        records.publish(instance, actor=revision.user if revision else None)
        freshness.bump()


def on_unpublished(sender, instance, **kwargs) -> None:
    with transaction.atomic():
        records.withdraw(instance)
        freshness.bump()


def on_moved(sender, instance, **kwargs) -> None:
    """Wagtail's own page for sorting moves plain pages: only here is it known that a lesson has a new place."""
    with transaction.atomic():
        records.number_lessons(instance)
        freshness.bump()


def on_changed(**kwargs) -> None:
    freshness.bump()


def listen() -> None:
    signals.page_published.connect(on_published, dispatch_uid="cms.published")
    signals.page_unpublished.connect(on_unpublished, dispatch_uid="cms.unpublished")
    signals.post_page_move.connect(on_moved, dispatch_uid="cms.moved")
    signals.page_slug_changed.connect(on_changed, dispatch_uid="cms.slug_changed")
    # What kept pages show besides pages: files by their addresses, quizzes by their titles.
    for shown in (PageViewRestriction, Site, get_image_model(), get_document_model(), Assessment, AssessmentText):
        post_save.connect(on_changed, sender=shown, dispatch_uid=f"cms.saved.{shown.__name__}")
        post_delete.connect(on_changed, sender=shown, dispatch_uid=f"cms.deleted.{shown.__name__}")
