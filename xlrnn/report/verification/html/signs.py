"""How each verdict is drawn: a colour and a sign of its own, so that neither is needed alone."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from xlrnn.report.page import text
from xlrnn.report.verification.html.grid import GIVEN
from xlrnn.verify.results.verdict import Verdict

SIZE: Final = 10
"""How wide and high a small cell is, in the units of the drawing."""


class Sign(NamedTuple):
    """A verdict as it is drawn.

    Args:
        name: what it is called, as in the report for programs.
        path: the strokes of its sign within a small cell.
        words: what it means.
        light: its colours on a light page: of the ground and of the sign.
        dark: those on a dark page.
    """

    name: str
    path: str
    words: str
    light: tuple[str, str]
    dark: tuple[str, str]


SIGNS: Final[dict[int, Sign]] = {
    GIVEN: Sign(
        "given", "", "an input or a weight: NumPy starts from what the sheet shows",
        ("#e3e7ec", "#5b6773"), ("#2b323a", "#9aa7b4")),
    Verdict.MATCHED: Sign(
        "matched", "M5 4.6v.8", "NumPy's number; the formula as it was written, if that is known",
        ("#cfe8d8", "#1e6b41"), ("#1d4430", "#7fd1a3")),
    Verdict.NOTED: Sign(
        "noted", "M2.5 4q1.25-1.6 2.5 0t2.5 0M2.5 7q1.25-1.6 2.5 0t2.5 0",
        "NumPy's number, from a formula that was written otherwise",
        ("#d5e4f7", "#1f5fa8"), ("#1f3a5c", "#8ec1f5")),
    Verdict.MISMATCHED: Sign(
        "mismatched", "M2.5 2.5l5 5m0-5l-5 5", "another number or text than NumPy's",
        ("#c22a20", "#ffffff"), ("#e0584c", "#15191e")),
    Verdict.CONSTANT: Sign(
        "constant", "M4 2v6m2-6v6M2 4h6M2 6h6", "a value was typed in where a formula belongs",
        ("#c8581e", "#ffffff"), ("#e8824a", "#15191e")),
    Verdict.MISSING: Sign(
        "missing", "M2.5 2.5h5v5h-5z", "nothing is there",
        ("#f7d9d6", "#b3261e"), ("#4a2624", "#ff9d94")),
    Verdict.ERROR: Sign(
        "error", "M5 2v3.6M5 7.4v.8", "an error value such as #DIV/0!",
        ("#7d1f7a", "#ffffff"), ("#c77cc4", "#15191e")),
    Verdict.WRONG_TYPE: Sign(
        "wrong type", "M2.5 2.5h5M5 2.5v5.2", "a text where a number belongs, or the reverse",
        ("#8a5a00", "#ffffff"), ("#d6a243", "#15191e")),
    Verdict.UNVERIFIED: Sign(
        "unverified", "M3.4 3.8q0-1.6 1.6-1.6t1.6 1.5q0 1-1.6 1.7v.5M5 7.6v.6",
        "not verified: there was nothing to compare",
        ("#fbe6b0", "#6b4a00"), ("#4d3f16", "#f0d489")),
    Verdict.BORROWED: Sign(
        "borrowed", "M7.5 3.2h-4l1.5-1.4m-1.5 1.4l1.5 1.4M2.5 7h4",
        "the number is right, and fetched from where it stands already",
        ("#a8326b", "#ffffff"), ("#e07aac", "#15191e")),
}  # fmt: skip
"""What each code of a map looks like, in the order of the legend."""


def colours() -> str:
    """Return the style of all signs, light and dark."""
    light = "".join(_rule(code, sign.light) for code, sign in SIGNS.items())
    dark = "".join(_rule(code, sign.dark) for code, sign in SIGNS.items())
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}"


def _rule(code: int, colours: tuple[str, str]) -> str:
    ground, sign = colours
    return f".g{int(code)} {{ fill: {ground}; }} .s{int(code)} {{ stroke: {sign}; }}\n"


def patterns() -> str:
    """Return a drawing that shows nothing, and says how small cells of each kind are filled."""
    return (
        "<svg width='0' height='0' style='position:absolute' aria-hidden='true'><defs>"
        + "".join(
            f"<pattern id='v{int(code)}' width='{SIZE}' height='{SIZE}' "
            f"patternUnits='userSpaceOnUse'>{_cell(code)}</pattern>"
            for code in SIGNS
        )
        + "</defs></svg>"
    )


def _cell(code: int) -> str:
    """Return a small cell, with a line of the page between it and the next."""
    side, number = SIZE - 1, int(code)
    ground = f"<rect x='.5' y='.5' width='{side}' height='{side}' class='g{number}'/>"
    return f"{ground}<path d='{SIGNS[code].path}' class='sign s{number}'/>"


def legend(codes: Iterable[int]) -> str:
    """Return what the signs mean that occur on a page."""
    occur = {*codes}
    rows = "".join(
        f"<li><svg width='18' height='18' viewBox='0 0 {SIZE} {SIZE}' aria-hidden='true'>"
        f"{_cell(code)}</svg> <b>{text(sign.name)}</b>: {text(sign.words)}</li>"
        for code, sign in SIGNS.items()
        if code in occur
    )
    return f"<ul class='legend'>{rows}</ul>"
