"""What a site needs before its first author: languages, first pages, groups, one workflow. May be repeated."""

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms import freshness
from cms.models import CatalogueIndexPage, HomePage, InformationPage, NewsIndexPage
from cms.planting import plant, stream

FIRST_PAGES = Path(__file__).parent / "demo" / "pages.toml"
CATALOGUE = {"az": "Kurslar", "en": "Courses", "ru": "Курсы"}
NEWS = {"az": "Xəbərlər", "en": "News", "ru": "Новости"}
TRAINERS, EDITORS = "Trainers", "Editors"
# Trainers write their own pages and hand them in (whoever may lock may lock anybody's); editors change and publish everybody's.
PAGE_RIGHTS = {
    TRAINERS: ("add_page",),
    EDITORS: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"),
}
COLLECTION_RIGHTS = ("add_image", "choose_image", "add_document", "choose_document")
EDITOR_COLLECTION_RIGHTS = ("change_image", "change_document")


@transaction.atomic
def seed_site() -> dict[str, HomePage]:
    """The home page of each language, by its code."""
    words = tomllib.loads(FIRST_PAGES.read_text(encoding="utf-8"))
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES}
    root = the_root(locales[settings.LANGUAGE_CODE])
    homes = {code: first_pages(root, locale, words) for code, locale in locales.items()}
    the_site(homes[settings.LANGUAGE_CODE])
    the_groups(homes.values())
    freshness.bump()
    return homes


def the_root(locale: Locale) -> Page:
    """The root of all trees. Wagtail's welcome page is in the way of ours."""
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale)
    for welcome in root.get_children().exact_type(Page).filter(slug="home", numchild=0):
        Site.objects.filter(root_page=welcome).delete()
        welcome.delete()
    return Page.objects.get(pk=root.pk)


def first_pages(root: Page, locale: Locale, words: dict) -> HomePage:
    code = locale.language_code
    home_slug = "home" if code == settings.LANGUAGE_CODE else f"home-{code}"
    said = {name: texts[code] for name, texts in words["home"].items()}
    home = plant(
        HomePage,
        root,
        slug=home_slug,
        locale=locale,
        key="home",
        title=said["title"],
        lead=said["lead"],
        body=stream([("text", f"<p>{said['intro']}</p>")], "home"),
    )
    plant(CatalogueIndexPage, home, slug="courses", locale=locale, key="courses", title=CATALOGUE[code])
    plant(NewsIndexPage, home, slug="news", locale=locale, key="news", title=NEWS[code])
    for page in words["information"]:
        key = page["key"]
        body = stream([("text", page["body"][code])], f"page/{key}")
        plant(InformationPage, home, slug=key, locale=locale, key=f"page/{key}", title=page["title"][code], body=body)
    return home


def the_site(home: HomePage) -> Site:
    """One site for every host name: which names are answered is the server's business."""
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site, _made = Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": port,
            "root_page": home,
            "site_name": settings.SITE_NAME,
        },
    )
    return site


def the_groups(homes) -> None:
    """The two groups of authors with exactly the rights above, and the workflow in which editors review."""
    Group.objects.filter(name="Moderators").delete()
    for name, rights in PAGE_RIGHTS.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(admin_rights(name))
        GroupPagePermission.objects.filter(group=group).delete()
        GroupPagePermission.objects.bulk_create(
            GroupPagePermission(group=group, page=home, permission=page_right(right))
            for home in homes
            for right in rights
        )
        collection_rights(group, COLLECTION_RIGHTS + (EDITOR_COLLECTION_RIGHTS if name == EDITORS else ()))
    the_workflow(Group.objects.get(name=EDITORS), homes)


def page_right(codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label="wagtailcore", content_type__model="page", codename=codename)


def admin_rights(name: str):
    rights = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    translations, _made = ContentType.objects.get_or_create(app_label="wagtail_localize", model="translation")
    # Its package makes it in a migration; a database that was emptied has lost it.
    Permission.objects.get_or_create(
        content_type=translations, codename="submit_translation", defaults={"name": "Can submit translations"}
    )
    return rights | Permission.objects.filter(content_type=translations, codename="submit_translation")


def collection_rights(group: Group, codenames: tuple[str, ...]) -> None:
    collection = Collection.get_first_root_node() or Collection.add_root(name="Root")
    GroupCollectionPermission.objects.filter(group=group).delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=collection, permission=permission)
        for permission in Permission.objects.filter(
            content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=codenames
        )
    )


def the_workflow(editors: Group, homes) -> Workflow:
    """Review by the editors, for every page. Wagtail's own example workflow goes."""
    workflow, _made = Workflow.objects.get_or_create(name="Review")
    task = GroupApprovalTask.objects.filter(name="Review by the editors").first()
    task = task or GroupApprovalTask.objects.create(name="Review by the editors")
    task.groups.set([editors])
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for home in homes:
        WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
    root = Page.get_first_root_node()
    WorkflowPage.objects.filter(page=root).delete()
    Workflow.objects.filter(name="Moderators approval").update(active=False)
    Task.objects.filter(name="Moderators approval").update(active=False)
    return workflow
