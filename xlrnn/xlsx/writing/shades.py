"""Colours for size: a state, a gate or a gradient is the darker the larger it is.

They are rules that compare a cell with a bound, one for each shade, and not colour scales: in
LibreOffice no rule can stop a colour scale, so that no cell could switch it, and a scale has no
dark cells with white letters. A rule names no other cell than the switch, by its defined name,
which all programs take on other sheets.
"""

from collections.abc import Iterator
from typing import Any, Final

from xlrnn.names import Kind
from xlrnn.sheet.switch import NAME, ON
from xlrnn.xlsx.writing.style import Format

_WHITE: Final = "#FFFFFF"
_PALE: Final = "#B8BEC4"
# From light to dark, above 0 and below: two hues that every eye tells apart.
ABOVE: Final = ("#D6E6F7", "#A3C8EC", "#5E9BD6", "#1F5FA8")
BELOW: Final = ("#FCE3CF", "#F7BE91", "#E88A45", "#A84408")
# From which size on a number has each of them: nearer to 0 it is white.
BOUNDS: Final[dict[Kind, tuple[float, ...]]] = {
    Kind.STATE: (0.05, 0.25, 0.5, 0.75),
    Kind.GATE: (0.2, 0.4, 0.6, 0.8),
    Kind.GRADIENT: (0.01, 0.1, 0.3, 1),
}
_NEVER: Final = "9E+99"


def rules(kind: Kind) -> Iterator[tuple[dict[str, Any], Format]]:
    """Yield each rule and how its cells look, the strongest first; off, no number is so large."""
    bounds = BOUNDS[kind]
    for bound, above, below in reversed(list(zip(bounds, ABOVE, BELOW, strict=True))):
        for criteria, sign, fill in ((">=", "", above), ("<=", "-", below)):
            value = f'=IF({NAME}="{ON}",{sign}{bound:g},{sign}{_NEVER})'
            yield {"type": "cell", "criteria": criteria, "value": value}, _look(fill)
    # What is left has no size to speak of.
    value = f'=IF({NAME}="{ON}",{bounds[0]:g},-{_NEVER})'
    yield {"type": "cell", "criteria": "<", "value": value}, _look(_WHITE)


def shares() -> Iterator[tuple[dict[str, Any], Format]]:
    """Yield the rules of numbers from 0 to 1 that are coloured whatever the switch says."""
    for bound, fill in reversed(list(zip(BOUNDS[Kind.STATE], ABOVE, strict=True))):
        yield {"type": "cell", "criteria": ">=", "value": bound}, _look(fill)


def hidden() -> tuple[dict[str, Any], Format]:
    """Return the rule that shows a score as hidden from which so much was taken off."""
    rule = {"type": "cell", "criteria": "<", "value": -1_000_000}
    return rule, {"num_format": '"hidden"', "font_color": _PALE}


def quiet(words: str) -> tuple[dict[str, Any], Format]:
    """Return the rule that makes columns grey that have no word.

    Args:
        words: the word of the first column, as in `E$5`.
    """
    return {"type": "formula", "criteria": f'={words}=""'}, {"font_color": _PALE}


def _look(fill: str) -> Format:
    dark = fill in (ABOVE[-1], BELOW[-1])
    return {"bg_color": fill, "font_color": _WHITE if dark else "#000000"}
