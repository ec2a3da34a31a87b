"""The editor of templates: who may open it, what its buttons do, and what is said when something is wrong."""

from io import BytesIO

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from certificates.domain import create_template, publish, retire, save_draft
from certificates.domain.due import shipped_version
from certificates.enums import Kind, TemplateState
from certificates.models import Asset, Template, TemplateVersion
from lms.accounts.enums import Role
from tests.conftest import NOW
from tests.desk.pages import errors, told, words
from tests.factories.people import make_person, make_staff

LIST = "desk:templates"


@pytest.fixture
def national(db):
    return make_staff(Role.NATIONAL_ADMIN, language="en")


@pytest.fixture
def office(national, sit_down):
    return sit_down(national)


@pytest.fixture
def draft(national) -> TemplateVersion:
    """A draft that could be published as it stands."""
    return create_template(name="Ours", kind=Kind.COURSE, actor=national, now=NOW, copied=shipped_version(Kind.COURSE))


def page(version) -> str:
    return reverse("desk:template", args=[version.public_id])


def preview(version) -> str:
    return reverse("desk:template_preview", args=[version.public_id])


def elements(version) -> list[dict]:
    version.refresh_from_db()
    return version.spec["pages"][0]["elements"]


def typed(browser, version, element_id: str, **over) -> dict:
    """What a browser sends back for an element's form, with some of it typed anew."""
    response = browser.get(page(version))
    [row] = [row for rows in response.context["pages"] for row in rows if row["id"] == element_id]
    form = row["form"]
    found = {form.add_prefix(name): form[name].value() for name in form.fields}
    found |= {form.add_prefix(name): value for name, value in over.items()}
    sent = {name: value for name, value in found.items() if value is not None and value is not False}
    return {"do": "save", "rev": version.rev, "element": element_id} | sent


@pytest.mark.parametrize("role", [Role.CENTRE_STAFF, Role.APPROVER, Role.TRAINER, Role.AUDITOR, None])
def test_only_the_national_office_comes_in(role, centre, draft, sit_down):
    where = None if role == Role.AUDITOR else centre
    browser = sit_down(make_staff(role, centre=where) if role else make_person())
    asked = [
        browser.get(reverse(LIST)),
        browser.post(reverse(LIST), {"name": "Mine", "kind": "course"}),
        browser.get(page(draft)),
        browser.post(page(draft), {"do": "publish", "rev": draft.rev}),
        browser.get(preview(draft)),
    ]
    draft.refresh_from_db()

    assert ([each.status_code for each in asked], draft.state, Template.objects.filter(name="Mine").count()) == (
        [403] * 5,
        TemplateState.DRAFT,
        0,
    )


def test_stranger_is_sent_to_the_sign_in(client, draft):
    asked = [client.get(reverse(LIST)), client.post(page(draft), {"do": "publish"}), client.get(preview(draft))]

    assert [each.headers["Location"].partition("?")[0] for each in asked] == [reverse("account_login")] * 3


def test_tab_is_shown_to_whoever_may_edit(office, desk):
    shown = [reverse(LIST) in browser.get(reverse("desk:today")).content.decode() for browser in (office, desk)]

    assert shown == [True, False]


def test_list_has_the_three_that_ship_and_their_versions(office):
    rows = office.get(reverse(LIST)).context["rows"]

    assert [(str(each), [(version.n, kind) for version, kind in versions]) for each, versions in rows] == [
        ("Course completion", [(1, "ok")]),
        ("Diploma", [(1, "ok")]),
        ("Language level", [(1, "ok")]),
    ]


def test_new_template_begins_as_a_copy(office):
    shipped = shipped_version(Kind.DIPLOMA)
    response = office.post(reverse(LIST), {"name": "School", "kind": "diploma", "copied": str(shipped.public_id)})
    made = TemplateVersion.objects.get(template__name="School")

    assert (response.headers["Location"], made.spec == shipped.spec, made.state) == (
        page(made),
        True,
        TemplateState.DRAFT,
    )


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name": "Course completion", "kind": "course"}, "name", "Another template has this name."),
        ({"name": "", "kind": "course"}, "name", "This field is required."),
        (
            {"name": "A", "kind": "medal"},
            "kind",
            "Select a valid choice. medal is not one of the available choices.",
        ),
        (
            {"name": "A", "kind": "course", "copied": "not-a-key"},
            "copied",
            "“not-a-key” is not a valid UUID.",
        ),
    ],
)
def test_new_template_refuses_at_the_field(office, typed, field, sentence):
    shipped_version(Kind.COURSE)
    response = office.post(reverse(LIST), typed)

    assert errors(response) == {field: [sentence]}


