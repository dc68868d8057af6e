"""A run: resumed where it was stopped, begun anew where it is another, with the right code."""

import json
import subprocess
import sys
import types
from xml.etree import ElementTree

import pytest

from xlrnn import api
from xlrnn.article.claims.claim import Claim, Section, Verdict
from xlrnn.errors import UsageError
from xlrnn.locked import try_lock, unlock
from xlrnn.reproduce import checks
from xlrnn.reproduce.evidence import Evidence, Setting
from xlrnn.reproduce.finding import Finding, Outcome

FAKE = "stand_in.stand_in"


@pytest.fixture
def article(monkeypatch):
    """Three claims whose check is made up; returns what it is to find, and how often it ran."""
    told = types.SimpleNamespace(
        one=True, two=True, error=None, calls=[], names=["claim-one", "claim-two"]
    )

    def stand_in(setting: Setting):
        told.calls.append(setting)
        if told.error:
            raise told.error
        found = {"claim-one": Evidence(told.one, "One."), "claim-two": Evidence(told.two, "Two.")}
        return {name: found[name] for name in told.names}

    module = types.ModuleType("xlrnn.reproduce.stand_in.stand_in")
    module.stand_in = stand_in
    monkeypatch.setitem(sys.modules, "xlrnn.reproduce.stand_in", types.ModuleType("stand_in"))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    ledger = (
        Claim("claim-one", Section.NEED, "One.", Verdict.HOLDS, check=FAKE),
        Claim("claim-two", Section.NEED, "Two.", Verdict.FAILS, "it does not.", check=FAKE),
        Claim("claim-none", Section.BPTT, "None.", Verdict.UNCHECKED, "nobody can."),
    )
    monkeypatch.setattr(checks, "LEDGER", ledger)
    monkeypatch.setattr(checks, "LESSON_NAMES", ())
    return told


def outcomes(found):
    return [finding.outcome for finding in found.findings]


def test_everything_as_recorded(article, tmp_path):
    found = api.reproduce(tmp_path / "run")
    assert outcomes(found) == [Outcome.CONFIRMED, Outcome.CONFIRMED, Outcome.ASIDE]
    assert found.exit_code == 0


@pytest.mark.parametrize("wrong", ["one", "two"])
def test_a_claim_that_is_not_found_as_recorded(article, tmp_path, wrong):
    """Also one that is recorded as not holding, and is found to hold."""
    setattr(article, wrong, False)
    found = api.reproduce(tmp_path / "run")
    assert outcomes(found).count(Outcome.REFUTED) == 1
    assert found.exit_code == 1


def test_a_check_that_fails_is_a_claim_that_could_not_be_checked(article, tmp_path):
    article.error = ZeroDivisionError("by zero")
    found = api.reproduce(tmp_path / "run")
    assert outcomes(found) == [Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.ASIDE]
    assert found.findings[0].reason == "ZeroDivisionError: by zero"
    assert found.exit_code == 3
    article.error = None
    assert api.reproduce(tmp_path / "run").exit_code == 0, "what failed is tried again"


def test_a_check_that_brings_nothing_for_a_claim(article, tmp_path):
    article.names = ["claim-one"]
    found = api.reproduce(tmp_path / "run")
    assert outcomes(found) == [Outcome.CONFIRMED, Outcome.UNKNOWN, Outcome.ASIDE]
    assert "brought nothing" in found.findings[1].reason


def test_wrong_is_worse_than_unknown(article, tmp_path):
    article.names, article.one = ["claim-one"], False
    assert api.reproduce(tmp_path / "run").exit_code == 1


def test_evidence_of_what_is_recorded_as_not_to_be_checked_counts():
    claim = Claim("a", Section.NEED, "A.", Verdict.UNCHECKED, "no data.", check="x")
    assert Finding(claim).outcome is Outcome.ASIDE
    assert Finding(claim, Evidence(True, "")).outcome is Outcome.CONFIRMED
    assert Finding(claim, Evidence(False, "")).outcome is Outcome.REFUTED


def test_a_second_call_goes_on_and_says_so(article, tmp_path):
    lines = []
    api.reproduce(tmp_path / "run", tell=lines.append)
    assert lines == [f"1 of 1: {FAKE}, 2 of 2 claims confirmed, 0.0 s"]
    lines.clear()
    api.reproduce(tmp_path / "run", tell=lines.append)
    assert lines == [f"going on in {tmp_path / 'run'}: 1 of 1 step is done"]
    assert len(article.calls) == 1


