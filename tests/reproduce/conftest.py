"""A quick run of the checks that read the cells of small workbooks: look, but do not touch."""

from types import SimpleNamespace

import pytest

from xlrnn import api
from xlrnn.reproduce.evidence import Setting
from xlrnn.reproduce.journal import Journal

CHEAP = ("sheets.neuron", "sheets.excel", "sheets.layers", "sheets.backward", "sheets.chain",
         "sheets.clipping", "sheets.lstm", "sheets.gru")  # fmt: skip


@pytest.fixture(scope="session")
def run(tmp_path_factory):
    """What they found, and the folder in which it lies."""
    folder = tmp_path_factory.mktemp("article") / "run"
    return SimpleNamespace(folder=folder, found=api.reproduce(folder, quick=True, only=CHEAP))


@pytest.fixture(scope="session")
def results(run):
    """What each check came to."""
    journal = Journal(Setting(run.folder, quick=True))
    checks = {finding.claim.check for finding in run.found.findings}
    return {check: journal.kept(check) for check in checks}
