"""What a worker does with a parcel: in a child process that can be ended, on files of its own.

A worker may be anything that calls a function: a process of Dask, of a pool, of MPI. What opens the
file of a student is never it, but its child, with limits of time and memory.
"""

import json
import pickle
import zlib
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from xlrnn.cluster.identity import here, identity
from xlrnn.cluster.kept import KEPT
from xlrnn.cluster.parcel import MARK, unzipped, zipped
from xlrnn.errors import EngineError
from xlrnn.scratch import scratch_folder

# What is left of a file's name: engines and readers look at no more, and the rest may be no name
# on this system.
_ENDINGS: Final = 12


def do(parcel: bytes) -> dict[str, Any]:
    """Do what a parcel says.

    Returns:
        `result` and `made` (contents by number); or why there is none: `failed` if the call did,
        `lacks` if a shared file must be sent, `other` if what is installed here is another version.
    """
    given = pickle.loads(parcel)
    if given["identity"] != identity():
        return {"other": identity(), "at": here()}
    with KEPT.at_work():
        lacking = KEPT.lacking(given["shared"].values(), given["sent"])
        if lacking:
            return {"lacks": lacking}
        with scratch_folder() as folder:
            try:
                return _done(given, folder)
            except EngineError as error:
                return {"failed": str(error)}


def _done(given: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    places = _unpacked(given, folder)
    module, function = given["name"]
    submit = getattr(import_module(module), function)
    arguments = _with_paths(given["arguments"], places)
    keywords = _with_paths(given["keywords"], places)
    with KEPT.child(tuple(given["limits"])) as child:
        start = child.submit_to_new_worker if given["new"] else child.submit
        try:
            result = start(submit, *arguments, **keywords).result()
        except EngineError as error:
            raise EngineError(_as_there(str(error), given["paths"], places)) from None
    made = {number: _content(places[number]) for number in given["made"]}
    for number in given["folders"]:
        known = unzipped(KEPT.content(given["shared"][number]))
        made[number] = zlib.compress(zipped(places[number], known))
    return {"result": _as_there(result, given["paths"], places), "made": made}


def _unpacked(given: Mapping[str, Any], folder: Path) -> list[Path]:
    """Write the files of a parcel, and return where each of them is."""
    places = []
    for number, path in enumerate(given["paths"]):
        ending = "".join(filter(str.isalnum, Path(path).suffix))[:_ENDINGS]
        place = folder / str(number) / (f"file.{ending}" if ending else "file")
        if number in given["folders"]:
            _unzip(unzipped(KEPT.content(given["shared"][number])), place)
        elif number in given["shared"]:
            place = KEPT.path(given["shared"][number])
        else:
            place.parent.mkdir()
            if number in given["own"]:
                place.write_bytes(zlib.decompress(given["own"][number]))
        places.append(place)
    return places


def _unzip(contents: Mapping[str, bytes], folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _content(path: Path) -> bytes:
    return zlib.compress(path.read_bytes(), 1) if path.is_file() else b""


def _with_paths(value: Any, places: list[Path]) -> Any:
    """Return arguments with paths in place of numbers."""
    if isinstance(value, dict):
        if value.keys() == {MARK}:
            return str(places[value[MARK]])
        return {key: _with_paths(one, places) for key, one in value.items()}
    return [_with_paths(one, places) for one in value] if isinstance(value, list) else value


def _as_there(result: Any, paths: list[str], places: list[Path]) -> Any:
    """Return a result that speaks of files where they are for whoever asked."""
    text = json.dumps(result)
    for path, place in zip(paths, places, strict=True):
        text = text.replace(json.dumps(str(place))[1:-1], json.dumps(path)[1:-1])
    return json.loads(text)
