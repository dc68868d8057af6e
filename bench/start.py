"""Start-up, as a user waits for it: whole processes, from the command to its end.

python bench/start.py
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 11
XLRNN = [sys.executable, "-m", "xlrnn.commands"]


def seconds(arguments: list[str], folder: Path) -> float:
    """Time one process."""
    start = time.perf_counter()
    subprocess.run(arguments, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Print a row for each command."""
    book = "workbooks/hello-forward.xlsx"
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "xlrnn --help": [*XLRNN, "--help"],
        "xlrnn build hello-forward": [*XLRNN, "build", "hello-forward"],
        f"xlrnn verify {book}": [*XLRNN, "verify", book],
    }
    print("| command | median | fastest |")
    print("| --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments in commands.items():
            times = [seconds(arguments, Path(folder)) for _ in range(ROUNDS)]
            print(
                f"| `{name}` | {statistics.median(times):.2f} s | {min(times):.2f} s |", flush=True
            )


if __name__ == "__main__":
    main()
