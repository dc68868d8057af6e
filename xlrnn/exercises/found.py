"""Find the submissions in what a teacher downloads: files, folders, learning platforms' layouts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from xlrnn.errors import UnreadableError
from xlrnn.exercises.handed_in import HandedIn
from xlrnn.exercises.key import Key

# `First Last_12345_assignsubmission_file_`, as Moodle names the folder of a participant.
_MOODLE: Final = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_file_?")
# What lies beside submissions and is none.
_BESIDE: Final = frozenset(
    {".json", ".jsonl", ".yml", ".yaml", ".html", ".py", ".sh", ".md", ".log", ".zip"}
)


@dataclass(frozen=True)
class Found:
    """A file that was handed in.

    Args:
        path: the file.
        student: whose it is, as far as the folders tell, "" if they do not.
        participant: Moodle's number of the student, "" if there is none.
        name: the student's name as the folder has it.
        group: the others who handed it in.
        notes: what is odd about who handed it in.
    """

    path: Path
    student: str = ""
    participant: str = ""
    name: str = ""
    group: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def find(paths: Sequence[Path], key: Key, besides: Sequence[Path] = ()) -> list[Found]:
    """Find the submissions.

    Args:
        paths: files and folders; folders are searched with all they hold, links are not followed.
        key: the key, which knows the students.
        besides: folders to leave out, such as the one for the results.

    Raises:
        UnreadableError: if a path does not exist, or nothing was handed in.
    """
    found = [one for path in paths for one in _in(path, key, besides)]
    unique = {str(one.path): one for one in found}
    if not unique:
        raise UnreadableError(f"no submissions in {', '.join(map(str, paths))}")
    return [unique[path] for path in sorted(unique)]


def handed_in_by(found: Sequence[Found], who: HandedIn) -> list[Found]:
    """Return the submissions with who handed them in, which the platform knows better."""
    first, *group = who.students or ("",)
    name = who.names[0] if len(who.names) == 1 else ""
    return [
        replace(one, student=first, name=name, group=tuple(group), notes=who.notes) for one in found
    ]


def _in(path: Path, key: Key, besides: Sequence[Path]) -> Iterator[Found]:
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


def _found(file: Path, root: Path, key: Key) -> Found:
    """Read from the folders whose a file is."""
    folders = file.relative_to(root).parts[:-1] if root in file.parents else ()
    students = {a.student: a.student for a in key.assignments if a.student}
    students |= {Path(a.file).parts[0]: a.student for a in key.assignments if a.student}
    participant = name = ""
    for folder in (*folders, root.name):
        if match := _MOODLE.fullmatch(folder):
            participant, name = match["id"], match["name"]
    mine = next((students[part] for part in (*folders, file.stem) if part in students), "")
    by_name = [a.student for a in key.assignments if name and a.name == name]
    if not mine and len(by_name) == 1:
        (mine,) = by_name
    if not mine and not key.personal and folders:
        mine = name or folders[-1 if len(folders) < 2 else 0]
    return Found(file, mine, participant, name)
