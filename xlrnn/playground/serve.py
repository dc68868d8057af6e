"""The page from this machine to this machine alone: a browser on it asks, nobody else is heard."""

from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from xlrnn.playground.policy import site_policy
from xlrnn.playground.site import START

HOST: Final = "127.0.0.1"
# Browsers keep what was typed by address, so it should be the same each time.
PORT: Final = 8321

# Browsers refuse modules and WebAssembly of another kind, and systems differ in what they know.
KINDS: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".whl": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
_HEADERS: Final = {
    "Content-Security-Policy": f"{site_policy()}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class PageServer(ThreadingHTTPServer):
    """A web server that knows the files of the page, and no others."""

    daemon_threads = True

    def __init__(self, files: Mapping[str, bytes], port: int = 0) -> None:
        self.files = files
        super().__init__((HOST, port), _Handler)

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://{HOST}:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: PageServer
    protocol_version = "HTTP/1.1"  # one connection for many files

    def do_GET(self) -> None:
        """Answer with a file."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with what is said of a file."""
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        name = unquote(urlsplit(self.path).path).removeprefix("/") or START
        # Another name for this machine is how other people's pages would get in.
        known = self.headers.get("Host") in (f"{HOST}:{self.server.server_port}", HOST)
        data = self.server.files.get(name) if known else None
        if data is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", KINDS.get(PurePosixPath(name).suffix, KINDS[".txt"]))
        self.send_header("Content-Length", str(len(data)))
        for header, value in _HEADERS.items():
            self.send_header(header, value)
        self.end_headers()
        if with_body:
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal is not where the reader looks."""


def start_server(files: Mapping[str, bytes]) -> PageServer:
    """Return a server of the page, at the usual port or, if that is taken, at any."""
    try:
        return PageServer(files, PORT)
    except OSError:
        return PageServer(files)