def test_list_does_not_bring_back_what_was_retired(office, draft, national):
    shipped = shipped_version(Kind.COURSE)
    publish(draft, rev=0, actor=national, now=NOW)
    retire(shipped, actor=national, now=NOW)
    rows = office.get(reverse(LIST)).context["rows"]

    assert [[(v.n, v.state) for v, _badge in versions] for each, versions in rows if each == shipped.template] == [
        [(1, TemplateState.RETIRED)]
    ]


def test_text_is_changed_and_the_draft_counts_on(office, draft):
    sent = typed(office, draft, "p1e4", text_az="ŞƏHADƏTNAMƏ", x="40.5", bold="")
    response = office.post(page(draft), sent)
    changed = next(each for each in elements(draft) if each["id"] == "p1e4")

    assert (response.headers["Location"], changed["text"]["az"], changed["x"], changed["bold"], draft.rev) == (
        f"{page(draft)}#p1e4",
        "ŞƏHADƏTNAMƏ",
        40.5,
        False,
        1,
    )


def test_form_that_is_sent_unchanged_changes_nothing_that_is_drawn(office, draft):
    before = office.get(preview(draft)).content
    for element in list(elements(draft)):
        office.post(page(draft), typed(office, draft, element["id"]))
        draft.refresh_from_db()

    assert (draft.rev, office.get(preview(draft)).content == before) == (len(elements(draft)), True)


def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(office, draft):
    response = office.post(page(draft), typed(office, draft, "p1e4", width="many", text_az="Yeni"))
    [row] = [row for rows in response.context["pages"] for row in rows if row["is_open"]]

    assert (dict(row["form"].errors), row["form"]["text_az"].value(), elements(draft)[3]["width"]) == (
        {"width": ["Enter a number."]},
        "Yeni",
        233,
    )


@pytest.mark.parametrize("number", ["nan", "inf", "1e9", "-2000"])
def test_number_that_is_none_is_refused(office, draft, number):
    response = office.post(page(draft), typed(office, draft, "p1e4", x=number))

    assert (response.status_code, draft.rev, elements(draft)[3]["x"]) == (200, 0, 32)


def test_elements_are_moved_added_and_removed(office, draft):
    order = [each["id"] for each in elements(draft)]
    for n, sent in enumerate(
        [
            typed(office, draft, order[1]) | {"do": "later"},
            {"do": "add", "page": "0", "type": "line"},
            {"do": "remove", "element": order[0]},
        ]
    ):
        office.post(page(draft), sent | {"rev": n})

    assert [each["id"] for each in elements(draft)] == [order[2], order[1], *order[3:], "e1"]


def test_copy_stands_right_behind_its_element(office, draft):
    response = office.post(page(draft), {"do": "double", "element": "p1e4", "rev": "0"})
    [element, copy] = elements(draft)[3:5]

    assert (response.headers["Location"], element["id"], copy) == (
        f"{page(draft)}#e1",
        "p1e4",
        {**element, "id": "e1", "x": element["x"] + 4, "y": element["y"] + 4},
    )


def test_number_is_added_as_a_text_with_its_field(office, draft):
    office.post(page(draft), {"do": "add", "page": "0", "type": "number", "rev": "0"})

    assert (elements(draft)[-1]["type"], elements(draft)[-1]["text"]) == ("text", {"": "{number}"})


