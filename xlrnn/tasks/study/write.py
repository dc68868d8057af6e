"""Carry a study out and write what it finds, every training as soon as it is done."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.tasks.study.plot import draw_study
from xlrnn.tasks.study.result import Study, Trained, markdown, summary_csv, trained_csv
from xlrnn.tasks.study.sentiment import MODELS, Tell, study_sentiment
from xlrnn.whole import write_whole


def write_study(
    task: str,
    folder: Path,
    data: Path | None,
    seeds: int,
    models: Sequence[str] | None,
    tell: Tell | None,
    settings: Mapping[str, Any],
) -> Study:
    """Carry a study out; see `xlrnn.api.study`.

    Raises:
        UsageError: if there is none of that name.
    """
    if task != "sentiment":
        raise UsageError(f"there is no study {task!r}: expected sentiment")
    done: list[Trained] = []

    def keep(trained: Trained) -> None:
        done.append(trained)
        _write(folder / "trained.csv", trained_csv(done))

    found = study_sentiment(
        data, seeds=seeds, models=models or MODELS, tell=tell, keep=keep, **settings
    )
    _write(folder / "study.csv", summary_csv(found))
    _write(folder / "study.md", markdown(found))
    draw_study(found, folder / "study.png")
    return found


def _write(path: Path, text: str) -> None:
    write_whole(path, text.encode())
