"""Train the same models in xlrnn, PyTorch and Keras, in turn, in one process.

    pip install torch keras jax numba threadpoolctl
    python bench/train.py                  # one thread, every workload
    python bench/train.py --threads 2 --only C120 D

The table shows samples per second, and xlrnn's divided by the best of the others: the median
over rounds in which all take turns. Differences under 5 % are ties. The process is held to as
many cores as threads, so that nobody has more. The floor is the matrix products alone.
"""

import argparse
import contextlib
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

# Before NumPy is there: some machines set these, and they slow NumPy alone.
os.environ.pop("OPENBLAS_CORETYPE", None)
os.environ.pop("OPENBLAS_L2_SIZE", None)
os.environ["KERAS_BACKEND"] = "jax"

TRAINING = ("torch", "keras")
PREDICTING = (*TRAINING, "onnx")
"""The others, by their names in `peers`."""


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--only", nargs="*", help="workloads, for instance C120 D")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=0.5, help="of one engine's turn")
    parser.add_argument(
        "--cpu-time",
        action="store_true",
        help="count the time on the processor, not the clock's: where others use the machine; "
        "for one thread, since threads that wait for each other count as busy",
    )
    parser.add_argument("--predict", action="store_true", help="measure prediction instead")
    return parser.parse_args()


def hold_to_cores(threads: int) -> None:
    """Let this process, whatever libraries it loads, run on so many cores."""
    for name in ("OPENBLAS", "OMP", "MKL", "NUMBA"):
        os.environ[f"{name}_NUM_THREADS"] = str(threads)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def engines(load: Any, *, predict: bool) -> dict[str, Any]:
    """Return every engine that is here, ready to train, or to predict."""
    import peers

    from xlrnn.nn.compute import kernels

    made: dict[str, Any] = {}
    for way in kernels.available():
        with kernels.using(way):
            made[f"xlrnn {way}"] = Using(way, peers.xlrnn(load))
    for name in PREDICTING if predict else TRAINING:
        with contextlib.suppress(ImportError):
            made[name] = getattr(peers, name)(load)
    if not predict:
        made["floor"] = peers.Floor(load)
    return made


class Using:
    """A model of xlrnn's that calculates one way: NumPy alone, or numba's kernels."""

    def __init__(self, way: str, model: Any) -> None:
        self.way, self.model = way, model

    def train(self, x: Any, y: Any) -> None:
        """Learn from all samples once."""
        from xlrnn.nn.compute import kernels

        with kernels.using(self.way):
            self.model.train(x, y)

    def predict(self, x: Any) -> Any:
        """Predict all samples."""
        from xlrnn.nn.compute import kernels

        with kernels.using(self.way):
            return self.model.predict(x)


def samples_per_second(
    load: Any, rounds: int, turn: float, clock: Callable[[], float], *, predict: bool
) -> dict[str, list[float]]:
    """Let all engines take turns; return the speed of each turn."""
    made = engines(load, predict=predict)
    speeds: dict[str, list[float]] = {name: [] for name in made}
    turns = {}
    for name, engine in made.items():
        engine_work(engine, *load.data(2), predict=predict)  # compile, allocate
        x, y = load.data(4)
        start = clock()
        engine_work(engine, x, y, predict=predict)
        batches = max(4, round(4 * turn / (clock() - start)))
        turns[name] = load.data(min(batches, 400))
    for _ in range(rounds):
        for name, engine in made.items():
            x, y = turns[name]
            start = clock()
            engine_work(engine, x, y, predict=predict)
            speeds[name].append(len(y) / (clock() - start))
    return speeds


def engine_work(engine: Any, x: Any, y: Any, *, predict: bool) -> None:
    """Do what is measured."""
    if predict:
        engine.predict(x)
    else:
        engine.train(x, y)


def main() -> None:
    """Print a row for each workload."""
    options = arguments()
    hold_to_cores(options.threads)
    from workloads import workloads

    loads = workloads()
    chosen = options.only or list(loads)
    clock = time.process_time if options.cpu_time else time.perf_counter
    header: list[str] = []
    for name in chosen:
        speeds = samples_per_second(
            loads[name], options.rounds, options.seconds, clock, predict=options.predict
        )
        others = [other for other in PREDICTING if other in speeds]
        ours = [own for own in speeds if own.startswith("xlrnn")]
        ways = [(own, "best") for own in ours]
        ways += [(own, "floor") for own in ours if "floor" in speeds]
        if not header:
            header = ["workload", *speeds, *(f"{own} ÷ {other}" for own, other in ways)]
            print(f"| {' | '.join(header)} |\n|{' --- |' * len(header)}", flush=True)
        cells = [f"{statistics.median(column):,.0f}" for column in speeds.values()]
        best = max(others, key=lambda other: statistics.median(speeds[other]), default=ours[0])
        for own, other in ways:
            pairs = zip(speeds[own], speeds[best if other == "best" else other], strict=True)
            cells.append(f"{statistics.median(a / b for a, b in pairs):.2f}")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    describe()


def describe() -> None:
    """Print what calculated."""
    import numpy as np

    with contextlib.suppress(ImportError):
        from threadpoolctl import threadpool_info

        for pool in threadpool_info():
            print(pool["internal_api"], pool["version"], pool["num_threads"], "threads",
                  pool.get("architecture", ""))  # fmt: skip
    versions = {name: sys.modules[name].__version__
                for name in ("torch", "keras", "jax", "numba", "onnxruntime")
                if name in sys.modules}  # fmt: skip
    print({"numpy": np.__version__, **versions})


if __name__ == "__main__":
    main()
