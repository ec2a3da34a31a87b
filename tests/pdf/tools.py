"""What other people's programs say about a PDF."""

import json
import re
import subprocess
import tempfile
import zlib
from pathlib import Path

# Readers put these around text that runs right to left; they are no part of it.
DIRECTION_MARKS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u200e\u200f"))


def run(program: str, *arguments: str, pdf: bytes) -> str:
    """The output of a program that reads a PDF file named FILE among its arguments; fails when the program does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.pdf")
        path.write_bytes(pdf)
        command = [program, *(str(path) if part == "FILE" else part for part in arguments)]
        return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()


def texts(pdf: bytes) -> list[str]:
    """The lines of text in reading order, as a copy would give them."""
    found = run("pdftotext", "FILE", "-", pdf=pdf).translate(DIRECTION_MARKS)
    return [line for line in found.replace("\f", "\n").split("\n") if line]


def spoken(pdf: bytes) -> list[str]:
    """The texts of the elements in the order of the structure, as a screen reader goes through them."""
    return [
        text
        for text in re.findall(r'^ *"(.*)"$', run("pdfinfo", "-struct-text", "FILE", pdf=pdf), re.MULTILINE)
        if text
    ]


def scanned(pdf: bytes, *, dpi: int) -> str:
    """What a scanner reads from the first page printed in grey."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.pdf")
        path.write_bytes(pdf)
        picture = Path(folder, "page")
        drawn = ["pdftoppm", "-r", str(dpi), "-gray", "-png", "-singlefile", str(path), str(picture)]
        subprocess.run(drawn, check=True, timeout=60)
        command = ["zbarimg", "--quiet", "--raw", "-Sbinary", f"{picture}.png"]
        return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode().strip()


def fonts(pdf: bytes) -> list[list[str]]:
    """Of each font: its name without the tag, whether it is embedded, a subset, and has its text."""
    rows = [line.split() for line in run("pdffonts", "FILE", pdf=pdf).splitlines()[2:]]
    return sorted([row[0].split("+", 1)[1], *row[-5:-2]] for row in rows)


def values(pdf: bytes, key: str) -> list[str]:
    """The strings that stand under a key anywhere in the document, such as /Alt or /ActualText."""
    document = json.loads(run("qpdf", "--json=1", "--json-key=objects", "FILE", pdf=pdf))
    return [entries[key] for entries in document["objects"].values() if isinstance(entries, dict) and key in entries]


def lowest(pdf: bytes) -> float:
    """How far above the lower edge of the page its lowest word stands, in points."""
    found = run("pdftotext", "-bbox", "FILE", "-", pdf=pdf)
    height = float(re.search(r'<page .*height="([\d.]+)"', found)[1])
    return height - max(bottom for _, _, _, bottom, _ in _words(found))


def overlaps(pdf: bytes) -> list[tuple[str, str]]:
    """Words drawn over each other on a page. The height of a word is taken as that of its small letters."""
    pages = run("pdftotext", "-bbox", "FILE", "-", pdf=pdf).split("<page ")[1:]
    return [pair for page in pages for pair in _overlapping(_words(page))]


def _overlapping(words: list[tuple[float, float, float, float, str]]) -> list[tuple[str, str]]:
    found = []
    for at, (left, top, right, bottom, word) in enumerate(words):
        for other_left, other_top, other_right, other_bottom, other in words[at + 1 :]:
            beside = right <= other_left or other_right <= left
            trim, other_trim = (bottom - top) * 0.3, (other_bottom - other_top) * 0.3
            apart = bottom - trim <= other_top + other_trim or other_bottom - other_trim <= top + trim
            if not (beside or apart):
                found.append((word, other))
    return found


def _words(boxes: str) -> list[tuple[float, float, float, float, str]]:
    """Left, top, right, bottom and text of each word."""
    rows = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>', boxes)
    return [(*map(float, row[:4]), row[4]) for row in rows]


def unpacked(pdf: bytes) -> bytes:
    """The objects with their streams inflated, without lengths and places: what was drawn, whatever zlib packed it."""

    def inflate(found: re.Match) -> bytes:
        packed = b"FlateDecode" in found[1]
        content = found[2]
        return found[1] + b"stream\n" + (zlib.decompressobj().decompress(content) if packed else content)

    objects = re.sub(
        rb"(<<(?:(?!endobj).)*?>>\n)stream\n(.*?)endstream", inflate, pdf.partition(b"\nxref\n")[0], flags=re.DOTALL
    )
    return re.sub(rb"/Length \d+", b"", objects)
