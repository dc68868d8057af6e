import pytest

from xlrnn.nn.core import random
from xlrnn.reproduce.evidence import Setting
from xlrnn.reproduce.listing import files

FEW = 2_000


@pytest.fixture(autouse=True)
def chance():
    """Leave the shared source of chance as it was."""
    before = random.get_random_state()
    yield
    random.set_random_state(before)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Return where the generated tweets lie, the same for all tests."""
    return tmp_path_factory.mktemp("reproduced")


@pytest.fixture
def setting(folder, monkeypatch):
    """Return a setting with a few dozen tweets to learn from and to validate with."""
    monkeypatch.setattr(files, "FEWER_ROWS", FEW)
    return Setting(folder, quick=True)
