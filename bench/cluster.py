"""Grading and studies on a cluster of Dask: `python bench/cluster.py PART… [--count N]`.

The parts, each with a real scheduler and real workers on this machine, TLS between all of them:

workers  submissions of hello-forward on 1, 2 and 4 workers: the same results.json as without
kills    the same on 4 workers, one of which is killed after every 40 submissions
study    24 trainings and their baselines on 4 workers: the same numbers as without
model    what a submission of a course costs, who does what, and from that 10,000 on 100 cores
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.grade import submissions  # noqa: E402
from tests.cluster.certificate import write_certificate  # noqa: E402
from tests.cluster.machines import Machines  # noqa: E402
from xlrnn import api  # noqa: E402
from xlrnn.cluster.carrier import _AHEAD  # noqa: E402
from xlrnn.cluster.dask import connected  # noqa: E402

STUDY = {"models": ["rnn", "gru", "lstm"], "seeds": 8, "rows": 600, "units": 12, "epochs": 2}
EACH = 40  # of so many submissions that are graded a worker is killed
GIGABIT = 125e6  # bytes a second
STUDENTS, CORES = 10_000, 100


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Machines]:
    """Start a scheduler and workers."""
    folder.mkdir()
    machines = Machines(folder, write_certificate(folder))
    try:
        machines.add_workers(workers)
        while len(machines.workers()) < workers:
            time.sleep(0.1)
        yield machines
    finally:
        machines.close()


@contextmanager
def connection(machines: Machines) -> Iterator:
    """Connect to it."""
    ca_file, cert, key = map(Path, machines.tls.values())
    with connected(machines.address, ca_file=ca_file, cert=cert, key=key) as executor:
        yield executor


def graded(inside: Path, key: Path, out: Path, executor=None, **options) -> bytes:
    """Grade all of it, say how long it took, and return results.json."""
    start = time.perf_counter()
    grades = api.grade(inside, key, folder=out, formats=("json", "csv"), executor=executor,
                       **options)  # fmt: skip
    seconds, count = time.perf_counter() - start, len(grades.results)
    bad = sum(bool(one["reason"]) for one in grades.results)
    print(f"{out.name}: {count} in {seconds:.1f} s, {count / seconds:.1f} a second, "
          f"{bad} not graded", flush=True)  # fmt: skip
    return (out / "results.json").read_bytes()


def on_workers(folder: Path, count: int, numbers: list[int]) -> None:
    """Grade with 1, 2 and 4 workers, and without."""
    inside, key = submissions(folder, count)
    here = graded(inside, key, folder / "without a cluster, 2 jobs", jobs=2)
    for workers in numbers:
        place = folder / f"cluster-{workers}"
        with cluster(place, workers) as machines, connection(machines) as executor:
            there = graded(inside, key, folder / f"workers {workers}", executor)
        print(f"the same results.json, byte by byte: {there == here}")


def with_kills(folder: Path, count: int) -> None:
    """Grade while workers are killed."""
    inside, key = submissions(folder, count)
    here = graded(inside, key, folder / "without a cluster, 2 jobs", jobs=2)
    with cluster(folder / "cluster", 4) as machines, connection(machines) as executor:
        chance, killed = random.Random(1), []

        def kill(done: int, *_: object) -> None:
            if done and done % EACH == 0:
                with suppress(ProcessLookupError, IndexError, psutil.Error):
                    process = chance.choice(machines.workers())
                    os.kill(process, signal.SIGKILL)
                    killed.append(process)

        there = graded(inside, key, folder / "4 workers", executor, progress=kill)
    print(f"{len(killed)} workers killed; the same results.json, byte by byte: {there == here}")


def study(folder: Path) -> None:
    """Train 24 models."""

    def numbers(found) -> list:
        return [str({**asdict(one), "seconds": 0}) for one in found.trained]

    start = time.perf_counter()
    here = api.study("sentiment", folder / "here", **STUDY)
    middle = time.perf_counter()
    with cluster(folder / "cluster", 4) as machines, connection(machines) as executor:
        ready = time.perf_counter()
        there = api.study("sentiment", folder / "there", executor=executor, **STUDY)
    models = sum(one.epochs > 0 for one in there.trained)
    print(f"{models} trainings and {len(there.trained) - models} baselines: without a cluster "
          f"{middle - start:.1f} s, on 4 workers {time.perf_counter() - ready:.1f} s; "
          f"the same numbers: {numbers(here) == numbers(there)}")  # fmt: skip


@dataclass(frozen=True)
class Cost:
    """What a submission costs, measured.

    Args:
        child: seconds of a processor for grading it, in the worker's child.
        worker: seconds of the worker's own process, for handing on.
        scheduler: seconds of the scheduler.
        client: seconds of the process that hands out, and takes the results.
        start: seconds of a processor until a new worker has graded its first one.
        sent: bytes that go to the worker for it.
        returned: bytes that come back.
        key: bytes of the packed key for each student.
        finish: seconds of this process for each, when all are graded: comparing and writing.
    """

    child: float
    worker: float
    scheduler: float
    client: float
    start: float
    sent: float
    returned: float
    key: float
    finish: float


def model(cost: Cost, students: int, cores: int, bandwidth: float = GIGABIT) -> dict[str, float]:
    """Return the seconds of a course: what is slowest, then what comes at the end.

    Workers, scheduler, client and network work side by side. Each core grades its share after its
    start; scheduler and client are one process each; the client's network carries everything
    twice (to the scheduler and from it to the workers, as if both were one machine), and the key
    once for each call that is on its way when a worker begins.
    """
    workers = cost.start + students / cores * (cost.child + cost.worker)
    traffic = students * (cost.sent + cost.returned) + cores * _AHEAD * students * cost.key
    parts = {
        "workers": workers,
        "scheduler": students * cost.scheduler,
        "client": students * cost.client,
        "network": 2 * traffic / bandwidth,
    }
    finish = students * cost.finish
    return {**parts, "finish": finish, "all": max(parts.values()) + finish}


def measured(folder: Path, students: int) -> Cost:
    """Grade a course in which everybody has a workbook of their own, on one worker."""
    key = course(folder, students)
    solved = sorted((key / "key").glob("*-solution.xlsx"))
    with cluster(folder / "cluster", 1) as machines, connection(machines) as executor:
        scheduler = psutil.Process(machines.scheduler.pid)
        (worker,) = map(psutil.Process, machines.workers())
        graded_course(solved[:1], key, executor)
        start = busy(worker) + busy_children(worker)
        before = [busy(worker), busy_children(worker), busy(scheduler)]
        sizes = Sizes(executor)
        client = time.process_time()
        with sizes.counting():
            finish = graded_course(solved[1:], key, executor)
        client = time.process_time() - client - finish
        after = [busy(worker), busy_children(worker), busy(scheduler)]
    count = len(solved) - 1
    own, child, of_scheduler = ((b - a) / count for a, b in zip(before, after, strict=True))
    return Cost(
        child, own, of_scheduler, client / count, start, sizes.sent / count,
        sizes.returned / count, packed_key(key) / students, finish / count,
    )  # fmt: skip


def course(folder: Path, students: int) -> Path:
    """Make an exercise for each student, and return the folder of the course."""
    lines = [f"s{n},Student {n},s{n}@example.org" for n in range(students)]
    (folder / "students.csv").write_text("\n".join(["id,name,email", *lines]))
    (folder / "secret").write_text("0123456789abcdef")
    api.exercise("hello-forward", folder / "course", roster=folder / "students.csv",
                 secret=folder / "secret")  # fmt: skip
    return folder / "course"


def graded_course(files: list[Path], key: Path, executor) -> float:
    """Grade, and return what it takes from the last result on."""
    last = [0.0]

    def watch(*_: object) -> None:
        last[0] = time.process_time()

    with tempfile.TemporaryDirectory() as out:
        api.grade(files, key, folder=out, formats=("json", "csv"), executor=executor,
                  progress=watch)  # fmt: skip
    return time.process_time() - last[0]


class Sizes:
    """Counts the bytes that go to workers and come back."""

    def __init__(self, executor) -> None:
        self._executor, self.sent, self.returned = executor, 0, 0

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count while this lasts."""
        import pickle

        submit = self._executor.submit

        def counted(function, parcel):
            self.sent += len(parcel)
            future = submit(function, parcel)
            future.add_done_callback(lambda one: came(one.result()))
            return future

        def came(answer) -> None:
            self.returned += len(pickle.dumps(answer))

        self._executor.submit = counted
        yield
        self._executor.submit = submit