def test_page_has_an_end(office, draft, national):
    spec = draft.spec
    spec["pages"][0]["elements"] += [
        {"id": f"x{n}", "type": "line", "x": 1, "y": 1, "width": 3, "height": 0} for n in range(101)
    ]
    save_draft(draft, spec=spec, rev=0, actor=national, now=NOW)
    response = office.post(page(draft), {"do": "add", "page": "0", "type": "line", "rev": "1"})

    assert (response.context["refusal"].code, len(elements(draft))) == ("too_large", 120)


def test_pages_are_added_and_removed(office, draft):
    office.post(page(draft), {"do": "add_page", "rev": "0"})
    office.post(page(draft), {"do": "add_page", "rev": "1", "landscape": "on"})
    draft.refresh_from_db()
    shapes = [each["landscape"] for each in draft.spec["pages"]]
    office.post(page(draft), {"do": "remove_page", "page": "1", "rev": "2"})
    draft.refresh_from_db()

    assert (shapes, [each["landscape"] for each in draft.spec["pages"]]) == ([True, False, True], [True, True])


def test_settings_are_saved(office, draft):
    form = office.get(page(draft)).context["settings"]
    sent = {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    office.post(
        page(draft), sent | {"do": "settings", "rev": "0", "settings-second": "ru", "settings-signatory": "A. B."}
    )
    draft.refresh_from_db()

    assert (draft.spec["languages"], draft.spec["signatory"], draft.spec["signatory_title"]["az"]) == (
        ["az", "ru"],
        "A. B.",
        "Mərkəzin rəhbəri",
    )


def test_two_who_write_at_once_are_told(office, draft, national):
    sent = typed(office, draft, "p1e4", text_az="Mənim")
    save_draft(draft, spec=draft.spec, rev=0, actor=national, now=NOW)
    response = office.post(page(draft), sent)

    [row] = [row for rows in response.context["pages"] for row in rows if row["is_open"]]

    assert (response.context["refusal"].code, elements(draft)[3]["text"]["az"], draft.rev) == (
        "changed_meanwhile",
        "SERTİFİKAT",
        1,
    )
    assert (row["id"], row["form"]["text_az"].value()) == ("p1e4", "Mənim")


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "save", "element": "gone"},
        {"do": "add", "page": "9", "type": "line"},
        {"do": "add", "page": "x", "type": "line"},
        {"do": "add", "page": "0", "type": "film"},
        {"do": "remove_page", "page": "-1"},
        {"do": "publish", "rev": "x"},
        {"do": "nothing"},
        {},
    ],
)
def test_what_cannot_be_is_no_error_of_ours_and_changes_nothing(office, draft, sent):
    response = office.post(page(draft), {"rev": "0"} | sent)
    before = draft.spec
    draft.refresh_from_db()

    assert (response.status_code in (200, 302), draft.rev, draft.spec == before) == (True, 0, True)


def test_picture_is_added_and_can_be_chosen(office, draft):
    file = SimpleUploadedFile("stamp.png", picture(40, 20))
    response = office.post(page(draft), {"do": "picture", "picture": file}, follow=True)
    asset = Asset.objects.get()
    office.post(page(draft), {"do": "add", "page": "0", "type": "signature", "rev": "0"})
    draft.refresh_from_db()
    office.post(page(draft), typed(office, draft, "e1", asset=asset.sha256))

    assert (told(response), asset.name, elements(draft)[-1]["asset"]) == (
        ["The picture can be chosen now."],
        "stamp.png",
        asset.sha256,
    )


def picture(width: int, height: int, kind: str = "PNG", **says) -> bytes:
    target = BytesIO()
    Image.new("L", (width, height), "black").save(target, kind, **says)
    return target.getvalue()


