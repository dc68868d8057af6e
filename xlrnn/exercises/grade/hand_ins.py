"""Find the submissions in what a teacher downloads: files, folders, learning platforms' layouts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from xlrnn.errors import UnreadableError
from xlrnn.exercises.ask.key import Key
from xlrnn.exercises.ask.roster import plain_name
from xlrnn.exercises.grade.gradescope_metadata import GradescopeSubmitters

# `First Last_12345_assignsubmission_file_`, as Moodle names the folder of a participant.
_MOODLE: Final = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_file_?")
_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
# What lies beside submissions and is none.
_BESIDE: Final = frozenset(
    {".json", ".jsonl", ".yml", ".yaml", ".html", ".py", ".sh", ".md", ".log", ".zip"}
)


@dataclass(frozen=True)
class HandIn:
    """A file that was handed in.

    Args:
        path: the file.
        student: whose it is, as far as the folders tell, "" if they do not.
        participant: Moodle's number of the student, "" if there is none.
        name: the student's name as the folder has it.
        group: the others who handed it in.
        notes: what is odd about who handed it in.
        folder: the folders that it lies in, below the one that was named.
    """

    path: Path
    student: str = ""
    participant: str = ""
    name: str = ""
    group: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    folder: str = ""


def find(paths: Sequence[Path], key: Key, besides: Sequence[Path] = ()) -> list[HandIn]:
    """Find the submissions.

    Args:
        paths: files and folders; folders are searched with all they hold, links are not followed.
        key: the key, which knows the students.
        besides: folders to leave out, such as the one for the results.

    Raises:
        UnreadableError: if a path does not exist.
    """
    found = [one for path in paths for one in _in(path, key, besides)]
    unique = {str(one.path): one for one in found}
    return [unique[path] for path in sorted(unique)]


def sort_out(found: Sequence[HandIn], *, of_one: bool = False) -> tuple[list[HandIn], list[str]]:
    """Leave out the pictures and papers that students hand in beside their workbook.

    Who handed in no workbook at all keeps what there is, so that the result says so. A file that
    lies among workbooks and tells nothing of whose it is belongs to nobody.

    Args:
        found: the files.
        of_one: whether all of them are one submission.

    Returns:
        The submissions, and the files that are nobody's.
    """
    workbooks = {_whose(one, of_one): one for one in reversed(found) if _is_workbook(one.path)}
    beside: dict[Path, list[str]] = {}
    nobodys: list[str] = []
    kept = []
    for one in found:
        whose = _whose(one, of_one)
        if _is_workbook(one.path) or not workbooks or (whose and whose not in workbooks):
            kept.append(one)
        elif whose:
            beside.setdefault(workbooks[whose].path, []).append(one.path.name)
        else:
            nobodys.append(str(one.path))
    return [_with_beside(one, beside.get(one.path, ())) for one in kept], nobodys


def _whose(one: HandIn, of_one: bool) -> str:
    return "one" if of_one else one.student or one.participant or one.folder


def _is_workbook(path: Path) -> bool:
    """Tell whether a file is called a workbook, or is a zip as workbooks are if it has no name."""
    if path.suffix:
        return path.suffix.lower() in _WORKBOOKS
    try:
        with path.open("rb") as file:
            return file.read(2) == b"PK"
    except OSError:
        return True  # grading it says why


def _with_beside(one: HandIn, names: Sequence[str]) -> HandIn:
    note = f"beside it lies {', '.join(names)}: no workbook, and not read"
    return replace(one, notes=(*one.notes, note)) if names else one


def handed_in_by(found: Sequence[HandIn], who: GradescopeSubmitters) -> list[HandIn]:
    """Return the submissions with who handed them in, which the platform knows better."""
    first, *group = who.students or ("",)
    name = who.names[0] if len(who.names) == 1 else ""
    return [
        replace(one, student=first, name=name, group=tuple(group), notes=who.notes) for one in found
    ]


def _in(path: Path, key: Key, besides: Sequence[Path]) -> Iterator[HandIn]:
    if path.is_file():
        yield _found(path, path.parent, key)
        return
    if not path.is_dir():
        raise UnreadableError(f"{path} does not exist: check the name and the folder")
    for file in sorted(path.rglob("*")):
        parts = file.relative_to(path).parts
        hidden = any(part.startswith((".", "__MACOSX", "~$")) for part in parts)
        if hidden or file.suffix.lower() in _BESIDE or file.is_symlink() or not file.is_file():
            continue
        apart = {other.resolve() for other in besides}
        if not apart & set(file.resolve().parents):
            yield _found(file, path, key)


def _found(file: Path, root: Path, key: Key) -> HandIn:
    """Read from the folders whose a file is."""
    folders = file.relative_to(root).parts[:-1] if root in file.parents else ()
    students = {a.student: a.student for a in key.assignments if a.student}
    students |= {Path(a.file).parts[0]: a.student for a in key.assignments if a.student}
    participant = name = ""
    for folder in (*folders, root.name):
        if match := _MOODLE.fullmatch(folder):
            participant, name = match["id"], match["name"]
    mine = next((students[part] for part in (*folders, file.stem) if part in students), "")
    wanted = plain_name(name)
    by_name = [a.student for a in key.assignments if wanted and plain_name(a.name) == wanted]
    if not mine and len(by_name) == 1:
        (mine,) = by_name
    if not mine and not key.personal and folders:
        mine = name or folders[-1 if len(folders) < 2 else 0]
    return HandIn(file, mine, participant, name, folder="/".join(folders))
