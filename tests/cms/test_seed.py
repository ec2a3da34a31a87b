from django.conf import settings
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission, Locale, Page, Site, Workflow, WorkflowPage

from cms.models import CatalogueIndexPage, HomePage, InformationPage
from cms.seed import EDITORS, TRAINERS, seed_site


def test_seed_makes_a_tree_in_each_language_with_one_key(site):
    homes = HomePage.objects.live().order_by("locale__pk")

    assert [home.locale.language_code for home in homes] == ["az", "en", "ru"]
    assert len({home.translation_key for home in homes}) == 1
    assert CatalogueIndexPage.objects.live().filter(slug="courses").count() == 3


def test_seed_makes_the_pages_that_every_foot_links_to(site):
    found = InformationPage.objects.filter(locale__language_code="ru", slug__in=("help", "privacy", "accessibility"))

    assert found.count() == 3


def test_seed_twice_changes_nothing(site):
    def counts():
        rows = (Page, Site, Locale, Group, GroupPagePermission, Workflow, WorkflowPage)
        return [each.objects.count() for each in rows]

    once = counts()
    seed_site()

    assert counts() == once


def test_seed_puts_the_site_on_the_home_page_of_the_default_language(site):
    assert Site.objects.get().root_page.locale.language_code == settings.LANGUAGE_CODE


def test_seed_keeps_what_an_author_has_changed(site):
    page = InformationPage.objects.get(slug="help", locale__language_code="en")
    page.title = "How we help"
    page.save_revision().publish()

    seed_site()

    page.refresh_from_db()
    assert page.title == "How we help"


def rights_of(name: str) -> set[str]:
    rows = GroupPagePermission.objects.filter(group__name=name)
    return set(rows.values_list("permission__codename", flat=True))


def test_seed_lets_trainers_write_and_editors_publish(site):
    assert rights_of(TRAINERS) == {"add_page"}
    assert "publish_page" in rights_of(EDITORS)


def test_seed_leaves_one_active_workflow_reviewed_by_the_editors(site):
    workflow = Workflow.objects.get(active=True)

    assert [group.name for task in workflow.tasks for group in task.specific.groups.all()] == [EDITORS]
