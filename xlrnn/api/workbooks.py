"""The verbs of workbooks: write them, verify them, read them, and who can calculate them."""

import builtins
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from xlrnn.api.given import OneOrMoreLessons, OneOrMorePaths, PathLike, names_of, paths_of
from xlrnn.arguments import check_count, check_known, check_number
from xlrnn.errors import EngineMissingError, UnreadableError, UsageError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from xlrnn.engines import Available
    from xlrnn.lessons import Lesson
    from xlrnn.verify.explained.explanation import Explanation
    from xlrnn.verify.results.result import Verification
    from xlrnn.verify.stored_blocks import BlockValues
    from xlrnn.verify.subject.foreign import AnyMap

WORKBOOKS = Path("workbooks")


def list() -> "builtins.list[type[Lesson]]":
    """Return the lessons, in the order of the article."""
    from xlrnn import lessons

    return [lessons.get(name) for name in lessons.LESSON_NAMES]


def build(
    names: OneOrMoreLessons,
    folder: PathLike = WORKBOOKS,
    *,
    settings: Mapping[str, str] | None = None,
    seed: int | None = None,
    force: bool = False,
) -> "builtins.list[Path]":
    """Write the workbooks of lessons.

    Args:
        names: the lessons.
        folder: where to write; it is made if it is not there.
        settings: options by name; each lesson takes those that it has.
        seed: of random weights; by default the article's weights where they fit.
        force: overwrite files that xlrnn did not write.

    Returns:
        The files.

    Raises:
        UsageError: if a lesson is unknown, none of them has an option, or a file is in the way.
    """
    from xlrnn.atomic import write_atomically
    from xlrnn.lessons.choose import choose

    made = [
        (Path(folder, f"{lesson.name}.xlsx"), workbook(lesson))
        for lesson in choose(names_of(names), settings or {}, seed)
    ]
    if not force:
        for path, _ in made:
            refuse_to_overwrite(path)
    for path, data in made:
        write_atomically(path, data)
    return [path for path, _ in made]


def check_build(
    names: OneOrMoreLessons,
    folder: PathLike = WORKBOOKS,
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
    from xlrnn.lessons.choose import choose
    from xlrnn.xlsx.reading.differences import differences

    return [
        difference
        for lesson in choose(names_of(names), settings or {}, seed)
        for difference in differences(Path(folder, f"{lesson.name}.xlsx"), workbook(lesson))
    ]


def workbook(lesson: "Lesson") -> bytes:
    """Return the .xlsx file of a lesson, with what NumPy calculates as stored results."""
    from xlrnn.xlsx.writing.lesson import lesson_bytes

    return lesson_bytes(lesson)


def refuse_to_overwrite(path: Path) -> None:
    """Refuse a file that somebody else wrote, or saved after xlrnn had written it."""
    from xlrnn.xlsx.manifest import stored_by_xlrnn
    from xlrnn.xlsx.reading.read import read

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
    paths: OneOrMorePaths,
    engine: str = "auto",
    *,
    map_file: PathLike | None = None,
    rtol: float = 1e-9,
    atol: float = 1e-12,
    soffice: str | None = None,
    unconfined: bool = False,
    vary: int | None = None,
    output: PathLike | None = None,
    form: str = "text",
    force: bool = False,
) -> "Verification":
    """Compare workbooks with NumPy.

    Args:
        paths: the workbooks.
        engine: `auto` (the first embedded one), `all` that are on this machine, or a name.
        map_file: says which ranges hold what, for workbooks that xlrnn did not make.
        rtol: the largest relative distance that counts as agreement; or
        atol: the largest absolute distance.
        soffice: the LibreOffice program, if it is not found by itself.
        unconfined: ask LibreOffice where the system cannot keep it from network and files, too.
        vary: with how many other inputs each workbook is tried, 0 for none; by default a few
            where that is cheap.
        output: where to write a report, if one is wanted.
        form: how it is written: `text`, `json`, `junit` or `html`.
        force: overwrite a file that is no report of xlrnn.

    Raises:
        UsageError: if the engine or the form is unknown, the map is none, a tolerance is no
            number, `vary` is negative, or a file is in the way.
        EngineMissingError: if `all` finds no engine.
    """
    from xlrnn.report.verification import formats
    from xlrnn.report.verification.own_report import refuse_other_files, write_report
    from xlrnn.verify.results.distance import Tolerance
    from xlrnn.verify.verify import verify as run

    for name, value in (("rtol", rtol), ("atol", atol)):
        check_number(name, value)
    check_known("form", [form], formats.FORMATS)
    if output is not None and not force:
        refuse_other_files(Path(output))
    result = run(
        paths_of(paths),
        _engine_names(engine),
        tolerance=Tolerance(rtol, atol),
        mapped=None if map_file is None else _map(Path(map_file)),
        soffice=soffice,
        unconfined=unconfined,
        vary=vary,
    )
    if output is not None:
        write_report(Path(output), formats.form(form).render(result))
    return result


