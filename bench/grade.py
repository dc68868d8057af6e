"""How fast submissions are graded: `python bench/grade.py [COUNT]`.

Right, wrong and half-finished submissions of hello-forward on two workers, with JSON and CSV
results; then with annotated copies and HTML; against opening each file in LibreOffice alone.
"""

import resource
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.exercises.known import exercises, known  # noqa: E402
from xlrnn import api, engines  # noqa: E402
from xlrnn.errors import EngineMissingError  # noqa: E402

JOBS = 2
DIFFERENT = 60
OFFICE = 20


def submissions(folder: Path, count: int) -> tuple[Path, Path]:
    """Write so many files in a folder, and return it with the key."""
    (handed, *_) = exercises(folder / "handed")
    own = [one for one in known([handed]) if one.handed is handed]
    step = max(1, len(own) // DIFFERENT)
    different = [
        one.write(folder / f"different-{number}.xlsx") for number, one in enumerate(own[::step])
    ]
    inside = folder / "in"
    inside.mkdir()
    for number in range(count):
        shutil.copy(different[number % len(different)], inside / f"{number:05}.xlsx")
    print(f"{count} submissions, {len(different)} different ones")
    return inside, handed.key


def timed(paths: list[Path], key: Path, out: Path, formats: tuple[str, ...]) -> float:
    """Grade all of them and return the seconds for one."""
    sizes: list[int] = []

    def watch(done: int, total: int, _: float) -> None:
        if done in (total // 4, total // 2, total):
            sizes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)

    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    grades = api.grade(paths, key, jobs=JOBS, formats=formats, folder=out, progress=watch)
    seconds = time.perf_counter() - start
    count = len(grades.results)
    bad = sum(bool(result["reason"]) for result in grades.results)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{', '.join(formats)}: {seconds:.1f} s, {count / seconds:.1f} a second, {bad} not graded, "
        f"{busy / count * 1000:.0f} ms of a processor each; "
        f"memory at a quarter, half and end {', '.join(map(str, sizes))} MB"
    )
    return seconds / count


def office(inside: Path) -> float:
    """Return the seconds that LibreOffice takes for opening and recalculating one file."""
    times = []
    with engines.get("libreoffice") as engine:
        for path in sorted(inside.iterdir())[:OFFICE]:
            start = time.perf_counter()
            with engine.load(path) as sheets:
                sheets.calculate()
            times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def main(count: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        inside, key = submissions(folder, count)
        each = timed([inside], key, folder / "out", ("json", "csv"))
        timed([inside], key, folder / "all", ("json", "csv", "html", "workbook"))
        try:
            alone = office(inside)
        except EngineMissingError as error:
            print(error)
            return
        print(
            f"LibreOffice opens and recalculates one in {alone * 1000:.0f} ms; grading one takes "
            f"{each * JOBS * 1000:.0f} ms of one worker: {each * JOBS / alone:.2f} times"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
