"""The ledger: complete, with reasons, and each claim has its check or says why it has none."""

from collections import Counter
from importlib import import_module

import pytest

from xlrnn.article.claims.claim import Section, Verdict
from xlrnn.article.claims.ledger import LEDGER
from xlrnn.report.reproduction.words import told
from xlrnn.reproduce.checks import chosen
from xlrnn.reproduce.finding import Outcome
from xlrnn.reproduce.sheets.relation import Relation


def test_there_are_claims_of_every_section_in_its_order():
    sections = [claim.section for claim in LEDGER]
    assert len(LEDGER) >= 60
    assert sections == sorted(sections, key=[*Section].index)


def test_names_are_unique_and_can_be_anchors_of_a_page():
    counts = Counter(claim.name for claim in LEDGER)
    assert not [name for name, count in counts.items() if count > 1]
    assert all(name == name.lower() and name.replace("-", "").isalnum() for name in counts)


def test_whatever_does_not_simply_hold_says_why():
    for claim in LEDGER:
        assert claim.says.endswith("."), claim.name
        assert bool(claim.because) or claim.verdict is Verdict.HOLDS, claim.name
        assert bool(claim.check) or claim.verdict is Verdict.UNCHECKED, claim.name


def test_claims_are_chosen_by_name_by_check_and_by_kind():
    assert [claim.name for claim in chosen(["h-after-e"])] == ["h-after-e"]
    assert {claim.check for claim in chosen(["sheets.excel"])} == {"sheets.excel"}
    assert {claim.check.partition(".")[0] for claim in chosen(["sheets"])} == {"sheets"}
    assert chosen([]) == [*LEDGER]


def relations(check):
    """Return the claims about which the module of a check says something."""
    module = import_module(f"xlrnn.reproduce.{check}")
    tables = [value for value in vars(module).values() if isinstance(value, dict)]
    return {name for one in tables for name, of in one.items() if isinstance(of, Relation)}


@pytest.mark.parametrize("check", sorted({claim.check for claim in chosen(["sheets"])}))
def test_every_check_of_sheets_is_there_and_is_about_its_claims(check):
    assert relations(check) == {claim.name for claim in LEDGER if claim.check == check}


def test_what_is_found_is_as_recorded(run):
    assert len(run.found.findings) > 40
    for finding in run.found.findings:
        assert finding.outcome is Outcome.CONFIRMED, f"{finding.claim.name}: {told(finding)}"
        assert finding.evidence.links, finding.claim.name
    assert run.found.exit_code == 0
