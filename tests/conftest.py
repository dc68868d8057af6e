"""What all tests share: shapes are executed."""

import importlib.util
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Before NumPy is there: tests run side by side, and OpenBLAS threads that wait for each other on
# a busy machine make small products many times slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest

from tests import contracts
from tests.longest import first

# The shapes in signatures are contracts: this run checks every call, but those of numba's
# functions, which are compiled as they stand. It must come before the first import of these.
_NN = Path(__file__).parents[1] / "xlrnn" / "nn"
_CHECKED = [f"xlrnn.nn.{path.stem}" for path in _NN.iterdir() if path.stem != "fast"]
contracts.install([*_CHECKED, "xlrnn.pictures", "xlrnn.text", "xlrnn.verify"])


def pytest_configure(config):
    if hasattr(config.option, "loadscopereorder"):  # pytest-xdist is here, and keeps our order
        config.option.loadscopereorder = False
    # A shell starts what runs in the background with Ctrl-C ignored, and its children with it.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items):
    order = {name: place for place, name in enumerate(first(item.nodeid for item in items))}
    items.sort(key=lambda item: order[item.nodeid])


def pytest_addoption(parser):
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="write what tests/golden compares with instead of comparing",
    )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests: a process can have but one."""
    from tests.requirements import need  # it loads what the hook above is to see first

    program = shutil.which("chromium")
    found = importlib.util.find_spec("playwright") is not None
    need("playwright", found, "run pip install playwright")
    need("chromium", program is not None, "there is no program chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
