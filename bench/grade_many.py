"""A batch of any size on one machine: memory, and `kill -9` in the middle of it.

`python bench/grade_many.py [COUNT] [--recorded]` grades so many copies of the submissions of
`bench/grade.py` on two workers, is killed at a third, goes on, and compares what was written with
what a run writes that nobody interrupts. What is measured is the process that hands out the work:
with `--recorded` each different file is graded once, and its copies are answered from that.
"""

import argparse
import hashlib
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.grade import JOBS, submissions  # noqa: E402
from xlrnn import api  # noqa: E402

FORMATS = ("json", "csv")
WRITTEN = ("results.json", "grades.csv", "reasons.csv")


class Recorded(Executor):
    """Grades each different file once."""

    def __init__(self) -> None:
        self._known: dict[bytes, dict[str, Any]] = {}

    def submit(self, fn: Callable[..., Any], work: dict[str, Any]) -> "Future[Any]":
        """Answer at once."""
        digest = hashlib.sha256(Path(work["path"]).read_bytes()).digest()
        if digest not in self._known:
            self._known[digest] = fn(work)
        future: Future[Any] = Future()
        future.set_result({**self._known[digest], "file": work["path"]})
        return future


def megabytes() -> float:
    """Return the memory of this process."""
    import resource

    status = Path("/proc/self/status")
    if status.is_file():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmRSS"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(inside: Path, key: Path, out: Path, recorded: bool) -> None:
    """Grade, and say how much memory there is along the way; this process may be killed."""
    marks: dict[int, str] = {}

    def watch(done: int, total: int, _: float) -> None:
        if not marks:
            marks.update({total // 4: "a quarter", total // 2: "half", total: "all"})
            print(f"begins at {done:,} of {total:,}, {megabytes():.0f} MB", flush=True)
        if done in marks:
            print(f"{marks.pop(done)}: {megabytes():.1f} MB", flush=True)
        if done % 100 == 0:
            print(done, flush=True)

    start, busy = time.perf_counter(), time.process_time()
    executor = Recorded() if recorded else None
    grades = api.grade(
        [inside], key, jobs=JOBS, formats=FORMATS, folder=out, progress=watch, executor=executor
    )
    seconds, count = time.perf_counter() - start, len(grades.results)
    print(
        f"written: {megabytes():.1f} MB; {seconds:.0f} s; the process that hands out was busy for "
        f"{(time.process_time() - busy) / count * 1000:.2f} ms a submission",
        flush=True,
    )


def started(*words: object) -> "subprocess.Popen[str]":
    """Start `run` in a process of its own."""
    command = [sys.executable, __file__, "--run", *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def told(process: "subprocess.Popen[str]", until: int | None = None) -> None:
    """Print what a run tells, and kill it when so many are done."""
    assert process.stdout is not None
    for line in process.stdout:
        if not line.strip().isdecimal():
            print(f"  {line}", end="")
        elif until is not None and int(line) >= until:
            process.send_signal(signal.SIGKILL)
            print(f"  killed at {int(line):,}")
            break
    process.wait()
    process.stdout.close()


def main(count: int, recorded: bool) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        inside, key = submissions(folder, count)
        given = (inside, key)
        last = (int(recorded),)
        print("a run that is killed:")
        told(started(*given, folder / "out", *last), until=count // 3)
        left = sorted(path.name for path in (folder / "out").iterdir())
        print(f"  which leaves {', '.join(left)}")
        print("the same call again:")
        told(started(*given, folder / "out", *last))
        print("a run that nobody interrupts:")
        told(started(*given, folder / "whole", *last))
        same = all(
            (folder / "out" / name).read_bytes() == (folder / "whole" / name).read_bytes()
            for name in WRITTEN
        )
        print(f"what they wrote is {'the same' if same else 'NOT THE SAME'}, byte by byte")
        sizes = {
            name: (folder / "out" / name).stat().st_size for name in (*WRITTEN, "journal.jsonl")
        }
        print(", ".join(f"{name} {size / 2**20:.0f} MB" for name, size in sizes.items()))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run(*map(Path, sys.argv[2:5]), recorded=sys.argv[5] == "1")
    else:
        parser = argparse.ArgumentParser(description=__doc__)
        parser.add_argument("count", nargs="?", type=int, default=20_000)
        parser.add_argument("--recorded", action="store_true")
        options = parser.parse_args()
        main(options.count, options.recorded)
