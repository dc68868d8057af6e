"""What a page would fetch from another machine: scripts, styles, fonts, pictures, frames."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

REMOTE = re.compile(r"\s*(?:[a-z]+:)?//", re.IGNORECASE)
IN_STYLES = re.compile(r"""(?:url\(|@import)\s*["']?((?:[a-z]+:)?//[^"')\s]*)""", re.IGNORECASE)
LEADS_AWAY = {"a", "area"}
"""Elements whose address is fetched only when a reader follows it."""
SAYS_WHERE = {"canonical", "next", "prev", "author", "license", "index", "search"}
"""Relations of a `link` that fetch nothing."""


def loaded_from_elsewhere(folder: Path) -> list[str]:
    """Return what the pages and styles of a folder load from elsewhere, as `file: address`."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".html":
            loads = _Loads()
            loads.feed(path.read_text(encoding="utf-8"))
            addresses = loads.found
        elif path.suffix == ".css":
            addresses = IN_STYLES.findall(path.read_text(encoding="utf-8"))
        else:
            continue
        found += [f"{path.relative_to(folder)}: {address}" for address in addresses]
    return found


class _Loads(HTMLParser):
    """Gathers the addresses on other machines that a page loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at the addresses of an element."""
        self.found += [address for address in _addresses(tag, dict(attrs)) if REMOTE.match(address)]

    def handle_data(self, data: str) -> None:
        """Look at styles that stand in the page itself."""
        if self.cdata_elem == "style":
            self.found += IN_STYLES.findall(data)


def _addresses(tag: str, given: dict[str, str | None]) -> Iterator[str]:
    if tag not in LEADS_AWAY and given.get("rel") not in SAYS_WHERE:
        yield from (
            given[name] or "" for name in ("src", "href", "data", "poster") if name in given
        )
        yield from (part.strip() for part in (given.get("srcset") or "").split(","))
    yield from IN_STYLES.findall(given.get("style") or "")
