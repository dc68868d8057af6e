"""A quick run of the checks that read the cells of small workbooks: look, but do not touch."""

from types import SimpleNamespace

import pytest

from xlrnn import api

CHEAP = ("sheets.neuron", "sheets.excel", "sheets.layers", "sheets.backward", "sheets.chain",
         "sheets.clipping", "sheets.lstm", "sheets.gru")  # fmt: skip


@pytest.fixture(scope="session")
def run(tmp_path_factory):
    """What they found, and the folder in which it lies."""
    folder = tmp_path_factory.mktemp("article") / "run"
    return SimpleNamespace(folder=folder, found=api.reproduce(folder, quick=True, only=CHEAP))
