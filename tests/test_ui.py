"""The components say what they mean to everybody: by words, by shape, to a screen reader, and without JavaScript."""

import re
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from lms import ui

ROOT = Path(__file__).resolve().parent.parent
CSS = sorted((ROOT / "static/css").glob("*.css"))


def drawn(source: str, **context) -> str:
    """What a template says, with its white space folded."""
    return " ".join(Template(source).render(Context(context)).split())


class Application(forms.Form):
    name = forms.CharField(label="Your name", help_text="In your own letters.")
    phone = forms.CharField(label="Phone", required=False)
    language = forms.ChoiceField(label="Language", choices=[("az", "az"), ("ru", "ru")], widget=forms.RadioSelect)


def test_badge_carries_word_and_shape():
    shape = '<svg class="icon icon-wait" viewBox="0 0 24 24" aria-hidden="true">' + ui.ICONS["wait"] + "</svg>"

    assert ui.badge("Waiting", "wait") == f'<span class="badge badge-wait">{shape}Waiting</span>'


def test_badges_of_different_kinds_have_different_shapes():
    shapes = [ui.ICONS[name] for name in ui.BADGES.values()]

    assert len(set(shapes)) == len(ui.BADGES)


def test_verdicts_have_different_shapes():
    assert len({ui.ICONS[name] for name in ui.VERDICTS.values()}) == len(ui.VERDICTS)


@pytest.mark.parametrize("tag", ["badge name 'ok'", "progress 1 2 name", "crumbs current=name", "file_row '/x' name"])
def test_component_escapes_what_people_wrote(tag):
    assert "<b>" not in drawn("{% " + tag + " %}", name="<b>Ali</b>")


def test_block_component_keeps_markup_of_the_template_and_escapes_values():
    found = drawn("{% notice 'ok' title=name %}<p>{{ name }}</p>{% endnotice %}", name="<b>Ali</b>")

    assert found.endswith(
        "<div> <p><strong>&lt;b&gt;Ali&lt;/b&gt;</strong></p> <p>&lt;b&gt;Ali&lt;/b&gt;</p> </div> </div>"
    )


def test_progress_of_nothing_is_an_empty_bar():
    assert ui.progress(0, 0, "No lessons yet") == (
        '<div class="progress"><span>No lessons yet</span>'
        '<progress value="0" max="1" aria-label="No lessons yet"></progress></div>'
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("az", ["23 noyabr 2026", "23 noyabr 2026, 10:00", "2–20 noyabr 2026"]),
        ("en", ["23 November 2026", "23 November 2026, 10:00", "2–20 November 2026"]),
        ("ru", ["23 ноября 2026 г.", "23 ноября 2026 г., 10:00", "2–20 ноября 2026 г."]),
    ],
)
def test_day_has_one_shape_in_each_language_and_is_that_of_baku(language, said, now):
    first, last = date(2026, 11, 2), date(2026, 11, 20)
    with override(language):
        shapes = [
            drawn(each, now=now, first=first, last=last)
            for each in ("{{ now|day }}", "{{ now|moment }}", "{% days first last %}")
        ]

    assert shapes == said


@pytest.mark.parametrize("shape", ["day", "moment"])
def test_day_that_is_not_known_is_not_said(shape):
    assert drawn("{{ nothing|" + shape + " }}", nothing=None) == ""


def test_pages_keep_the_other_parameters():
    request = RequestFactory().get("/en/courses/", {"level": "A1", "page": "2"})
    page = Paginator(range(30), 10).page(2)

    found = re.findall(r'href="([^"]+)"', drawn("{% pages page %}", request=request, page=page))

    assert found == ["?level=A1&amp;page=1", "?level=A1&amp;page=3"]


def test_pages_of_a_single_page_are_not_shown():
    assert drawn("{% pages page %}", page=Paginator(range(3), 10).page(1)) == ""


def test_languages_come_by_their_own_names_with_their_own_lang():
    with override("en"):
        found = drawn("{% languages %}", request=RequestFactory().get("/my/"))

    assert re.findall(r'<(?:a|strong)[^>]* lang="(\w+)"[^>]*>([^<]+)<', found) == [
        ("az", "Azərbaycanca"),
        ("en", "English"),
        ("ru", "Русский"),
    ]


def test_languages_keep_the_place_and_its_parameters():
    with override("en"):
        found = ui.here_in_each_language(RequestFactory().get("/v/", {"code": "7KQM"}))

    assert [link["url"] for link in found] == [
        "/v/?code=7KQM&lang=az",
        "/v/?code=7KQM&lang=en",
        "/v/?code=7KQM&lang=ru",
    ]


