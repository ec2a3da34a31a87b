"""The three templates that ship: what stands on them, in which order it is read, and that nothing runs out of its place."""

import pytest

from certificates.fields import longest_snapshot
from certificates.layouts import SHIPPED, checks, print_file, render
from lms.pdf.exceptions import CharactersNotDrawable, CharactersRefused, DoesNotFit, TextTooLong
from tests.certificates.layouts.samples import (
    CODE,
    KINDS,
    NAMES,
    SIGNED_CODE,
    SITE,
    WITH_SIGNED_CODE,
    longest,
    modules,
    named,
    paper,
)
from tests.pdf.tools import fonts, overlaps, run, scanned, spoken, texts, values

ADDRESS = f"HTTPS://LMS.EXAMPLE.AZ/V/{CODE}"
# The border takes so many points of the page.
BORDER = 43


@pytest.mark.parametrize("kind", KINDS)
def test_shipped_template_could_be_published_by_anybody(kind):
    assert checks.problems(SHIPPED[kind].spec, site=SITE, has_picture=lambda _sha256: False) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("languages", [["az", "en"], ["az", "ru"], ["en", "ru"], ["ru"]])
def test_shipped_template_could_be_published_in_every_language(kind, languages):
    spec = SHIPPED[kind].spec | {"languages": languages}
    assert checks.problems(spec, site=SITE, has_picture=lambda _sha256: False) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", NAMES)
def test_paper_carries_both_forms_of_the_name(kind, key):
    found = texts(paper(kind, key))
    assert [line for line in found if line in NAMES[key]][:2] == list(NAMES[key])