def test_nothing_of_a_picture_is_kept_but_its_pixels(office, draft):
    where = Image.Exif()
    where[0x010E] = "taken at home"
    file = SimpleUploadedFile("photo.jpg", picture(40, 20, "JPEG", exif=where) + b"<script>")
    office.post(page(draft), {"do": "picture", "picture": file})
    with storages["private"].open(Asset.objects.get().storage_key) as stored:
        kept = stored.read()

    assert (b"taken at home" in kept, b"<script>" in kept, Image.open(BytesIO(kept)).size) == (False, False, (40, 20))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (picture(4000, 4000), "The picture has more than 12 million pixels."),
        (picture(7000, 10), "The picture has more than 12 million pixels."),
        (b"\x89PNG" + bytes(4_000_001), "The file is larger than 4 MB."),
    ],
)
def test_picture_that_unfolds_into_too_much_is_refused_at_the_field(office, draft, content, sentence):
    file = SimpleUploadedFile("bomb.png", content)
    response = office.post(page(draft), {"do": "picture", "picture": file})

    assert (response.context["picture"].errors, Asset.objects.count()) == ({"picture": [sentence]}, 0)


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"%PDF-1.7", b"\0" * 99])
def test_what_is_no_picture_is_refused_at_the_field(office, draft, content):
    file = SimpleUploadedFile("picture.png", content)
    response = office.post(page(draft), {"do": "picture", "picture": file})

    assert (response.context["picture"].errors, Asset.objects.count()) == (
        {"picture": ["Only PNG and JPEG pictures can be printed."]},
        0,
    )


def test_published_is_shown_and_cannot_be_changed(office, draft):
    office.post(page(draft), {"do": "publish", "rev": "0"})
    response = office.post(page(draft), {"do": "remove", "element": "p1e1", "rev": "0"})

    assert (response.context["refusal"].code, "data-live" in response.content.decode(), len(elements(draft)) > 10) == (
        "published",
        False,
        True,
    )


def test_faults_stand_at_their_elements_and_nothing_is_published(office, draft):
    office.post(page(draft), typed(office, draft, "p1e5", x="250"))
    draft.refresh_from_db()
    response = office.post(page(draft), {"do": "publish", "rev": draft.rev})
    rows = {row["id"]: row["problems"] for rows in response.context["pages"] for row in rows if row["problems"]}
    draft.refresh_from_db()

    assert (rows, draft.state, response.context["refusal"].code) == (
        {"p1e5": ["It stands partly off the page."]},
        TemplateState.DRAFT,
        "not_publishable",
    )
    assert "Before it can be published Name : It stands partly off the page." in words(response)


def test_draft_of_the_next_version_is_begun_once(office, draft):
    office.post(page(draft), {"do": "publish", "rev": "0"})
    found = [office.post(page(draft), {"do": "draft"}).headers["Location"] for _ in range(2)]
    next_one = draft.template.versions.get(n=2)

    assert found == [page(next_one)] * 2


def test_only_one_of_its_kind_is_not_retired(office):
    version = shipped_version(Kind.LEVEL)
    response = office.post(page(version), {"do": "retire"})

    assert "It is the only one of its kind that is published. Publish another one first." in words(response)


def test_preview_is_a_pdf_that_this_site_may_frame(office, draft):
    found = [office.get(preview(draft), {"values": values}) for values in ("", "longest", "other")]
    policy = found[0].headers["Content-Security-Policy"]

    assert (
        [each.content[:5] for each in found],
        found[1].content == found[0].content,
        found[0].headers["X-Frame-Options"],
        "frame-ancestors 'self'" in policy,
        "frame-src 'self'" in office.get(page(draft)).headers["Content-Security-Policy"],
    ) == ([b"%PDF-"] * 3, False, "SAMEORIGIN", True, True)


def test_preview_of_a_draft_with_faults_is_drawn_all_the_same(office, draft):
    office.post(page(draft), {"do": "add", "page": "0", "type": "image", "rev": "0"})
    draft.refresh_from_db()
    office.post(page(draft), typed(office, draft, "p1e5", width="10"))

    assert office.get(preview(draft), {"values": "longest"}).content[:5] == b"%PDF-"


@pytest.mark.parametrize("many", [1, 12])
def test_queries_of_the_editor_do_not_grow(many, office, draft, national, django_assert_num_queries):
    spec = draft.spec
    texts = [{"id": f"x{n}", "type": "line", "x": 1, "y": 1, "width": 3, "height": 0} for n in range(many)]
    spec["pages"][0]["elements"] += texts
    save_draft(draft, spec=spec, rev=0, actor=national, now=NOW)
    office.get(page(draft))
    with django_assert_num_queries(6):
        office.get(page(draft))