@pytest.mark.parametrize("other", [{"seed": 1}, {"quick": True}])
def test_another_run_begins_anew(article, tmp_path, other):
    api.reproduce(tmp_path / "run")
    (tmp_path / "run" / "workbooks").mkdir()
    (tmp_path / "run" / "workbooks" / "old.xlsx").touch()
    (tmp_path / "run" / "mine.txt").touch()
    api.reproduce(tmp_path / "run", **other)
    assert len(article.calls) == 2
    assert not (tmp_path / "run" / "workbooks").exists()
    assert (tmp_path / "run" / "mine.txt").exists(), "what no run wrote stays"


def test_another_version_begins_anew(article, tmp_path, monkeypatch):
    api.reproduce(tmp_path / "run")
    monkeypatch.setattr("xlrnn.__version__", "99")
    api.reproduce(tmp_path / "run")
    assert len(article.calls) == 2


def test_who_is_stopped_loses_one_step(article, tmp_path):
    article.error = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        api.reproduce(tmp_path / "run")
    assert not (tmp_path / "run" / "report.html").exists()
    article.error, lines = None, []
    api.reproduce(tmp_path / "run", tell=lines.append)
    assert lines[0].startswith("1 of 1"), "nothing was done, so nothing goes on"


def test_what_somebody_else_has_in_the_folder_stays(article, tmp_path):
    (tmp_path / "mine.txt").touch()
    with pytest.raises(UsageError, match="holds something that xlrnn reproduce did not write"):
        api.reproduce(tmp_path)
    assert not article.calls
    api.reproduce(tmp_path, force=True)
    assert (tmp_path / "mine.txt").exists()


def test_two_runs_do_not_work_in_one_folder(article, tmp_path):
    api.reproduce(tmp_path / "run")
    lock = try_lock(tmp_path / "run")
    try:
        with pytest.raises(UsageError, match="another xlrnn reproduce is at work"):
            api.reproduce(tmp_path / "run")
    finally:
        unlock(lock)


def test_json_and_junit_say_the_same(article, tmp_path):
    article.two = False
    api.reproduce(tmp_path / "run")
    report = json.loads((tmp_path / "run" / "report.json").read_text())
    assert report["schema"] == "xlrnn/reproduce/1"
    assert report["exit_code"] == 1
    assert [one["outcome"] for one in report["claims"]] == [
        "confirmed", "not confirmed", "not to be checked here"]  # fmt: skip
    root = ElementTree.parse(tmp_path / "run" / "junit.xml").getroot()
    assert [case.get("name") for case in root.iter("testcase")] == [
        "claim-one", "claim-two", "claim-none"]  # fmt: skip
    assert [one.tag for case in root.iter("testcase") for one in case] == ["failure", "skipped"]


def test_the_verb_ends_with_the_code_of_what_was_found(article, tmp_path, capsys):
    from xlrnn.commands.main import run

    article.one = False
    assert run(["reproduce", "-o", str(tmp_path / "run"), "--jobs", "1"]) == 1
    said = capsys.readouterr()
    assert "not confirmed: claim-one: One." in said.out
    assert f"1 of 1: {FAKE}" in said.err
    article.one, article.error = True, OSError("gone")
    assert run(["reproduce", "-o", str(tmp_path / "other"), "--jobs", "1", "--quiet"]) == 3
    assert not capsys.readouterr().err


def test_in_processes_it_is_the_same(tmp_path):
    """Two checks in two processes of their own find what one finds here."""
    only = ["sheets.excel", "sheets.lstm"]
    here = api.reproduce(tmp_path / "one", quick=True, only=only)
    there = api.reproduce(tmp_path / "two", quick=True, only=only, jobs=2)
    numbers = [
        [(one.claim.name, one.evidence.says, one.evidence.numbers) for one in found.findings]
        for found in (here, there)
    ]
    assert numbers[0] == numbers[1]
    assert here.exit_code == there.exit_code == 0


def test_a_checker_imports_nothing_heavy_for_its_help():
    code = "import sys; from xlrnn.commands.main import run; run(['reproduce', '--help']); " \
        "print({'numpy', 'openpyxl', 'pandas'} & {*sys.modules})"  # fmt: skip
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "set()"