def test_course_is_read_from_the_top_to_the_foot():
    assert spoken(paper("course")) == [
        "Miqrasiya Xidmətinin Tədris Mərkəzi", "Training Centre of the Migration Service", "SERTİFİKAT · CERTIFICATE",
        "Aliyeva Gunash", "Əliyeva Günəş",
        "Yeni başlayanlar üçün Azərbaycan dili (A1)", "Azerbaijani for beginners (A1)",
        "Kursun proqramını tam mənimsəmiş və yekun imtahanı uğurla vermişdir.",
        "Has completed the full programme of the course and passed the final examination.",
        "Dərs saatı / Hours of study", "72", "Səviyyə / Level", "A1", "Nəticə / Result", "86 %",
        "Kursun tarixləri / Course dates", "1 sentyabr – 20 noyabr 2026", "1 September – 20 November 2026",
        "Bitirmə tarixi / Completed on", "20 noyabr 2026", "20 November 2026", "Nömrə / Number", "AZ-BAK-2026-000123",
        "Verilmə yeri və tarixi / Place and date of issue", "Bakı, 23 noyabr 2026", "Baku, 23 November 2026",
        "Bakı mərkəzi", "Baku centre", "Mərkəzin direktoru", "Director of the centre", "Rəşad Məmmədov",
        "lms.example.az/v/", "K7QW-2M4X-Z6P3-T5VA",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_persian_name_is_copied_in_the_order_in_which_it_is_written(kind):
    pdf = paper(kind, "fa")
    assert ("محمد رضا حسینی" in texts(pdf), "محمد رضا حسینی" in values(pdf, "/ActualText")) == (True, True)


@pytest.mark.parametrize("kind", KINDS)
def test_paper_prints_one_name_when_both_forms_are_the_same(kind):
    found = texts(paper(kind, name_latin="Ali Aliyev", name_own="Ali  Aliyev"))
    assert found.count("Ali Aliyev") == (2 if kind == "diploma" else 1)  # the supplement names her again


def test_course_prints_every_value():
    expected = {
        "72", "A1", "86 %", "1 sentyabr – 20 noyabr 2026", "1 September – 20 November 2026", "20 noyabr 2026",
        "20 November 2026", "AZ-BAK-2026-000123", "Bakı, 23 noyabr 2026", "Baku, 23 November 2026", "Bakı mərkəzi",
        "Baku centre", "Rəşad Məmmədov", "Mərkəzin direktoru", "Director of the centre", "lms.example.az/v/",
        "K7QW-2M4X-Z6P3-T5VA",
    }  # fmt: skip
    assert expected - set(texts(paper("course"))) == set()


def test_level_says_what_the_level_means():
    found = texts(paper("level"))
    assert [
        line in found for line in ("A1", "başlanğıc səviyyə · beginner", "DİL SERTİFİKATI · LANGUAGE CERTIFICATE")
    ] == [True] * 3


def test_diploma_lists_its_modules_with_hours_and_results_on_the_second_page():
    pdf = paper("diploma")
    second = run("pdftotext", "-f", "2", "-layout", "FILE", "-", pdf=pdf)
    rows = [line.split() for line in second.splitlines()]
    asked = [row for row in rows if row and row[0] in ("1", "2", "3", "4")]
    total = next(row for row in rows if "Total" in row)
    assert ([row[-3:] for row in asked if "%" in row], total[-1]) == (
        [["6", "78", "%"], ["8", "81", "%"], ["12.5", "84", "%"], ["6", "87", "%"]],
        "32.5",
    )


@pytest.mark.parametrize(("count", "pages"), [(0, 2), (4, 2), (30, 2), (40, 3), (120, 5)])
def test_supplement_goes_on_as_long_as_there_are_modules(count, pages):
    pdf = paper("diploma", modules=(modules() * 30)[:count])
    found = texts(pdf)
    assert (
        f"Pages:           {pages}" in run("pdfinfo", "FILE", pdf=pdf),
        f"AZ-BAK-2026-000123 · {pages} / {pages}" in found,
    ) == (
        True,
        True,
    )


def test_supplement_says_the_hours_of_the_course_where_those_of_its_modules_are_not_known():
    unknown = [each | {"hours": ""} for each in modules()]
    second = run("pdftotext", "-f", "2", "-layout", "FILE", "-", pdf=paper("diploma", modules=unknown))
    assert next(line.split()[-1] for line in second.splitlines() if "Total" in line) == "72"


@pytest.mark.parametrize("kind", KINDS)
def test_paper_prints_the_languages_asked_for(kind):
    found = texts(paper(kind, languages=["az", "ru"]))
    assert ["Баку, 23 ноября 2026 г." in found, "Baku, 23 November 2026" in found] == [True, False]


@pytest.mark.parametrize("kind", KINDS)
def test_paper_in_one_language_says_everything_once(kind):
    found = texts(paper(kind, languages=["ru"]))
    assert [found.count(line) for line in ("20 ноября 2026 г.", "Директор центра")] == [1, 1]


@pytest.mark.parametrize("kind", KINDS)
def test_paper_leaves_out_what_is_not_known(kind):
    found = texts(paper(kind, hours="", score="", cohort_dates=""))
    assert [line for line in found if "Hours of study" in line or "Course dates" in line] == []


def test_paper_names_the_centre_at_the_top_when_no_issuer_is_given():
    found = texts(paper("course", issuer=None))
    assert (found[0], found.count("Bakı mərkəzi")) == ("Bakı mərkəzi", 1)


@pytest.mark.parametrize("kind", KINDS)
def test_paper_of_a_demonstration_says_so_without_mixing_into_the_text(kind):
    pdf = paper(kind, test=True)
    assert texts(pdf) == texts(paper(kind))
    assert values(pdf, "/Alt")[0] == "NÜMUNƏ / SPECIMEN"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dpi", [100, 150])
def test_code_is_scanned_from_a_grey_print_even_of_a_specimen(kind, dpi):
    assert ADDRESS in scanned(paper(kind, test=True), dpi=dpi)


def test_level_carries_the_code_that_is_checked_without_internet():
    assert WITH_SIGNED_CODE == ["level"]


@pytest.mark.parametrize("kind", WITH_SIGNED_CODE)
def test_both_codes_are_scanned_from_one_grey_print(kind):
    assert scanned(paper(kind, test=True), dpi=150) in (ADDRESS + SIGNED_CODE, SIGNED_CODE + ADDRESS)


@pytest.mark.parametrize("kind", KINDS)
def test_code_is_scanned_where_every_text_is_as_long_as_it_gets(kind):
    address = f"{SITE}/v/{'W' * 16}".upper()
    signed = longest_snapshot(SHIPPED[kind].spec, site=SITE)["signed_code"] if kind in WITH_SIGNED_CODE else ""
    assert scanned(longest(kind), dpi=150) in (address + signed, signed + address)


@pytest.mark.parametrize("kind", KINDS)
def test_number_and_code_are_never_broken(kind):
    number = "AZ-WWWWWWWW-2028-W-000000"
    found = texts(longest(kind))
    assert (number in found, "WWWW-WWWW-WWWW-WWWW" in found) == (True, True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("languages", [["az", "en"], ["az", "ru"], ["ru"]])
def test_longest_values_stay_within_the_border_and_off_each_other(kind, languages):
    pdf = longest(kind, languages=languages)
    assert overlaps(pdf) == []


@pytest.mark.parametrize("kind", KINDS)
def test_paper_embeds_every_font(kind):
    assert fonts(paper(kind, "fa")) == [
        ["NotoNaskhArabic-Regular", "yes", "yes", "yes"],
        ["NotoSans-Bold", "yes", "yes", "yes"],
        ["NotoSans-Regular", "yes", "yes", "yes"],
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_paper_is_small_and_tagged(kind):
    pdf = paper(kind)
    info = run("pdfinfo", "FILE", pdf=pdf)
    assert ["(A4)" in info, "Tagged:          yes" in info, len(pdf) < 36_000] == [True] * 3


def test_name_of_120_characters_fits_in_both_forms():
    latin = "Abdurrahmanmuhammadjon " * 5 + "Ibnas"
    own = "Абдуррахманмухаммаджон " * 5 + "Ибнас"
    found = " ".join(texts(paper("course", name_latin=latin, name_own=own)))
    assert (len(latin), len(own), latin in found, own in found) == (120, 120, True, True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("李明", CharactersNotDrawable),
        ("Ali\x00", CharactersRefused),
        ("a" * 121, TextTooLong),
        ("W" * 120, DoesNotFit),
    ],
)
def test_paper_refuses_a_name_it_cannot_print(kind, name, refusal):
    with pytest.raises(refusal):
        paper(kind, name_latin=name)


@pytest.mark.parametrize("name", ["<b>O'Neil & Co</b>", '<img src="/etc/passwd">', "{number} {0} %s"])
def test_paper_prints_markup_as_text(name):
    assert name in texts(paper("course", name_latin=name))


def test_print_file_has_the_pages_of_everybody_in_order():
    people = [named(key) | {"number": f"AZ-BAK-2026-00000{n}"} for n, key in enumerate(NAMES, 1)]
    found = texts(print_file(SHIPPED["diploma"].spec, people))
    assert [line for line in found if line.startswith("AZ-BAK-") and "·" in line] == [
        f"AZ-BAK-2026-00000{n} · 2 / 2" for n in range(1, 6)
    ]


def test_template_from_before_there_were_elements_is_drawn_as_the_one_that_ships():
    old = {"layout": "course_completion", "issuer": {"az": "Köhnə"}}
    assert texts(render(old, named("az"))) == texts(paper("course"))
