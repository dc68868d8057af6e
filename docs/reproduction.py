"""Write the table of docs/reproduce.md from a quick run: `python -m docs.reproduction`."""

import tempfile
from itertools import groupby
from pathlib import Path

from xlrnn import api
from xlrnn.report.reproduction.words import conclusion, recorded, told
from xlrnn.reproduce.finding import Finding, Reproduction

FILE = Path(__file__).parent / "reproduce.md"
BEGIN = "<!-- written by python -m docs.reproduction -->"


def row(finding: Finding) -> str:
    """Return the line of a claim."""
    claim = finding.claim
    correction = f": {claim.because}" if claim.because else ""
    found = told(finding) if finding.evidence is not None else ""
    cells = (claim.says, f"**{claim.verdict}**{correction}", found)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def table(found: Reproduction) -> str:
    """Return all claims, a table for each section."""
    lines = [recorded(found), "", f"A quick run, seed 0: {conclusion(found)}."]
    for section, findings in groupby(found.findings, key=lambda one: one.claim.section):
        lines += ["", f"### {section}", "", "| what the article says | verdict | what was found |"]
        lines += ["| --- | --- | --- |", *map(row, findings)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run it and write the page."""
    with tempfile.TemporaryDirectory() as folder:
        found = api.reproduce(Path(folder, "run"), quick=True, tell=print)
    told, _, _ = FILE.read_text(encoding="utf-8").partition(BEGIN)
    FILE.write_text(f"{told}{BEGIN}\n\n{table(found)}", encoding="utf-8")


if __name__ == "__main__":
    main()
