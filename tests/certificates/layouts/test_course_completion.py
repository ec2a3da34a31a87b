import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from certificates.layouts import LAYOUTS, render
from lms.pdf.exceptions import CharactersNotDrawable, CharactersRefused, DoesNotFit, TextTooLong
from tests.certificates.layouts.samples import CODE, NAMES, SNAPSHOT, named
from tests.pdf.tools import fonts, run, scanned, texts, unpacked, values

ROOT = Path(__file__).resolve().parents[3]

# What is drawn for each name, without the packing. When one of these changes, certificates printed again look different: look at
# the pages, say why in the commit, and only then write the new value here.
GOLDEN = {
    "az": "a407c8cf2501e9b0b45402654ca538b8671d9a5577752a11d10783c6856827e4",
    "ru": "ffaa1b9fbf6e2f57661bfeac7e4581cd1fb6e35595ca5c0b76ede5a384eaf725",
    "fa": "eea71c453fd322088d10b2abfa03c675e5be72370925a4c7842bc1bd1622a7d5",
    "ka": "ec39f8ea90fd24d54dd931d81bc9c49cc1d01c07a584b6b5da0d2e8ec5f831f1",
    "vi": "62107de1cef48e1218c6cc470ca6714072599691f32b9fe895d1592b9037f739",
}


def draw(**changes) -> bytes:
    return render("course_completion", SNAPSHOT | changes)


@pytest.mark.parametrize("key", NAMES)
def test_certificate_carries_both_forms_of_the_name(key):
    found = texts(render("course_completion", named(key)))
    assert [line for line in found if line in NAMES[key]] == list(NAMES[key])


@pytest.mark.parametrize("key", NAMES)
def test_certificate_is_drawn_as_it_was_looked_at(key):
    pdf = render("course_completion", named(key))
    assert hashlib.sha256(unpacked(pdf)).hexdigest() == GOLDEN[key]


def test_certificate_prints_one_name_when_both_forms_are_the_same():
    assert texts(draw(name_latin="Ali Aliyev", name_own="Ali  Aliyev")).count("Ali Aliyev") == 1
    assert texts(draw(name_latin="Ali Aliyev", name_own="")).count("Ali Aliyev") == 1


def test_certificate_prints_every_value():
    expected = {
        "SERTİFİKAT · CERTIFICATE", "Miqrasiya Xidmətinin Tədris Mərkəzi", "Training Centre of the Migration Service",
        "Azerbaijani for beginners (A1)", "72", "A1", "86 %", "1 sentyabr – 20 noyabr 2026", "1 September – 20 November 2026",
        "20 noyabr 2026", "20 November 2026", "AZ-BAK-2026-000123", "Bakı, 23 noyabr 2026", "Baku, 23 November 2026",
        "Bakı mərkəzi", "Baku centre", "Rəşad Məmmədov", "Mərkəzin direktoru", "Director of the centre",
        "lms.example.az/v/", "K7QW-2M4X-Z6P3-T5VA",
    }  # fmt: skip
    assert expected - set(texts(draw())) == set()


def test_certificate_prints_the_languages_asked_for():
    found = texts(draw(languages=["az", "ru"]))
    assert [line in found for line in ("SERTİFİKAT · СЕРТИФИКАТ", "Баку, 23 ноября 2026 г.", "Baku centre")] == [
        True,
        True,
        False,
    ]


def test_certificate_in_one_language_says_everything_once():
    found = texts(draw(languages=["ru"]))
    assert [found.count(line) for line in ("СЕРТИФИКАТ", "20 ноября 2026 г.", "Директор центра")] == [1, 1, 1]


def test_certificate_leaves_out_what_is_not_known():
    found = texts(draw(level="", score="", cohort_dates=""))
    assert [line for line in found if "Level" in line or "Result" in line or "Course dates" in line] == []


def test_certificate_names_the_centre_at_the_top_when_no_issuer_is_given():
    found = texts(draw(issuer=None))
    assert (found[0], found.count("Bakı mərkəzi")) == ("Bakı mərkəzi", 1)


def test_certificate_of_a_demonstration_says_so_without_mixing_into_the_text():
    pdf = draw(test=True)
    assert texts(pdf) == texts(draw())
    assert values(pdf, "/Alt")[0] == "NÜMUNƏ / SPECIMEN"


@pytest.mark.parametrize("dpi", [100, 150])
def test_certificate_is_scanned_from_a_grey_print(dpi):
    assert scanned(draw(test=True), dpi=dpi) == f"HTTPS://LMS.EXAMPLE.AZ/V/{CODE}"


def test_certificate_passes_the_check_of_qpdf():
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", "FILE", pdf=draw())


def test_certificate_embeds_every_font():
    assert fonts(render("course_completion", named("fa"))) == [
        ["NotoNaskhArabic-Regular", "yes", "yes", "yes"],
        ["NotoSans-Bold", "yes", "yes", "yes"],
        ["NotoSans-Regular", "yes", "yes", "yes"],
    ]


def test_certificate_is_one_small_tagged_page():
    pdf = draw()
    info = run("pdfinfo", "FILE", pdf=pdf)
    assert ["Pages:           1" in info, "(A4)" in info, "Tagged:          yes" in info, len(pdf) < 30_000] == [
        True
    ] * 4


def test_certificate_fits_a_name_of_120_characters():
    latin = "Abdurrahmanmuhammadjon " * 5 + "Ibnas"
    own = "Абдуррахманмухаммаджон " * 5 + "Ибнас"
    assert (len(latin), len(own)) == (120, 120)
    found = texts(draw(name_latin=latin, name_own=own))
    assert latin in " ".join(found)
    assert own in " ".join(found)


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("李明", CharactersNotDrawable),
        ("Ali\x00", CharactersRefused),
        ("a" * 121, TextTooLong),
        ("W" * 120, DoesNotFit),
    ],
)
def test_certificate_refuses_a_name_it_cannot_print(name, refusal):
    with pytest.raises(refusal):
        draw(name_latin=name)


def test_certificate_prints_markup_as_text():
    assert "<b>O'Neil & Co</b>" in texts(draw(name_latin="<b>O'Neil & Co</b>"))


@pytest.mark.parametrize(
    "setting",
    [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "7", "LANG": "ru_RU.UTF-8"},
        {"SOURCE_DATE_EPOCH": "1", "TZ": "Asia/Baku"},
    ],
)
def test_certificate_has_the_same_bytes_in_every_process(setting):
    script = (
        "import hashlib, sys; from certificates.layouts import render; from tests.certificates.layouts.samples import named;"
        "[render('course_completion', named(key)) for key in sys.argv[1:]];"
        "print(hashlib.sha256(render('course_completion', named('fa'))).hexdigest())"
    )
    command = [sys.executable, "-c", script, *sorted(NAMES, reverse=True)]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **setting}, capture_output=True, check=True, timeout=60)
    assert done.stdout.decode().strip() == hashlib.sha256(render("course_completion", named("fa"))).hexdigest()


def test_render_knows_its_layouts():
    assert list(LAYOUTS) == ["course_completion"]
    with pytest.raises(KeyError):
        render("unknown", SNAPSHOT)