def _map(path: Path) -> "AnyMap":
    from xlrnn.verify.subject.map_file import read_map

    return read_map(path)


def _engine_names(engine: str) -> "builtins.list[str]":
    from xlrnn.engines import NAMES, first_embedded

    if engine == "auto":
        return [first_embedded()]
    if engine == "all":
        here = [found.name for found in engines() if found.version and found.recalculates]
        if not here:
            raise EngineMissingError("no engine is on this machine: run pip install ironcalc")
        return here
    if engine not in NAMES:
        raise UsageError(f"engine {engine!r} is unknown: expected auto, all, {', '.join(NAMES)}")
    return [engine]


def explain(
    path: PathLike,
    cell: str,
    engine: str = "auto",
    *,
    most: int | None = None,
    rtol: float = 1e-9,
    atol: float = 1e-12,
    soffice: str | None = None,
    unconfined: bool = False,
) -> "Explanation":
    """Explain a cell of a workbook that xlrnn wrote: all that it follows from, step by step.

    Args:
        path: the workbook.
        cell: a sheet and a cell, as in `forward!I36`.
        engine: `auto` (the first embedded one), or a name.
        most: of how many calculated cells it is told, the nearest ones; by default 200.
        rtol: the largest relative distance from NumPy that counts as agreement; or
        atol: the largest absolute distance.
        soffice: the LibreOffice program, if it is not found by itself.
        unconfined: ask LibreOffice where the system cannot keep it from network and files, too.

    Raises:
        UsageError: if the engine or the cell is unknown.
        UnreadableError: if the file is no such workbook.
        InputError: if an input is nothing that NumPy can calculate with.
        EngineError: if the engine fails.
    """
    from xlrnn.verify.explained.explain import MOST
    from xlrnn.verify.explained.explain import explain as run
    from xlrnn.verify.results.distance import Tolerance

    for name, value in (("rtol", rtol), ("atol", atol)):
        check_number(name, value)
    check_count("most", most)
    if engine == "all":
        raise UsageError("a cell is explained with one engine: expected auto or a name, got all")
    (name,) = _engine_names(engine)
    tolerance = Tolerance(rtol, atol)
    return run(
        Path(path), cell, name, most=most or MOST, tolerance=tolerance, soffice=soffice,
        unconfined=unconfined,
    )  # fmt: skip


def engines() -> "builtins.list[Available]":
    """Return the engines, with the versions of those on this machine."""
    from xlrnn.engines import available

    return available()


def read(path: PathLike) -> "BlockValues":
    """Read the blocks of a workbook that xlrnn wrote, by name, as they are stored in the file."""
    from xlrnn.verify.stored_blocks import read_blocks

    return read_blocks(Path(path))


def reference(path: PathLike, inputs: "Mapping[str, ArrayLike] | None" = None) -> "BlockValues":
    """Return what NumPy calculates for every block of a workbook that xlrnn wrote.

    Args:
        path: the workbook.
        inputs: other inputs and weights, by block and laid out as on the sheet; those that are
            left out are taken from the workbook.

    Raises:
        UnreadableError: if the file is no such workbook, or an input is gone.
        InputError: if there is no such input, or it is nothing that can be calculated with.
    """
    from xlrnn.verify.reference import reference as run

    return run(Path(path), inputs)
