"""Colours of grids that are pictures: a letter has its colour, a number its shade.

They are always there, unlike the colours for size, which a reader switches. A shade comes from a
colour scale with bounds of its own, so that equal numbers look alike on all grids of a page.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from xlrnn.formula.block import Block
from xlrnn.xlsx.writing.shades import ABOVE, BELOW
from xlrnn.xlsx.writing.style import Format

_WHITE: Final = "#FFFFFF"
# The fill of a pixel, and the colour of the letter on it, which is seen by those who look for it.
PIXELS: Final[dict[str, tuple[str, str]]] = {
    "w": ("#FFFFFF", "#C9CFD6"),
    "k": ("#1F2933", "#6B7480"),
    "r": ("#D62839", "#F2A9B0"),
    "g": ("#2E9E4F", "#A9DDB8"),
    "b": ("#2463C4", "#A9C5F0"),
    "y": ("#F5C518", "#8A6D00"),
    "p": ("#8E44AD", "#D9B8E8"),
    "o": ("#F08A24", "#FCE0C4"),
    "c": ("#2BB5C9", "#0F5A66"),
}
_LETTERS: Final = ("pixel", "gallery", "paint", "letter_of")
# From white at 0 to this at the largest.
_UPWARDS: Final = {
    "plane_red": "#D62839",
    "plane_green": "#2E9E4F",
    "plane_blue": "#2463C4",
    "feature_map": ABOVE[-2],
    "pooled_map": ABOVE[-2],
}
# From below 0 through white to above 0.
_BOTH_WAYS: Final = ("kernel", "filtered", "window_kernel", "window_product")


def coloured(blocks: Iterable[Block]) -> list[list[Block]]:
    """Return the blocks that are coloured, those together that share their rules."""
    alike: dict[str, list[Block]] = {}
    for block in blocks:
        if block.quantity in (*_LETTERS, *_UPWARDS, *_BOTH_WAYS):
            named = "letters" if block.quantity in _LETTERS else block.quantity
            alike.setdefault(named, []).append(block)
    return [*alike.values()]


def rules(blocks: Sequence[Block]) -> Iterator[tuple[dict[str, Any], Format | None]]:
    """Yield each rule, and how its cells look if the rule does not say it.

    Args:
        blocks: blocks that share their rules, with their values.
    """
    quantity = blocks[0].quantity
    if quantity in _LETTERS:
        for letter, (fill, ink) in PIXELS.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{letter}"'}
            yield rule, {"bg_color": fill, "font_color": ink}
        return
    largest = max(_largest(block) for block in blocks) or 1.0
    if quantity in _UPWARDS:
        yield _scale((0, _WHITE), (largest, _UPWARDS[quantity])), None
    else:
        yield _scale((-largest, BELOW[-2]), (0, _WHITE), (largest, ABOVE[-2])), None


def _largest(block: Block) -> float:
    """Return the size of the largest number; cells that a student fills have none."""
    assert block.values is not None, f"{block.name} has no values"
    sizes = (abs(value) for value in block.values.flat if not isinstance(value, str))
    return float(max(sizes, default=0.0))


def _scale(*ends: tuple[float, str]) -> dict[str, Any]:
    """Return a scale of colours between two ends, or three."""
    places = ("min", "max") if len(ends) == 2 else ("min", "mid", "max")
    rule: dict[str, Any] = {"type": f"{len(ends)}_color_scale"}
    for place, (number, colour) in zip(places, ends, strict=True):
        rule |= {f"{place}_type": "num", f"{place}_value": number, f"{place}_color": colour}
    return rule
