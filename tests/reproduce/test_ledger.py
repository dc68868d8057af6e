"""The ledger: complete, with reasons, and each claim has its check or says why it has none."""

from collections import Counter

from xlrnn.article.claims.claim import Section, Verdict
from xlrnn.article.claims.ledger import LEDGER
from xlrnn.reproduce.checks import chosen


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


def test_every_check_of_sheets_is_there_and_brings_just_its_claims(results):
    for claim in chosen(["sheets"]):
        assert claim.name in results[claim.check]["evidence"], claim.name
    named = {claim.name for claim in chosen(["sheets"])}
    assert {name for result in results.values() for name in result["evidence"]} == named
