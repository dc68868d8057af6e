"""How one cell comes about, as a page: each step in mathematics, NumPy and sheet side by side."""

from collections.abc import Iterator

from xlrnn.report.explained.text import conclusion, heading, left_out, maths_of
from xlrnn.report.page import page, text
from xlrnn.verify.explained.explanation import Explanation, Step
from xlrnn.verify.explained.maths import shown

_NUMBERS = ("value", "NumPy", "sheet")
"""The columns that stand to the right."""


def render(explained: Explanation) -> str:
    """Return the page."""
    return page(text(f"{explained.cell} of {explained.book}"), body(explained))


def body(explained: Explanation) -> str:
    """Return what stands on the page."""
    told = "wrong" if explained.first_wrong else "right"
    parts = [
        f"<h1>{text(explained.cell)}</h1>",
        f"<p>{text(heading(explained))}</p>",
        f"<p class='{told}'>{text(conclusion(explained))}</p>",
        "<h2>Given</h2>",
        _table(("cell", "what", "value", ""), _given(explained)),
    ]
    if explained.steps:
        parts += ["<h2>Step by step</h2>", f"<p>{text(left_out(explained))}</p>"]
        head = ("", "cell", "what", "how", "NumPy", "sheet", "its formula")
        parts.append(_table(head, map(_step, *zip(*enumerate(explained.steps, 1), strict=True))))
    return "\n".join(part for part in parts if part != "<p></p>")


def _given(explained: Explanation) -> Iterator[str]:
    for one in explained.given:
        yield (
            f"<tr><td>{text(one.cell)}</td><td>{text(one.symbol)}</td>"
            f"<td class='n'>{text(shown(one.value))}</td><td>{text(one.label)}</td></tr>"
        )


def _step(number: int, step: Step) -> str:
    """Return the row of a step; other cells lead to it."""
    result = step.result
    sign = "wrong" if step.wrong else "right"
    how = "<br>".join(f"= {text(line)}" for line in maths_of(step))
    return (
        f"<tr><td class='n'>{number}</td><td>{text(result.cell)}</td>"
        f"<td><b>{text(step.symbol)}</b><br>{text(step.label)}</td><td>{how}</td>"
        f"<td class='n'>{text(shown(result.expected))}</td>"
        f"<td class='n {sign}'>{text(shown(result.actual))}</td>"
        f"<td><code>{text(result.formula)}</code></td></tr>"
    )


def _table(head: tuple[str, ...], rows: Iterator[str]) -> str:
    cells = "".join(
        f"<th class='n'>{text(one)}</th>" if one in _NUMBERS else f"<th>{text(one)}</th>"
        for one in head
    )
    return f"<table><tr>{cells}</tr>{''.join(rows)}</table>"
