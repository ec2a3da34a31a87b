import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from certificates.layouts import LAYOUTS, render
from certificates.layouts.course_completion import INSIDE
from lms.pdf.exceptions import CharactersNotDrawable, CharactersRefused, DoesNotFit, TextTooLong
from tests.certificates.layouts.samples import CODE, NAMES, SNAPSHOT, named
from tests.pdf.tools import fonts, lowest, overlaps, run, scanned, texts, unpacked, values

ROOT = Path(__file__).resolve().parents[3]

# What is drawn for each name, without the packing. When one of these changes, certificates printed again look different: look at
# the pages, say why in the commit, and only then write the new value here.
GOLDEN = {
    "az": "ee4a622f5ad485a69b25052d379cdb2052c7265c1dc2ab190ffe59efb1de7ca1",
    "ru": "ead1de1f51d23dbfcd421b67178e238218ce056e48821d01f472b85879c0ffc2",
    "fa": "8660efcdf1af22c29fba821ee29a680279d08ca31d7e67aa3ce10c0c6d05b0f8",
    "ka": "d1f5be43209ef9e1026a324919cfb5444208f490a3608b0d9b78787af9699a3c",
    "vi": "0283be4919954b65aca40510cbee6def10d65ba92cf63b7f70c99672af1f9a98",
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


def test_certificates_drawn_by_many_threads_at_once_are_the_same():
    snapshots = [named(key) for key in NAMES] * 8
    expected = [render("course_completion", snapshot) for snapshot in snapshots]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda snapshot: render("course_completion", snapshot), snapshots))
    finally:
        sys.setswitchinterval(interval)
    assert found == expected


def test_certificate_fits_long_words_everywhere():
    """Nothing runs out of the frame or into its neighbour when every text is as long as real ones get."""
    title = "Azərbaycan Respublikasında əcnəbilərin və vətəndaşlığı olmayan şəxslərin hüquq və vəzifələri: əsas kurs"
    statement = "Kursun proqramını tam mənimsəmiş, məşğələlərdə iştirak etmiş və yekun imtahanı uğurla vermişdir. " * 3
    long = dict.fromkeys(
        ("az", "en"), "Dövlət Miqrasiya Xidmətinin Lənkəran şəhəri üzrə regional tədris və uyğunlaşma mərkəzi"
    )
    pdf = draw(
        course_title=dict.fromkeys(("az", "en"), title),
        statement=dict.fromkeys(("az", "en"), statement.strip()),
        issuer=long | {"az": long["az"] + " (baş idarə)"},
        centre=long,
        place=dict.fromkeys(("az", "en"), "Lənkəran"),
        signatory="Əbdürrəhman Məhəmmədəli oğlu Hüseynquluzadə",
        signatory_title=long,
        hours="1 200",
        score="85,5 / 100",
        cohort_dates="2025-12-01/2026-11-20",
    )
    assert [len(overlaps(pdf)), lowest(pdf) > INSIDE] == [0, True]


def test_render_knows_its_layouts():
    assert list(LAYOUTS) == ["course_completion"]
    with pytest.raises(KeyError):
        render("unknown", SNAPSHOT)
