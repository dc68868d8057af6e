"""The page in few files: each script with all that it imports, and all styles in one.

A browser asks for every module by itself. There are more than a hundred, and the first number would
come a second later.
"""

import re
from collections.abc import Mapping

from xlrnn.playground.bundle import bundle
from xlrnn.playground.runtime import SCRIPTS
from xlrnn.playground.site import MAIN, START, modules

WORKER = "engine/worker.js"
PYTHON_WORKER = "python/worker.js"
STYLE = "style.css"
_STYLES = re.compile(r'^ *<link rel="stylesheet" href="([^"]+)" */?>\n', re.MULTILINE)


def packed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the page with few files, of which it shows what it shows with all.

    Args:
        files: all files of the page by their addresses.
    """
    page = files[START].decode()
    styles = _STYLES.findall(page)
    # Python is loaded when it is asked for, and its runtime is other people's: it stays as it is.
    asked_for = modules(PYTHON_WORKER, files) if has_python(files) else []
    gone = {name for name in files if name.endswith((".js", ".css"))}.difference(asked_for)
    few = {name: data for name, data in files.items() if name not in gone}
    few |= {name: bundle(name, files).encode() for name in (MAIN, WORKER)}
    few[STYLE] = b"\n".join(files[name] for name in styles)
    few[START] = _STYLES.sub(_first_style, page).encode()
    return few


def has_python(files: Mapping[str, bytes]) -> bool:
    """Tell whether Python is among the files of a page."""
    return all(name in files for name in SCRIPTS)


def _first_style(found: re.Match[str]) -> str:
    return found[0] if found[1] == STYLE else ""
