"""Pictures with captions, and runs that take no time."""

import pytest

from tests.pictures.files import write_pictures
from xlrnn.tasks.train import train


@pytest.fixture(scope="session")
def small():
    """Settings of a training that takes no time."""
    return {
        "rows": 120, "size": 12, "units": 10, "embedding_dim": 5, "filters": (4,), "epochs": 2,
        "batch_size": 16, "verbose": 0,
    }  # fmt: skip


@pytest.fixture(scope="session")
def trained(small, tmp_path_factory):
    """A run on drawings that has learned how captions are made."""
    folder = tmp_path_factory.mktemp("trained") / "run"
    return train("caption", folder, **{**small, "epochs": 12, "learning_rate": 0.01})


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A folder of three pictures and their captions."""
    return write_pictures(tmp_path_factory.mktemp("pictures") / "data")


@pytest.fixture(scope="session")
def of_files(folder, tmp_path_factory):
    """A run that has learned these by heart."""
    return train("caption", tmp_path_factory.mktemp("files") / "run", data=folder, units=12,
                 embedding_dim=6, filters=(3,), epochs=60, learning_rate=0.02, verbose=0,
                 validation_split=0.0)  # fmt: skip
