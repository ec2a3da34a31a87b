"""Changes of a spec, one by one: each gives a new spec and leaves the old one as it was. Pure."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from math import isfinite
from typing import Any

from certificates.layouts.spec import CHOICES, DEFAULTS, elements_of

MOST_PAGES = 6
MOST_ELEMENTS = 120
BOX = ("x", "y", "width", "height")
LARGEST = 1000
# So far beside the first stands its copy, in millimetres.
STEP_ASIDE = 4


def blank() -> dict:
    """A page that lies on its side, with nothing on it."""
    return {"languages": ["az", "en"], "issuer": {}, "signatory": "", "signatory_title": {}, "pages": [page()]}


def page(*, landscape: bool = True) -> dict:
    return {"landscape": landscape, "elements": []}


def well_formed(spec: Any) -> bool:
    """Whether it can be read at all, whoever wrote it. What it says may still be wrong: see `checks`."""
    pages = spec.get("pages") if isinstance(spec, Mapping) else None
    if not isinstance(pages, list) or not pages or not all(map(_is_page, pages)):
        return False
    ids = [element["id"] for page in pages for element in page["elements"]]
    return len(set(ids)) == len(ids)


def _is_page(page: Any) -> bool:
    elements = page.get("elements") if isinstance(page, Mapping) else None
    return isinstance(elements, list) and all(map(_is_element, elements))


def _is_element(element: Any) -> bool:
    if not isinstance(element, Mapping) or not isinstance(element.get("id"), str):
        return False
    kind = element.get("type")
    if not isinstance(kind, str) or kind not in DEFAULTS or not all(_is_number(element.get(name)) for name in BOX):
        return False
    known = {name: (element[name], default) for name, default in DEFAULTS[kind].items() if name in element}
    return all(_is_like(said, default) for said, default in known.values()) and all(
        said in CHOICES[name] for name, (said, _) in known.items() if name in CHOICES
    )


def _is_like(said: Any, default: Any) -> bool:
    """Of the same type as what stands there when nothing is said; lengths and sizes are never negative."""
    if isinstance(default, bool):
        return isinstance(said, bool)
    if isinstance(default, int | float):
        return _is_number(said) and said >= 0
    if isinstance(default, dict):
        return isinstance(said, Mapping) and all(isinstance(text, str) for pair in said.items() for text in pair)
    if isinstance(default, list):
        return isinstance(said, list) and all(isinstance(each, str) for each in said)
    return isinstance(said, str)


def _is_number(said: Any) -> bool:
    return isinstance(said, int | float) and isfinite(said) and abs(said) <= LARGEST


def too_large(spec: Mapping) -> bool:
    return len(spec["pages"]) > MOST_PAGES or len(list(elements_of(spec))) > MOST_ELEMENTS


def find(spec: Mapping, element_id: str) -> dict | None:
    return next((element for _, element in elements_of(spec) if element["id"] == element_id), None)


def added(spec: Mapping, *, page: int, element: Mapping[str, Any]) -> dict:
    """With a new element at the end of a page, under an id of its own."""
    found = deepcopy(dict(spec))
    found["pages"][page]["elements"].append({**element, "id": _free_id(spec)})
    return found


def _free_id(spec: Mapping) -> str:
    taken = {each["id"] for _, each in elements_of(spec)}
    return next(name for n in range(1, len(taken) + 2) if (name := f"e{n}") not in taken)


def replaced(spec: Mapping, element_id: str, element: Mapping[str, Any]) -> dict:
    return _changed(spec, element_id, lambda elements, at: elements.__setitem__(at, {**element, "id": element_id}))


def doubled(spec: Mapping, element_id: str) -> dict:
    """With a copy right behind it, a little lower and further in, under an id of its own."""
    free = _free_id(spec)

    def double(elements: list, at: int) -> None:
        copy = deepcopy(elements[at])
        elements.insert(at + 1, {**copy, "id": free, "x": copy["x"] + STEP_ASIDE, "y": copy["y"] + STEP_ASIDE})

    return _changed(spec, element_id, double)


def removed(spec: Mapping, element_id: str) -> dict:
    return _changed(spec, element_id, lambda elements, at: elements.pop(at))


def moved(spec: Mapping, element_id: str, step: int) -> dict:
    """Read so many places later (or earlier, when negative); the ends are the ends."""

    def move(elements: list, at: int) -> None:
        elements.insert(min(max(at + step, 0), len(elements) - 1), elements.pop(at))

    return _changed(spec, element_id, move)


def _changed(spec: Mapping, element_id: str, change: Callable[[list, int], Any]) -> dict:
    found = deepcopy(dict(spec))
    for each in found["pages"]:
        for at, element in enumerate(each["elements"]):
            if element["id"] == element_id:
                change(each["elements"], at)
                return found
    return found


def with_page(spec: Mapping, *, landscape: bool) -> dict:
    return deepcopy(dict(spec)) | {"pages": [*deepcopy(spec["pages"]), page(landscape=landscape)]}


def without_page(spec: Mapping, at: int) -> dict:
    """The last page stays."""
    pages = deepcopy(spec["pages"])
    if len(pages) > 1:
        pages.pop(at)
    return deepcopy(dict(spec)) | {"pages": pages}
