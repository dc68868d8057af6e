"""A quick setting with a single seed, so that an experiment takes a moment."""

import pytest

from xlrnn.reproduce.evidence import Setting
from xlrnn.reproduce.trained import seeds


@pytest.fixture
def setting(tmp_path, monkeypatch):
    monkeypatch.setattr(seeds, "QUICK", 1)
    return Setting(tmp_path, quick=True)
