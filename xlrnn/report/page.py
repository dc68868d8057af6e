"""The frame of every HTML page: no script, nothing from elsewhere, light or dark, on any screen."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape

from xlrnn.clean import clean
from xlrnn.provenance import written_by

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --paper: #ffffff; --ink: #1f2933; --heading: #2f4b66;
  --line: #b8c4d0; --bar: #7fa3cc; --right: #1e6b41; --wrong: #b3261e; --mark: #c8581e;
  --marked: #fce5d4; --link: #1f5fa8; }}
@media (prefers-color-scheme: dark) {{ :root {{ --paper: #15191e; --ink: #e4e9ee;
  --heading: #a9c4e2; --line: #3a4653; --bar: #4f7db3; --right: #7fd1a3; --wrong: #ff9d94;
  --mark: #e8824a; --marked: #3a2a20; --link: #8ec1f5; }} }}
body {{ font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 72rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }}
h1, a, code, .long {{ overflow-wrap: anywhere; }}
h1, h2 {{ color: var(--heading); line-height: 1.25; }} a {{ color: var(--link); }}
table {{ border-collapse: collapse; width: 100%; }}
th {{ background: #2f4b66; color: #ffffff; text-align: left; }}
th, td {{ padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }}
th.n, td.n {{ text-align: right; white-space: nowrap; }}
.right::before {{ content: "✓ "; color: var(--right); }}
.wrong::before {{ content: "✗ "; color: var(--wrong); }}
.open::before {{ content: "? "; color: var(--mark); }}
.first {{ border-left: .3rem solid var(--mark); padding: .3rem .8rem; background: var(--marked); }}
footer {{ margin-top: 2rem; font-size: .8rem; opacity: .75; }}
.bar {{ background: var(--bar); height: .8rem; margin: .4rem 0; }}
@media (max-width: 40rem) {{ th, td {{ padding: .3rem; }} body {{ font-size: 14px; }} }}
@media print {{ tr {{ break-inside: avoid; }} th {{ print-color-adjust: exact; }} }}{style}
</style></head><body>
{body}
<footer>{written_by}</footer>
</body></html>
"""
# Control characters stand in no page.
_TITLE, _BODY = "\1", "\2"


def page(title: str, body: str, style: str = "") -> str:
    """Return a page.

    Args:
        title: what the tab says, as HTML; see `text`.
        body: what stands in it, as HTML.
        style: rules of its own, as CSS.
    """
    return "".join(pieces(title, [body], style))


def pieces(title: str, body: Iterable[str], style: str = "") -> Iterator[str]:
    """Yield a page piece by piece.

    Args:
        title: what the tab says, as HTML; see `text`.
        body: the lines that stand in it, as HTML.
        style: rules of its own, as CSS.
    """
    start, end = _around(style, written_by())
    yield start.replace(_TITLE, title)
    for number, line in enumerate(body):
        yield f"\n{line}" if number else line
    yield end


@lru_cache(maxsize=8)
def _around(style: str, writer: str) -> tuple[str, str]:
    """Return what stands before and after what a page says, which thousands of pages share."""
    start, _, end = _PAGE.format(
        title=_TITLE, body=_BODY, style=style, written_by=text(writer)
    ).partition(_BODY)
    return start, end


def text(value: object) -> str:
    """Return a text as HTML shows it, and nothing but shows it."""
    return escape(clean(str(value)), quote=True)
