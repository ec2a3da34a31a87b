"""Which questions an attempt asks: the fixed list, then what is drawn by chance from the banks."""

from collections import defaultdict
from random import Random

from courses.item_types import kind_of
from courses.models import Assessment, AssessmentDraw, AttemptSlot, Item, ItemVersion

# An item that may be drawn: its id, tags and difficulty.
Candidate = tuple[int, list[str], int]


def drawn(assessment: Assessment, *, rng: Random) -> list[AttemptSlot]:
    """Unsaved slots: newest versions, their worth, and the order of their options. No item comes twice.

    A bank with fewer items than asked for gives all it has.
    """
    asked = worth(assessment, rng=rng)
    versions = newest_versions(list(asked))
    slots = [
        AttemptSlot(version=versions[item], points=points, option_order=order(versions[item], assessment, rng))
        for item, points in asked.items()
        if item in versions
    ]
    if assessment.shuffle:
        rng.shuffle(slots)
    for n, slot in enumerate(slots, 1):
        slot.n = n
    return slots


def worth(assessment: Assessment, *, rng: Random) -> dict[int, int]:
    """Points by item: the fixed list, then the draws. What the list has is not drawn again."""
    listed = list(assessment.fixed_items.values_list("item_id", "points", "item__is_retired"))
    fixed = {item: points for item, points, is_retired in listed if not is_retired}
    return fixed | by_chance(assessment, besides={item for item, *_ in listed}, rng=rng)


def by_chance(assessment: Assessment, *, besides: set[int], rng: Random) -> dict[int, int]:
    """Points by item, in the order of the draws."""
    draws = list(assessment.draws.all())
    pools = candidates({draw.bank_id for draw in draws})
    taken = set(besides)
    points: dict[int, int] = {}
    for draw in draws:
        pool = [item for item, tags, level in pools[draw.bank_id] if item not in taken and fits(draw, tags, level)]
        chosen = rng.sample(pool, min(draw.count, len(pool)))
        taken.update(chosen)
        points.update(dict.fromkeys(chosen, draw.points))
    return points


def candidates(banks: set[int]) -> dict[int, list[Candidate]]:
    found: dict[int, list[Candidate]] = defaultdict(list)
    rows = Item.objects.filter(bank__in=banks, is_retired=False).order_by("pk")
    for bank, *candidate in rows.values_list("bank_id", "pk", "tags", "difficulty"):
        found[bank].append(tuple(candidate))
    return found


def fits(draw: AssessmentDraw, tags: list[str], difficulty: int) -> bool:
    return (not draw.tag or draw.tag in tags) and draw.difficulty in (None, difficulty)


def newest_versions(items: list[int]) -> dict[int, ItemVersion]:
    rows = ItemVersion.objects.filter(item__in=items).order_by("item_id", "n")
    return {version.item_id: version for version in rows}


def order(version: ItemVersion, assessment: Assessment, rng: Random) -> list[str]:
    """Ids of the options as this attempt shows them."""
    kind = kind_of(version.type)
    options = kind.option_ids(version.spec)
    if assessment.shuffle and kind.SHUFFLES:
        rng.shuffle(options)
    return options
