"""Who handed a file in, as Gradescope says it: its `submission_metadata.json`."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from xlrnn.errors import UnreadableError
from xlrnn.exercises.ask.key import Key
from xlrnn.exercises.ask.roster import plain_name


@dataclass(frozen=True)
class GradescopeSubmitters:
    """Who handed a submission in.

    Args:
        students: their ids in the key, or their addresses if the exercise is everybody's.
        names: their names.
        notes: what a teacher should know: a group, who is not in the key, how late it is.
    """

    students: tuple[str, ...]
    names: tuple[str, ...]
    notes: tuple[str, ...]


def read_metadata(path: Path, key: Key) -> GradescopeSubmitters:
    """Read who handed a submission in.

    Args:
        path: Gradescope's file.
        key: the key, which knows the students' addresses and names.

    Raises:
        UnreadableError: if the file is damaged or names nobody.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        users = [_user(user) for user in content["users"]]
        late = _late(content)
    except OSError as error:
        raise UnreadableError(f"cannot read {path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableError(f"{path} is no submission_metadata.json ({error!r})") from None
    if not users:
        raise UnreadableError(f"{path} names no user who handed it in")
    told = [f"{user['name']} <{user['email']}>" for user in users]
    ids = [_student(user, key) for user in users]
    notes = [
        f"handed in by {who}, who is not in the key"
        for who, student in zip(told, ids, strict=True)
        if not student
    ]
    if len(users) > 1:
        notes.append(f"handed in by a group: {', '.join(told)}")
    names = tuple(user["name"] for user in users)
    return GradescopeSubmitters(tuple(filter(None, ids)), names, (*notes, *late))


def _user(user: Mapping[str, Any]) -> dict[str, str]:
    return {field: str(user.get(field) or "") for field in ("name", "email", "sid")}


def _student(user: Mapping[str, str], key: Key) -> str:
    """Return whose id a user has: by address, by the number of the school, by a name of one's own.

    Returns:
        The address if the exercise is everybody's; "" if the key does not know the user.
    """
    if not key.personal:
        return user["email"] or user["name"]
    for field, of_user in (("email", "email"), ("student", "sid"), ("name", "name")):
        plain: Callable[[str], object] = plain_name if field == "name" else _plain_id
        wanted = plain(user[of_user])
        same = [a.student for a in key.assignments if plain(getattr(a, field)) == wanted]
        if wanted and len(same) == 1:
            return same[0]
    return ""


def _plain_id(text: str) -> str:
    return text.strip().casefold()


def _late(content: Mapping[str, Any]) -> Sequence[str]:
    """Say how late it is, by the date that holds for who handed it in."""
    own = content["users"][0].get("assignment") if content["users"] else None
    due = (own or content.get("assignment") or {}).get("due_date")
    if not due or not content.get("created_at"):
        return []
    late = datetime.fromisoformat(content["created_at"]) - datetime.fromisoformat(due)
    hours = late.total_seconds() / 3600
    return [f"handed in {hours:.1f} hours late"] if hours > 0 else []
