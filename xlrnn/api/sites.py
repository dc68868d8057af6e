"""The verb that writes the playground."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlrnn.api.given import OneOrMoreLessons, OneOrMorePaths, PathLike, names_of, paths_of
from xlrnn.api.workbooks import workbook
from xlrnn.errors import UsageError

if TYPE_CHECKING:
    from xlrnn.playground.books import PageBook


def playground(
    path: PathLike,
    names: OneOrMoreLessons | None = None,
    *,
    exercises: OneOrMorePaths = (),
    single: bool = False,
    python: bool = False,
    fetch: bool = False,
    force: bool = False,
) -> Path:
    """Write a web page in which workbooks can be seen, changed and calculated.

    Args:
        path: the folder to write; of a single file, its name, which ends in .html.
        names: the lessons, which are built anew; all by default, or none if there are exercises.
        exercises: workbooks to offer beside them: exercises, exported models, any other.
        single: write one file that opens from a disk.
        python: put NumPy's side in, too: Python, which proves, checks and grades in the page.
        fetch: fetch from the network what that needs and is not on this machine.
        force: write into a folder, or over a file, that xlrnn did not write.

    Returns:
        The page to open.

    Raises:
        UsageError: if a lesson is unknown, or a folder or file is in the way.
        UnreadableError: if an exercise is no workbook.
        EngineMissingError: if the engine of the page is not installed, or Python for it is not on
            this machine or cannot be fetched.
    """
    from xlrnn.playground.folder import write_folder
    from xlrnn.playground.packed import packed
    from xlrnn.playground.single import single_page, write_single
    from xlrnn.playground.site import START

    path = Path(path)
    if single and path.suffix.lower() != ".html":
        raise UsageError(f"{path}: expected a name that ends in .html, as of a single file")
    files = playground_files(
        None if names is None else names_of(names), paths_of(exercises), python=python, fetch=fetch
    )
    if single:
        write_single(path, single_page(files), force=force)
        return path
    write_folder(path, packed(files), force=force)
    return path / START


def playground_files(
    names: Sequence[str] | None = None,
    exercises: Sequence[Path] = (),
    *,
    python: bool = False,
    fetch: bool = False,
) -> dict[str, bytes]:
    """Return the files of the page by their addresses in it; `playground` says of what."""
    from xlrnn.playground.books import exercise_book
    from xlrnn.playground.pinned import fetch_files, read_pinned
    from xlrnn.playground.site import site_files

    if fetch and not python:
        raise UsageError("--fetch fetches what --python needs: say both, or leave it out")
    if fetch:
        fetch_files()
    if python:
        read_pinned()  # before the lessons are built
    others = [exercise_book(path) for path in exercises]
    return site_files([*_lessons(names, bool(others)), *others], python=python)


def _lessons(names: Sequence[str] | None, others: bool) -> "list[PageBook]":
    from xlrnn.lessons import LESSON_NAMES
    from xlrnn.lessons.choose import choose
    from xlrnn.playground.books import LESSON, PageBook
    from xlrnn.playground.tour import tour_of

    if names is None:
        names = () if others else LESSON_NAMES
    lessons = choose(list(dict.fromkeys(names)), {}, None) if names or not others else []
    return [PageBook(LESSON, one.name, one.summary, workbook(one), tour_of(one)) for one in lessons]
