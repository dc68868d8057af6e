"""From a fresh process to the end of the first training step: time and peak memory.

    pip install torch keras jax
    python bench/first_step.py                  # workload C120; --only D for another

Every engine runs in processes of its own, in turn, once before it is measured; the table shows
medians. So numba's kernels are there, which are compiled once per machine and kept, and Python's
bytecode, as pip leaves it behind whatever it installs.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys

PROGRAM = """
import time
begin = time.perf_counter()
import json, os, resource, sys
sys.path.insert(0, sys.argv[1])
import peers
from workloads import workloads
load = workloads()[sys.argv[3]]
x, y = load.data(1)
before = time.perf_counter()
engine = getattr(peers, sys.argv[2])(load)
engine.train(x, y)
first = time.perf_counter()
x, y = load.data(20)
engine.train(x, y)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([first - begin, first - before, peak / 1024]))
"""


def measured(engine: str, workload: str, kernels: str) -> list[float]:
    """Return seconds to the first step, seconds of import, building and step, and MB at most."""
    environment = {**os.environ, "XLRNN_KERNELS": kernels, "KERAS_BACKEND": "jax",
                   "PYTHONDONTWRITEBYTECODE": "",
                   "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # fmt: skip
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120
    command = [sys.executable, "-c", PROGRAM, here, engine, workload]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    values: list[float] = json.loads(done.stdout.splitlines()[-1])
    return values


def main() -> None:
    """Print a row for each engine."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="C120", help="the workload")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    engines = [("xlrnn", "numpy"), ("xlrnn", "numba"), ("torch", ""), ("keras", "")]
    rows: dict[tuple[str, str], list[list[float]]] = {engine: [] for engine in engines}
    for number in range(options.rounds + 1):
        for engine, kernels in engines:
            values = measured(engine, options.only, kernels)
            if number:
                rows[engine, kernels].append(values)
    print("| engine | process start to first step | import, build, first step | peak memory |")
    print("| --- | --- | --- | --- |")
    for (engine, kernels), found in rows.items():
        start, first, peak = (statistics.median(column) for column in zip(*found, strict=True))
        name = f"{engine} {kernels}".strip()
        print(f"| {name} | {start:.2f} s | {first:.2f} s | {peak:.0f} MB |", flush=True)


if __name__ == "__main__":
    main()
