"""The page in one HTML file, which opens from a disk with a double click.

A page from a disk may fetch nothing and start no Worker from a file. So scripts and styles stand in
the page, and what they would fetch stands beside them as text: base64, with gzip where that helps.
"""

import base64
import gzip
import html
import re
from collections.abc import Mapping
from pathlib import Path

from xlrnn.atomic import write_atomically
from xlrnn.errors import UsageError
from xlrnn.playground.bundle import bundle
from xlrnn.playground.packed import PYTHON_WORKER, STYLE, WORKER, has_python, packed
from xlrnn.playground.policy import single_policy, site_policy
from xlrnn.playground.runtime import SCRIPTS
from xlrnn.playground.site import MAIN, START

_LINK = re.compile(r'^ *<link rel="stylesheet".*\n', re.MULTILINE)
_ICON = re.compile(r'<link rel="icon" href="([^"]+)"')
_SCRIPT = re.compile(r'^ *<script type="module" src="([^"]+)"></script>\n', re.MULTILINE)
# What tells our pages, near their beginning.
_MARK, _BEGINNING = b'<meta name="generator" content="xlrnn playground">', 4096
_PAGE_ITSELF = (".html", ".css", ".js", ".svg")


def single_page(files: Mapping[str, bytes]) -> bytes:
    """Return one HTML file that holds all files of the page."""
    few = packed(files)
    page, script, style = (few[name].decode() for name in (START, MAIN, STYLE))
    kept = {name: data for name, data in few.items() if not name.endswith(_PAGE_ITSELF)}
    kept[WORKER] = few[WORKER]
    if has_python(files):
        kept[PYTHON_WORKER] = bundle(PYTHON_WORKER, files, SCRIPTS).encode()
    page = _SCRIPT.sub("", _LINK.sub("", page))
    page = page.replace(html.escape(site_policy(), quote=False), single_policy(script, style))
    page = _ICON.sub(lambda found: f'<link rel="icon" href="{_svg(files[found[1]])}"', page)
    inlined = f"<style>{style}</style>\n</head>"
    held = "\n".join(_held(name, data) for name, data in sorted(kept.items()))
    end = f'{held}\n<script type="module">{script}</script>\n</body>'
    return page.replace("</head>", inlined).replace("</body>", end).encode()


def write_single(path: Path, page: bytes, *, force: bool = False) -> None:
    """Write such a file.

    Raises:
        UsageError: if what is there already is none, or it cannot be written.
    """
    if not force and (path.exists() or path.is_symlink()) and not _is_ours(path):
        raise UsageError(
            f"{path} is there already, and was not written by xlrnn playground: choose another "
            "name with -o, or overwrite it with --force"
        )
    write_atomically(path, page)


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _MARK in file.read(_BEGINNING)
    except OSError:
        return False


def _held(name: str, data: bytes) -> str:
    """Return a file as an element that nothing executes."""
    packed = gzip.compress(data, mtime=0)
    smaller = len(packed) < len(data)
    text = base64.b64encode(packed if smaller else data).decode()
    how = ' data-packed="gzip"' if smaller else ""
    return f'<script type="application/octet-stream" data-file="{name}"{how}>{text}</script>'


def _svg(data: bytes) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(data).decode()}"
