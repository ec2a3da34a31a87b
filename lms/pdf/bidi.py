"""In which order a line is laid out: the Unicode Bidirectional Algorithm (UAX 9) on one cleaned line."""

from unicodedata import bidirectional

from bidi import algorithm

RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


# Below the first Hebrew letter nothing runs to the left.
FIRST = "\u0590"


def is_right_to_left(line: str) -> bool:
    return max(line, default="") >= FIRST and any(bidirectional(character) in RIGHT_TO_LEFT for character in line)


def levels(line: str) -> list[int]:
    """The embedding level of each character; odd means right to left."""
    if not is_right_to_left(line):
        return [0] * len(line)
    base = algorithm.get_base_level(line)
    storage = algorithm.get_empty_storage() | {"base_level": base, "base_dir": "LR"[base]}
    algorithm.get_embedding_levels(line, storage)
    for at, character in enumerate(storage["chars"]):
        character["at"] = at
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage, False)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    return _with_joiners(line, {character["at"]: character["level"] for character in storage["chars"]}, base=base)


def visual_order(run_levels: list[int]) -> list[int]:
    """Indices of runs from left to right (rule L2): from the highest level down, reverse what stands at it or above."""
    order = list(range(len(run_levels)))
    for level in range(max(run_levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and run_levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


def _with_joiners(line: str, known: dict[int, int], *, base: int) -> list[int]:
    # Rule X9 takes the joiners out of the algorithm; HarfBuzz needs them, at the level of the letter before.
    found = []
    level = base
    for at in range(len(line)):
        level = known.get(at, level)
        found.append(level)
    return found
