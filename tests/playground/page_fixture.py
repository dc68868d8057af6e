"""The page's modules in a browser: served from this machine, imported one by one."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "xlrnn" / "playground" / "page"

# As strict as the page itself: nothing but its own modules, styles and files.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'"
)
KINDS = {".js": "text/javascript", ".css": "text/css"}
BLANK = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>modules</title>
<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/grid/grid.css"><link rel="stylesheet" href="/test.css"><body>"""
TEST_CSS = b"""html, body { margin: 0; height: 100%; color-scheme: light dark }
body { display: flex; flex-direction: column } .sheet-grid { flex: 1 }"""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        file = PAGE / path.lstrip("/")
        own = {"/": (BLANK, "text/html"), "/test.css": (TEST_CSS, "text/css")}
        if path in own:
            self._answer(*own[path])
        elif path in self.server.files:
            self._answer(self.server.files[path], "application/octet-stream")
        elif file.is_file() and PAGE in file.parents:
            self._answer(file.read_bytes(), KINDS[file.suffix])
        else:
            self.send_error(404)

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


class Modules:
    """A page that has the modules, and the files that a test gives it."""

    def __init__(self, page: Any, server: Any) -> None:
        self.page, self._server = page, server

    def file(self, content: bytes) -> str:
        """Return the address of a file for the page."""
        path = f"/file/{len(self._server.files)}"
        self._server.files[path] = content
        return path

    def run(self, script: str, value: Any = None) -> Any:
        """Run a function with the modules `read` and `createGrid` and one value."""
        return self.page.evaluate(
            f"""async (given) => {{
                const {{ read }} = await import("/book/read.js");
                const bytesOf = async (path) =>
                    new Uint8Array(await (await fetch(path)).arrayBuffer());
                return await ({script})(given, {{ read, bytesOf }});
            }}""",
            value,
        )

    def refusal(self, content: bytes, limits: dict[str, Any] | None = None) -> str:
        """Return what the reader says of a file that it must refuse."""
        return self.run(
            """async ({ path, limits }, { read, bytesOf }) => {
                const { LIMITS } = await import("/book/zip.js");
                try {
                    await read(await bytesOf(path), { ...LIMITS, ...limits });
                } catch (problem) {
                    return `${problem.name}: ${problem.message}`;
                }
                return "";
            }""",
            {"path": self.file(content), "limits": limits or {}},
        )

    def show(self, content: bytes) -> None:
        """Show a workbook; the page's `grid` and `tabs` are there from then on."""
        self.run(
            """async (path, { read, bytesOf }) => {
                const { createGrid } = await import("/grid/grid.js");
                const { createTabs } = await import("/grid/tabs.js");
                const book = await read(await bytesOf(path));
                window.grid = createGrid({ book });
                window.tabs = createTabs(window.grid);
                document.body.replaceChildren(window.grid.element, window.tabs);
                await settled();
            }""".replace("settled()", SETTLED),
            self.file(content),
        )

    def settle(self) -> None:
        """Wait until what was asked for is drawn."""
        self.page.evaluate(f"() => {SETTLED}")


SETTLED = """new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"""


@pytest.fixture(scope="module")
def modules(chromium: Any) -> Iterator[Modules]:
    """The modules in a page; in the end nothing may have been said in its console."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.files = {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = chromium.new_page(viewport={"width": 1366, "height": 768})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    address = f"http://127.0.0.1:{server.server_port}"
    page.goto(address)
    yield Modules(page, server)
    page.close()
    server.shutdown()
    server.server_close()
    assert not said, said
    elsewhere = [url for url in asked if not url.startswith((address, "data:"))]
    assert not elsewhere, elsewhere
