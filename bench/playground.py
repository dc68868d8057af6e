"""How long a reader of the playground waits, in a real browser, from a server on this machine.

    python bench/playground.py [--python] [LESSON…]

For each lesson, in a browser that has nothing stored, the medians of several rounds of

- seen: from the call of the page until the first numbers are drawn;
- calculated: until the engine has taken over;
- edit: from a change of an input until all that follows is in the sheet and drawn;
- answers: the longest time meanwhile that the page did not answer;
- save: until the workbook is there as a file.

With --python, where Python for the page lies in the cache folder (see `xlrnn.playground.pinned`):

- start: from the first question until Python has proved the lesson for the first time;
- proof: from a change of an input until NumPy's verdict is shown, 250 of which it waits for more;
- answers: the longest time meanwhile that the page did not answer;
- report: until what `verify` says is there.

Needs Playwright (`pip install playwright`) and Chromium (the program `chromium`).
"""

import gzip
import shutil
import statistics
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, TypeAlias

from playwright.sync_api import Browser, expect, sync_playwright

from xlrnn.api.sites import playground_files
from xlrnn.formula.area import Area
from xlrnn.names import Role
from xlrnn.playground.packed import packed
from xlrnn.playground.serve import PageServer
from xlrnn.xlsx.manifest import cells_of, read_content
from xlrnn.xlsx.reading.read import read

ROUNDS = 5
LESSONS = ("hello-forward", "hello-bptt", "hello-training", "vanishing-gradient", "captioning")
ROLES = ["parameter", "input", *(role.value for role in Role)]
Place: TypeAlias = dict[str, Any]
NUMBERS = ("seen", "calculated", "edit", "answers", "save")
PROOF_NUMBERS = ("start", "proof", "answers", "report")

_WATCH = """addEventListener("open", ({ detail: open }) => {
    window.opened = open;
    window.times = {};
    requestAnimationFrame(() => setTimeout(() => (window.times.seen = performance.now())));
    open.addEventListener("engine", () => (window.times.calculated = performance.now()));
});"""

_MEASURE = """async (place) => {
    const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const { value } = window.opened.cell(place.sheet, place.row, place.column);
    let [longest, last] = [0, performance.now()];
    const heart = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
    }, 1);
    let start = performance.now();
    await window.opened.edit([{ ...place, input: value * 0.75 }]);
    await drawn();
    window.times.edit = performance.now() - start;
    window.times.answers = longest;
    clearInterval(heart);
    start = performance.now();
    await window.opened.save();
    window.times.save = performance.now() - start;
    return window.times;
}"""


_PROVE = """async (place) => {
    const line = document.querySelector("#python");
    const settled = () => /agree|differ|unknown/.test(line.className);
    const until = (is) => new Promise((done) => {
        const wait = setInterval(() => is() && (clearInterval(wait), done()), 5);
    });
    const times = {};
    const ask = async (name, act, isDone) => {
        const start = performance.now();
        await act();
        await until(isDone);
        times[name] = performance.now() - start;
    };
    const button = (text) =>
        [...document.querySelectorAll("button")].find((one) => one.textContent === text);
    await ask("start", () => button("Prove").click(), settled);
    let [longest, last] = [0, performance.now()];
    const heart = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
    }, 1);
    const { value } = window.opened.cell(place.sheet, place.row, place.column);
    const change = () => window.opened.edit([{ ...place, input: value * 0.75 }]);
    let asked = false;
    new MutationObserver(() => (asked ||= line.matches(".waiting"))).observe(line, {
        attributes: true,
    });
    await ask("proof", change, () => asked && settled());
    times.answers = longest;
    clearInterval(heart);
    await ask("report", () => button("Report…").click(), () => document.querySelector(".report"));
    return times;
}"""


def main() -> None:
    """Print a row for each lesson, in milliseconds, and the sizes."""
    python = "--python" in sys.argv
    names = [name for name in sys.argv[1:] if name != "--python"] or list(LESSONS)
    files = packed(playground_files(names, python=python))
    server = PageServer(files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    numbers = PROOF_NUMBERS if python else NUMBERS
    print(f"| {'lesson':18} | {' | '.join(f'{name:>10}' for name in numbers)} |")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name in names:
            place = number_of(files[f"workbooks/{name}.xlsx"])
            script = _PROVE if python else _MEASURE
            rounds = [measured(browser, server.address, name, place, script) for _ in range(ROUNDS)]
            medians = (statistics.median(one[number] for one in rounds) for number in numbers)
            print(f"| {name:18} | {' | '.join(f'{median:10.0f}' for median in medians)} |")
    for kind in (".js", ".css", ".wasm", ".zip", ".whl"):
        data = [content for name, content in files.items() if name.endswith(kind)]
        small = sum(len(gzip.compress(content)) for content in data)
        print(f"{kind}: {len(data)} files, {sum(map(len, data)):,} bytes, {small:,} with gzip")


def measured(
    browser: Browser, address: str, name: str, place: Place, script: str
) -> dict[str, float]:
    """Open a lesson and change a number."""
    context = browser.new_context(base_url=address, viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.add_init_script(_WATCH)
    page.goto(f"#{name}")
    expect(page.locator("#status")).to_contain_text("is calculated here", timeout=120_000)
    times: dict[str, float] = page.evaluate(script, place)
    context.close()
    return times


def number_of(workbook: bytes) -> Place:
    """Return where the first weight of a workbook stands that is not 0, else the first input."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(workbook)
        book = read(path)
        blocks = read_content(cells_of(book))["blocks"]
        for block in sorted(blocks, key=lambda one: ROLES.index(one["role"])):
            values = book.sheets[block["sheet"]].values
            for cell in Area.parse(block["range"]).cells():
                value = values.get((cell.row, cell.column))
                if isinstance(value, float) and value:
                    sheet = list(book.sheets).index(block["sheet"])
                    return {"sheet": sheet, "row": cell.row, "column": cell.column}
    raise LookupError("there is no number to change")


if __name__ == "__main__":
    main()
