"""The table of kinds and counts, as it stands in the documentation."""

from collections import Counter
from collections.abc import Sequence

from tests.mutation.finding import Finding
from tests.mutation.tally import ALL, tally

_HEADER = (
    "kind",
    "made",
    "wrong",
    "found",
    "at the right cell",
    "changed nothing",
    "of these no alarm",
)
_NOTATIONS = {"forward": "step by step (`forward`)", "equations": "equations (`equations`)"}
_REST = "labels, checks, first page, reference"


def tables(findings: Sequence[Finding]) -> str:
    """Return both tables: by kind, and by where the mutants were made."""
    lines = [_line(*_HEADER), _line(*(":--" if i == 0 else "--:" for i in range(len(_HEADER))))]
    for kind, count in tally(findings).items():
        counts = (
            count.made,
            count.harmful,
            count.found,
            count.right_cell,
            count.harmless,
            count.silent,
        )
        lines.append(_line(f"**{kind}**" if kind == ALL else kind, *counts))
    lines += ["", _line("page", "made", "wrong", "blocks"), _line(":--", "--:", "--:", ":--")]
    for title, found in _by_page(findings).items():
        blocks = Counter(finding.mutant.block for finding in found)
        listed = ", ".join(f"{block} {times}" for block, times in sorted(blocks.items()))
        lines.append(_line(title, len(found), sum(f.harmful for f in found), listed))
    return "\n".join(lines) + "\n"


def _by_page(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    pages: dict[str, list[Finding]] = {title: [] for title in [*_NOTATIONS.values(), _REST]}
    for finding in findings:
        mutant = finding.mutant
        calculated = not mutant.block.startswith(("label_", "mark_", "letter"))
        title = _NOTATIONS.get(mutant.sheet, _REST) if calculated else _REST
        pages[title].append(finding)
    return pages


def _line(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
