"""How a workbook wants to be calculated: what stands in its `calcPr` and `workbookPr`."""

from dataclasses import dataclass, replace
from typing import Final
from xml.etree import ElementTree

from xlrnn.xlsx.reading.xml import local_name

# What the format allows, and what holds where nothing is said.
_MOST_ROUNDS, _ROUNDS, _CHANGE = 32_767, 100, 0.001
_LONGEST: Final = 20  # digits of a number; Python refuses thousands
_TRUE: Final = frozenset({"1", "true", "on"})
_FALSE: Final = frozenset({"0", "false", "off"})


@dataclass(frozen=True, slots=True)
class Settings:
    """How a workbook wants to be calculated.

    Args:
        date1904: whether dates count from 1904 on.
        as_displayed: whether programs shall calculate with the digits that are shown.
        manual: whether they shall calculate only when they are told to.
        rounds: how often formulas that read themselves are repeated, 0 if they are errors.
        change: the rounds end when no number changes by more than this.
    """

    date1904: bool = False
    as_displayed: bool = False
    manual: bool = False
    rounds: int = 0
    change: float = _CHANGE


def read_settings(workbook: ElementTree.Element) -> Settings:
    """Read the settings from the root of the workbook's part; what makes no sense is left out."""
    found = Settings()
    for element in workbook:
        kind = local_name(element.tag)
        if kind == "workbookPr":
            found = replace(found, date1904=element.get("date1904") in _TRUE)
        elif kind == "calcPr":
            found = replace(
                found,
                as_displayed=element.get("fullPrecision") in _FALSE,
                manual=element.get("calcMode") == "manual",
                rounds=_rounds(element) if element.get("iterate") in _TRUE else 0,
                change=_change(element.get("iterateDelta", "")),
            )
    return found


def _rounds(element: ElementTree.Element) -> int:
    text = element.get("iterateCount", "")
    whole = text.isascii() and text.isdecimal()
    return min(int(text[:_LONGEST]), _MOST_ROUNDS) if whole else _ROUNDS


def _change(text: str) -> float:
    try:
        change = float(text)
    except ValueError:
        return _CHANGE
    return change if 0 < change < float("inf") else _CHANGE