def packed_key(key: Path) -> int:
    """Return the bytes of the key as it is sent."""
    import zlib

    return len(zlib.compress((key / "key" / "key.json").read_bytes(), 6))


def busy(process: psutil.Process) -> float:
    """Return the seconds of a processor that a process has used, in itself."""
    times = process.cpu_times()
    return times.user + times.system


def busy_children(process: psutil.Process) -> float:
    """Return those of its children."""
    return sum(busy(child) for child in process.children(recursive=True))


def tell_model(folder: Path, students: int) -> None:
    """Measure, and say what follows."""
    cost = measured(folder, students)
    for field in fields(Cost):
        value = getattr(cost, field.name)
        inside = field.name in ("sent", "returned", "key")
        told = f"{value:,.0f} bytes" if inside else f"{value * 1e3:.2f} ms"
        print(f"{field.name}: {told}")
    for cores in (1, 10, CORES, 10 * CORES):
        found = model(cost, STUDENTS, cores)
        told = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in found.items())
        print(f"{STUDENTS:,} students on {cores} cores: {told}")


def main() -> None:
    """Do the parts that are asked for."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=raw)  # fmt: skip
    parser.add_argument("parts", nargs="+", choices=["workers", "kills", "study", "model"])
    parser.add_argument("--count", type=int, help="submissions  [default: 1000; model 60]")
    parser.add_argument("--numbers", default="1,2,4", help="of workers  [default: 1,2,4]")
    asked = parser.parse_args()
    for part in asked.parts:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            if part == "workers":
                on_workers(folder, asked.count or 1000, [*map(int, asked.numbers.split(","))])
            elif part == "kills":
                with_kills(folder, asked.count or 1000)
            elif part == "study":
                study(folder)
            else:
                tell_model(folder, asked.count or 60)


if __name__ == "__main__":
    main()
