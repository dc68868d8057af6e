"""Carry a study out and write what it finds, every training as soon as it is done."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, Final

from xlrnn import provenance
from xlrnn.atomic import write_atomically
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.tasks.renamed import renewed
from xlrnn.tasks.study.plot import draw_study
from xlrnn.tasks.study.result import (
    Study,
    Trained,
    markdown,
    read_trained,
    summary_csv,
    trained_csv,
)
from xlrnn.tasks.study.sentiment import MODELS, Tell, study_sentiment
from xlrnn.tasks.study.training import BASELINES

BEGUN: Final = "study.json"
TRAINED: Final = "trained.csv"
FORMAT: Final = "xlrnn study"


def write_study(
    task: str,
    folder: Path,
    data: Path | None,
    seeds: int,
    models: Sequence[str] | None,
    tell: Tell | None,
    settings: Mapping[str, Any],
    executor: Executor | None = None,
) -> Study:
    """Carry a study out, or go on with it where it was interrupted; see `xlrnn.api.study`.

    Raises:
        UsageError: if there is none of that name, or the folder holds another one.
    """
    if task != "sentiment":
        raise UsageError(f"there is no study {task!r}: expected sentiment")
    done: list[Trained] = []
    asked = {name: value for name, value in renewed(settings).items() if value is not None}

    def before(digest: str) -> list[Trained]:
        done.extend(_begin(folder, {"rows": digest, **json.loads(json.dumps(asked))}))
        if done and tell is not None:
            tell(f"going on in {folder}: {len(done)} trainings are done")
        return done

    order = [*BASELINES, *(models or MODELS)]

    def place(one: Trained) -> tuple[int, int]:
        return one.seed, order.index(one.model) if one.model in order else len(order)

    def keep(trained: Trained) -> None:
        done.append(trained)
        done.sort(key=place)  # elsewhere they are done in any order
        _write(folder / TRAINED, trained_csv(done))

    found = study_sentiment(
        data,
        seeds=seeds,
        models=models or MODELS,
        tell=tell,
        keep=keep,
        done_before=before,
        executor=executor,
        **asked,
    )
    _write(folder / "study.csv", summary_csv(found))
    _write(folder / "study.md", markdown(found))
    draw_study(found, folder / "study.png")
    return found


def _begin(folder: Path, asked: dict[str, Any]) -> list[Trained]:
    """Return what a folder holds of the same study; note there which one it is.

    Raises:
        UsageError: if it holds another one.
        UnreadableError: if what it holds is damaged.
    """
    if not (folder / BEGUN).exists():
        if (folder / TRAINED).exists():
            raise UsageError(
                f"{folder} holds a study of an earlier version, which does not say what of: choose "
                "another folder"
            )
        content = {"format": FORMAT, **provenance.as_json(), "asked": asked}
        _write(folder / BEGUN, json.dumps(content, indent=1, ensure_ascii=False))
        return []
    try:
        old = renewed(json.loads((folder / BEGUN).read_text("utf-8"))["asked"])
        trained = folder / TRAINED
        done = read_trained(trained.read_text("utf-8")) if trained.exists() else []
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableError(
            f"the study in {folder} is damaged ({error}): choose another folder"
        ) from None
    other = [name for name in {**old, **asked} if old.get(name) != asked.get(name)]
    if other:
        shown = ", ".join(
            "rows" if name == "rows" else f"{name} {old.get(name)}, not {asked.get(name)}"
            for name in other
        )
        raise UsageError(
            f"{folder} holds a study with other settings ({shown}): choose another folder"
        )
    return done


def _write(path: Path, text: str) -> None:
    write_atomically(path, text.encode())
