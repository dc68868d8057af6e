"""Under what versions, on what machine and when: what a reader of a report has to know."""

import os
import platform
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from xlrnn import __version__

_PACKAGES: Final = ("numpy", "pandas", "XlsxWriter", "ironcalc")


def about() -> dict[str, str]:
    """Return the names of things, and what they are here."""
    found = {
        "xlrnn": __version__,
        "Python": platform.python_version(),
        **{name: _version(name) for name in _PACKAGES},
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        "written": datetime.now().astimezone().isoformat(sep=" ", timespec="seconds"),
    }
    return {name: told for name, told in found.items() if told}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # in a checkout, or where an engine is missing
        return ""
