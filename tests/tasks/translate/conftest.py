"""Pairs of sentences, and runs that take no time."""

import pytest

from xlrnn.tasks.train import train

PAIRS = [
    (f"{who} {what} {thing}", f"{qui} {quoi} {chose}")
    for who, qui in (("i", "je"), ("you", "tu"), ("we", "on"))
    for what, quoi in (("see", "vois"), ("sell", "vends"), ("want", "veux"))
    for thing, chose in (("cats", "chats !"), ("red cars", "voitures rouges"), ("all", "tout"))
]


@pytest.fixture(scope="session")
def pairs(tmp_path_factory):
    """A file of 27 pairs."""
    path = tmp_path_factory.mktemp("pairs") / "pairs.txt"
    path.write_text("".join(f"{one}\t{other}\n" for one, other in PAIRS), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def small(pairs):
    """Settings of a training that takes no time."""
    return {
        "data": pairs, "units": 12, "embedding_dim": 6, "batch_size": 4, "epochs": 2,
        "learning_rate": 0.03, "verbose": 0,
    }  # fmt: skip


@pytest.fixture(scope="session")
def trained(small, tmp_path_factory):
    """A run that has learned what there is to learn."""
    folder = tmp_path_factory.mktemp("trained") / "run"
    return train("translate", folder, **{**small, "epochs": 40, "units": 16})
