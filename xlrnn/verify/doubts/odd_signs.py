"""Signs in formulas that look like others: some programs read over them, some show an error."""

import unicodedata
from collections.abc import Iterator
from typing import Final

from xlrnn.formula.cell import Cell
from xlrnn.formula.parsing.tokens import tokens_of
from xlrnn.xlsx.reading.read import Workbook

# Blanks of other widths, and what has no width at all.
_KINDS: Final = frozenset({"Zs", "Zl", "Zp", "Cf", "Cc"})
_USUAL: Final = frozenset(" \n\r\t")
_SHOWN: Final = 3


def odd_signs(file: Workbook) -> Iterator[str]:
    """Yield the formulas of a workbook in which such signs stand, all that hold the same one."""
    found: dict[str, list[str]] = {}
    for name, sheet in file.sheets.items():
        if _are_plain("".join(sheet.formulas.values())):
            continue
        for cell, formula in sheet.formulas.items():
            if _are_plain(formula):
                continue
            for sign in _odd(_outside_quotes(formula)):
                found.setdefault(sign, []).append(f"{name}!{Cell(*cell)}")
    for sign, cells in found.items():
        more = f" and {len(cells) - _SHOWN} more" if len(cells) > _SHOWN else ""
        called = unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
        yield (
            f"a sign that programs take differently ({called}) stands in the formula of "
            f"{', '.join(cells[:_SHOWN])}{more}: write a plain blank, or none"
        )


def _are_plain(formulas: str) -> bool:
    return formulas.isascii() and formulas.isprintable()


def _outside_quotes(formula: str) -> str:
    """Return a formula without its texts and names of sheets, which may hold any sign."""
    tokens = (token for token in tokens_of(formula) if token.kind != "text")
    return "".join(token.word if token.sheet else token.text for token in tokens)


def _odd(formula: str) -> list[str]:
    """Return the signs of a formula that look like others, each once."""
    signs = dict.fromkeys(formula)
    return [
        sign
        for sign in signs
        if sign not in _USUAL
        and (unicodedata.category(sign) in _KINDS or unicodedata.east_asian_width(sign) == "F")
    ]
