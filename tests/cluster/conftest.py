"""One cluster for all tests of a session, and the same course for all of them."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.cluster import preload
from tests.cluster.certificate import write_certificate
from tests.cluster.machines import Machines
from tests.requirements import need
from xlrnn import api
from xlrnn.cluster.dask import connected


@pytest.fixture(scope="session")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A scheduler and two workers; a call may kill one worker, and no second one."""
    need("distributed", find_spec("distributed") is not None, "pip install 'xlrnn[cluster]'")
    folder = tmp_path_factory.mktemp("machines")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "1")
        found = Machines(folder, write_certificate(folder))
    try:
        found.add_workers(2, "--preload", str(Path(preload.__file__)))
        yield found
    finally:
        found.close()


@pytest.fixture
def connect(machines: Machines) -> AbstractContextManager:
    """A connection to it."""
    ca_file, cert, key = map(Path, machines.tls.values())
    return connected(machines.address, ca_file=ca_file, cert=cert, key=key)


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exercise with its key, and what was handed in: solved, empty, damaged."""
    folder = tmp_path_factory.mktemp("course")
    blank, solved, _ = api.exercise("hello-forward", folder, level=1, seed=3)
    (folder / "in").mkdir()
    shutil.copy(solved, folder / "in" / "1 solved.xlsx")
    shutil.copy(blank, folder / "in" / "2 empty.xlsx")
    (folder / "in" / "3 damaged.xlsx").write_bytes(blank.read_bytes()[:-100])
    return folder


@pytest.fixture(scope="session")
def as_here(course: Path) -> dict[str, bytes]:
    """What grading it on this machine writes."""
    out = course / "here"
    api.grade(course / "in", course, formats=FORMATS, folder=out, jobs=1)
    return written(out)


FORMATS = ("json", "csv", "html")


def written(folder: Path) -> dict[str, bytes]:
    """Return the files of results, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".jsonl"
    }
