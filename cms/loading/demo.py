from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from cms import freshness
from cms.loading.content import DEMO, load_course, load_news
from cms.loading.people import load_people
from cms.loading.story import load_story
from cms.seed import seed_site
from lms.jobs.models import Message


@transaction.atomic
def load_demo(*, now: datetime, courses: list[str] | None = None) -> Iterator[str]:
    """Loads everything in one transaction and tells what there is. Keeps what is there; nothing is doubled.

    `courses`: only these, for tests. Letters about the past are not posted: nobody waits for them.
    """
    homes = seed_site()
    load_news(homes)
    told = []
    for folder in sorted((DEMO / "courses").iterdir()):
        if courses is None or folder.name in courses:
            course = load_course(folder, homes, now=now)
            told.append(f"Course {course.key}: {course.lessons.count()} lessons")
    last_letter = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    learners = load_people(now=now)
    load_story(learners, now=now)
    Message.objects.filter(pk__gt=last_letter).delete()
    freshness.bump()
    told.append(f"{sum(map(len, learners.values()))} learners at {len(learners)} centres")
    return iter(told)
