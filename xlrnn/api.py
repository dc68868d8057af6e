"""One Python function for each verb of the command line.

from xlrnn import api

api.build(["hello-forward"], Path("workbooks"))
api.verify([Path("workbooks/hello-forward.xlsx")]).to_frame()
"""

import builtins
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlrnn.errors import EngineMissingError, UnreadableError, UsageError
from xlrnn.report.grades.verbs import Grades as Grades
from xlrnn.report.grades.verbs import check as check
from xlrnn.report.grades.verbs import check_rubric as check_rubric
from xlrnn.report.grades.verbs import exercise as exercise
from xlrnn.report.grades.verbs import grade as grade

if TYPE_CHECKING:
    from xlrnn.engines import Found
    from xlrnn.lessons import Lesson
    from xlrnn.nn.models import Sequential
    from xlrnn.tasks.evaluation import Evaluation
    from xlrnn.tasks.run import Run
    from xlrnn.tasks.study.result import Study
    from xlrnn.tasks.train import Tell
    from xlrnn.verify.blocks import BlockValues
    from xlrnn.verify.map import Map
    from xlrnn.verify.result import Verification

WORKBOOKS = Path("workbooks")


def list() -> "builtins.list[type[Lesson]]":
    """Return the lessons, in the order of the article."""
    from xlrnn import lessons

    return [lessons.get(name) for name in lessons.LESSON_NAMES]


def build(
    names: Sequence[str],
    folder: Path = WORKBOOKS,
    *,
    settings: Mapping[str, str] | None = None,
    seed: int | None = None,
    force: bool = False,
) -> "builtins.list[Path]":
    """Write the workbooks of lessons.

    Args:
        names: the lessons.
        folder: where to write; it is made if it is not there.
        settings: options of the lessons by name.
        seed: of random weights; by default the article's weights where they fit.
        force: overwrite files that xlrnn did not write.

    Returns:
        The files.

    Raises:
        UsageError: if a lesson or an option is unknown, or a file is in the way.
    """
    from xlrnn.whole import write_whole

    made = [(folder / f"{name}.xlsx", _workbook(name, settings, seed)) for name in names]
    if not force:
        for path, _ in made:
            _refuse_to_overwrite(path)
    for path, data in made:
        write_whole(path, data)
    return [path for path, _ in made]


def check_build(
    names: Sequence[str],
    folder: Path = WORKBOOKS,
    *,
    settings: Mapping[str, str] | None = None,
    seed: int | None = None,
) -> "builtins.list[str]":
    """Compare workbooks with what would be built now.

    Formulas and layout must be the same to the letter, stored results within the tolerance of
    `verify`, since another processor rounds differently.

    Returns:
        The differences, empty if there are none.

    Raises:
        UnreadableError: if a file is not there or unreadable.
    """
    from xlrnn.xlsx.same import differences

    return [
        difference
        for name in names
        for difference in differences(folder / f"{name}.xlsx", _workbook(name, settings, seed))
    ]


def _workbook(name: str, settings: Mapping[str, str] | None, seed: int | None) -> bytes:
    from xlrnn import lessons

    return workbook(lessons.get(name).chosen(settings or {}, seed))


def workbook(lesson: "Lesson") -> bytes:
    """Return the .xlsx file of a lesson, with what NumPy calculates as stored results.

    NumPy alone: the bytes must not depend on whether compiled twins are installed.
    """
    from xlrnn.nn.core import kernels
    from xlrnn.xlsx.collection import without_collection
    from xlrnn.xlsx.write import workbook_bytes

    with kernels.using(kernels.NUMPY), without_collection():
        return workbook_bytes(lesson.filled_book())


def _refuse_to_overwrite(path: Path) -> None:
    """Refuse a file that somebody else wrote, or saved after xlrnn had written it."""
    from xlrnn.xlsx.manifest import stored_by_xlrnn
    from xlrnn.xlsx.read import read

    if not path.exists() and not path.is_symlink():
        return
    if path.is_dir():
        raise UsageError(f"{path} is a folder: choose another folder with -o, or rename it")
    try:
        ours = stored_by_xlrnn(read(path))
    except UnreadableError:
        ours = False
    if not ours:
        raise UsageError(
            f"{path} is there already, and was not last written by xlrnn: "
            "choose another folder with -o, or overwrite it with --force"
        )


def verify(
    paths: Sequence[Path],
    engine: str = "auto",
    *,
    map_file: Path | None = None,
    rtol: float = 1e-9,
    atol: float = 1e-12,
    soffice: str | None = None,
) -> "Verification":
    """Compare workbooks with NumPy.

    Args:
        paths: the workbooks.
        engine: `auto` (the embedded one), `all` that are on this machine, or a name.
        map_file: says which ranges hold what, for workbooks that xlrnn did not make.
        rtol: the largest relative distance that counts as agreement; or
        atol: the largest absolute distance.
        soffice: the LibreOffice program, if it is not found by itself.

    Raises:
        UsageError: if the engine is unknown, the map is none or a tolerance is no number.
        EngineMissingError: if `all` finds no engine.
    """
    from xlrnn.verify.distance import Tolerance
    from xlrnn.verify.verify import verify as run

    for name, value in (("rtol", rtol), ("atol", atol)):
        if not 0 <= value < math.inf:
            raise UsageError(f"{name} is {value}: expected a finite number from 0")
    return run(
        paths,
        _engine_names(engine),
        tolerance=Tolerance(rtol, atol),
        mapped=None if map_file is None else _map(map_file),
        soffice=soffice,
    )


