"""From the course files to the blocks of a page in one language."""

from collections.abc import Callable, Iterator
from pathlib import Path

from cms.loading import media

Block = tuple[str, object]


def text(block: dict, language: str, folder: Path) -> object:
    return block[language]


def callout(block: dict, language: str, folder: Path) -> object:
    return {"kind": block["kind"], "text": block[language], "source": source(block, language)}


def source(block: dict, language: str) -> str:
    """A source is one text, or one a language."""
    given = block.get("source", "")
    return given[language] if isinstance(given, dict) else given


def vocabulary(block: dict, language: str, folder: Path) -> object:
    rows = [
        {"term": row["term"], "say": row.get("say", ""), "meaning": row[language], "example": row.get("example", "")}
        for row in block["rows"]
    ]
    return {"caption": block["caption"][language], "rows": rows}


def image(block: dict, language: str, folder: Path) -> object:
    found = media.image(folder / "media" / block["file"], block["alt"]["en"])
    return {"image": found.pk, "alt": block["alt"][language], "caption": block.get("caption", {}).get(language, "")}


def audio(block: dict, language: str, folder: Path) -> object:
    found = media.document(folder / "media" / block["file"], block["title"]["en"])
    return {"title": block["title"][language], "file": found.pk, "transcript": block["transcript"][language]}


def download(block: dict, language: str, folder: Path) -> object:
    found = media.document(folder / "media" / block["file"], block["title"]["en"])
    return {"title": block["title"][language], "file": found.pk}


def check(block: dict, language: str, folder: Path) -> object:
    options = [{"text": option[language], "correct": option.get("correct", False)} for option in block["options"]]
    return {
        "question": block["question"][language],
        "options": options,
        "explanation": block["explanation"][language],
    }


BLOCKS: dict[str, Callable[[dict, str, Path], object]] = {
    "text": text,
    "callout": callout,
    "vocabulary": vocabulary,
    "image": image,
    "audio": audio,
    "download": download,
    "check": check,
}


def blocks(lesson: dict, language: str, folder: Path) -> Iterator[Block]:
    """The lesson's blocks. A recording or file that is not there leaves its place empty."""
    for block in lesson["blocks"]:
        if "file" in block and not (folder / "media" / block["file"]).exists():
            continue
        yield block["type"], BLOCKS[block["type"]](block, language, folder)
