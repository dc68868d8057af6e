"""docs/reproduce.md has every claim of the ledger, with what a run finds of it today."""

from docs.reproduction import BEGIN, FILE, row
from xlrnn import api
from xlrnn.article.claims.ledger import LEDGER

CHEAP = ("sheets.neuron", "sheets.excel", "sheets.backward", "sheets.lstm", "sheets.gru")


def _rows():
    _, _, written = FILE.read_text(encoding="utf-8").partition(BEGIN)
    rows = [line for line in written.splitlines() if line.startswith("| ")]
    return [line for line in rows if not line.startswith(("| what the", "| ---"))]


def test_every_claim_is_there_in_order():
    assert [line.split(" | ")[0] for line in _rows()] == [f"| {claim.says}" for claim in LEDGER]


def test_it_says_what_is_recorded():
    for line, claim in zip(_rows(), LEDGER, strict=True):
        assert f"**{claim.verdict}**{f': {claim.because}' if claim.because else ''}" in line


def test_the_readme_counts_the_claims():
    readme = (FILE.parents[1] / "README.md").read_text(encoding="utf-8")
    assert f"the article's {len(LEDGER)} claims" in " ".join(readme.split())


def test_it_says_what_is_found(tmp_path):
    found = api.reproduce(tmp_path / "run", quick=True, only=CHEAP).findings
    assert len(found) > 35
    assert not [line for line in map(row, found) if line not in _rows()]