def _map(path: Path) -> "Map":
    from xlrnn.verify.map_file import read_map

    return read_map(path)


def _engine_names(engine: str) -> "builtins.list[str]":
    from xlrnn.engines import NAMES

    if engine == "auto":
        return ["ironcalc"]
    if engine == "all":
        here = [found.name for found in engines() if found.version and found.name != "cached"]
        if not here:
            raise EngineMissingError("no engine is on this machine: run pip install ironcalc")
        return here
    if engine not in NAMES:
        raise UsageError(f"engine {engine!r} is unknown: expected auto, all, {', '.join(NAMES)}")
    return [engine]


def engines() -> "builtins.list[Found]":
    """Return the engines, with the versions of those on this machine."""
    from xlrnn.engines import available

    return available()


def read(path: Path) -> "BlockValues":
    """Read the blocks of a workbook that xlrnn wrote, by name, as they are stored in the file."""
    from xlrnn.verify.blocks import read_blocks

    return read_blocks(path)


def train(
    task: str,
    folder: Path,
    *,
    data: Path | None = None,
    resume: bool = False,
    verbose: int = 0,
    tell: "Tell | None" = None,
    **settings: Any,
) -> "Run[Any, Any]":
    """Train a model: `next-char`, `next-word` or `sentiment`.

    Args:
        task: the task.
        folder: the run folder, which holds a checkpoint after every epoch.
        data: a text file, or a file of labelled texts; without it, `next-char` learns the
            article's "hello", and `sentiment` generated tweets.
        resume: go on with the run in the folder where its last checkpoint stands.
        verbose: 1 to show the progress.
        tell: is told what there is to say of the data and of the result, line by line.
        settings: what else is asked for, by name; see the `settings` of the task.
    """
    from xlrnn.tasks.train import train as run

    return run(task, folder, data=data, resume=resume, verbose=verbose, tell=tell, **settings)


def evaluate(folder: Path, data: Path | None = None) -> "Evaluation":
    """Judge the model of a run by a file, or by what was held out of its own data."""
    from xlrnn.tasks.run import read_run

    run = read_run(folder)
    return run.task.evaluate(run, data)


def study(
    task: str,
    folder: Path,
    *,
    data: Path | None = None,
    seeds: int = 5,
    models: Sequence[str] | None = None,
    tell: "Tell | None" = None,
    **settings: Any,
) -> "Study":
    """Compare models over several seeds, and write tables and a picture into a folder.

    Args:
        task: `sentiment`, so far.
        folder: gets `trained.csv` (every training, as soon as it is done), `study.csv`,
            `study.md` and, where matplotlib is installed, `study.png`.
        data: a file of labelled texts; without it, tweets are generated.
        seeds: how many trainings of each model.
        models: which; by default the article's two, rnn, lstm and gru.
        tell: is told of every training.
        settings: of the models that are not the article's, by name.
    """
    from xlrnn.tasks.study.write import write_study

    return write_study(task, folder, data, seeds, models, tell, settings)


def predict(folder: Path, texts: Sequence[str]) -> "builtins.list[Any]":
    """Return what the model of a run makes of each text.

    Returns:
        For each text a `Prediction` of what comes next, or an `Opinion` of its sentiment.
    """
    from xlrnn.tasks.run import read_run

    run = read_run(folder)
    return [*run.task.predict(run, texts)]


def generate(
    folder: Path,
    texts: Sequence[str],
    count: int,
    *,
    temperature: float = 1.0,
    seed: int | None = None,
) -> "builtins.list[str]":
    """Let texts go on by so many letters or words; see `xlrnn.tasks.next_token.predict`."""
    from xlrnn.tasks.next_token.predict import Predictor
    from xlrnn.tasks.run import read_run

    predictor = Predictor(read_run(folder))
    return [predictor.generate(text, count, temperature, seed) for text in texts]


def export(
    model: "Sequential | Path | str",
    path: Path,
    input: Any,
    *,
    words: int = 0,
    force: bool = False,
) -> Path:
    """Write a trained model with one input as a workbook of live formulas.

    Args:
        model: a model of `xlrnn.nn`, or where one is kept: a file that `Sequential.save` wrote, a
            `.keras` file, the folder of a run.
        path: the workbook, whose name ends in .xlsx.
        input: one sample: the words' numbers, an array of features, or as the command takes it.
        words: how many rows of the words' table are carried beside those that occur: the first.
        force: overwrite a file that xlrnn did not write.

    Raises:
        UsageError: if a layer cannot be written as formulas, or a file is in the way.
        UnreadableError: if there is no model or no input to be read.
        InputError, ShapeError: if the input is none, or does not fit the model.
    """
    from xlrnn.lessons.export import Source, prepared, read_source
    from xlrnn.whole import write_whole
    from xlrnn.xlsx.write import workbook_bytes

    if Path(path).suffix.lower() != ".xlsx":
        raise UsageError(f"{path}: expected a name that ends in .xlsx")
    source = read_source(Path(model)) if isinstance(model, str | Path) else Source(model)
    lesson = prepared(
        source.model,
        source.sample(input),
        tokens=source.tokens,
        labels=source.outputs,
        more=words,
        origin=source.origin,
    )
    if not force:
        _refuse_to_overwrite(Path(path))
    write_whole(Path(path), workbook_bytes(lesson.filled_book()))
    return Path(path)