def test_languages_after_a_form_was_sent_lead_to_the_first_page():
    with override("en"):
        found = ui.here_in_each_language(RequestFactory().post("/my/"))

    assert [link["url"] for link in found] == ["/az/", "/en/", "/ru/"]


def test_languages_given_by_the_page_win():
    links = [{"code": "ru", "name": "Русский", "url": "/ru/kursy/", "current": False}]

    assert 'href="/ru/kursy/"' in drawn("{% languages %}", language_links=links)


def test_form_lists_its_errors_with_links_to_the_fields():
    with override("en"):
        found = re.findall(r'<a href="([^"]+)">([^<]+)<', str(Application({"name": ""})))

    assert found == [
        ("#id_name", "Your name: This field is required."),
        ("#id_language", "Language: This field is required."),
    ]


def test_field_ties_hint_and_error_to_its_input():
    found = str(Application({"name": ""}))

    assert re.search(r'<input[^>]*name="name"[^>]*>', found)[0] == (
        '<input type="text" name="name" required aria-invalid="true" '
        'aria-describedby="id_name_helptext id_name_error" id="id_name">'
    )
    assert re.findall(r'id="(id_name_\w+)"', found) == ["id_name_helptext", "id_name_error"]


def test_choice_is_a_group_with_a_legend():
    assert re.findall(r"<legend>\s*(\w+)", str(Application())) == ["Language"]


def test_optional_field_says_so():
    found = re.findall(r'<label for="(\w+)">[^<]*<span class="optional">', str(Application()))

    assert found == ["id_phone"]


@pytest.mark.parametrize("name", ["403_csrf.html", "500.html", "503.html"])
@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_error_page_needs_no_request_and_speaks_the_language(name, language):
    with override(language):
        found = render_to_string(name)

    assert re.search(r"<html lang=\"(\w+)\" dir=\"(\w+)\">", found).groups() == (language, "ltr")


def test_page_asks_for_few_files():
    found = render_to_string("403_csrf.html")

    assert re.findall(r'(?:src|href)="/static/([^"?]+)"', found) == [
        "css/tokens.css",
        "css/base.css",
        "css/ui.css",
        "img/favicon.png",
        "img/favicon.svg",
        "js/ui.js",
    ]


def test_styles_are_small():
    size = {path.stem: path.stat().st_size for path in CSS}
    everywhere = [size.pop(name) for name in ("tokens", "base", "ui")]
    assert (sum(everywhere) < 37_000, max(size.values()) <= 3_000) == (True, True)


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_styles_know_no_left_and_right(path):
    physical = re.compile(
        r"(?:margin|padding|border)-(?:left|right|top|bottom)|(?<![-\w])(?:left|right|top|bottom)\s*:"
        r"|(?<![-\w])(?:min-|max-)?(?:width|height)\s*:(?!\s*[\d.]+rem\))|text-align:\s*(?:left|right)|float\s*:"
    )

    assert physical.findall(path.read_text(encoding="utf-8")) == []


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})", block))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    *((text, ground) for text in ("ink", "muted", "accent") for ground in ("paper", "surface", "sunk", "accent-wash")),
    *((state, ground) for state in ("ok", "warn", "stop") for ground in ("paper", "surface", f"{state}-wash")),
    *(("ink", f"{state}-wash") for state in ("ok", "warn", "stop")),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("on-stop", "stop"),
    ("paper", "ink"),
]


def schemes() -> list[dict[str, str]]:
    """Light, dark as the device asks for it, dark as the page insists on it."""
    blocks = re.findall(r":root[^{]*\{([^}]*)\}", (ROOT / "static/css/tokens.css").read_text(encoding="utf-8"))
    return [tokens(block) for block in blocks]


def test_text_stands_out_in_light_and_dark():
    weak = [(n, a, b) for n, found in enumerate(schemes()) for a, b in PAIRS if contrast(found[a], found[b]) < 4.5]

    assert weak == []


def test_borders_of_fields_and_the_focus_stand_out():
    pairs = [(line, ground) for line in ("muted", "focus", "warn") for ground in ("paper", "surface", "sunk")]

    assert [(a, b) for found in schemes() for a, b in pairs if contrast(found[a], found[b]) < 3] == []


def test_both_ways_into_the_dark_are_the_same():
    _light, asked, insisted = schemes()

    assert asked == insisted
