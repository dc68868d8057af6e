"""The HTML pages in a browser: they show all there is, load nothing, and hostile text is text."""

import re
import subprocess
from importlib.util import find_spec

import pytest

from tests.requirements import need, require_program
from xlrnn.report.grades import html, stem

HOSTILE = "</title><script>console.log(1)</script><img src=x onerror=console.log(2)>\u202e<b>"
TEXTS = {"--ink", "--heading", "--right", "--wrong", "--link"}


def result(student, name, **others):
    cell = {"block": "h", "cell": "forward!H35", "row": 1, "step": 1, "state": "wrong",
            "misconception": "", "words": f"words {name}", "formula": f"1+{name}",
            "differ": False}  # fmt: skip
    line = {"id": "h", "title": name, "score": 1.5, "points": 2.0, "right": 1, "cells": 2,
            "reasons": [f"reason {name}"],
            "found": [
                {"words": name, "state": "wrong", "cells": [], "advice": f"do {name}"},
            ]}  # fmt: skip
    return {"file": f"{name}.xlsx", "student": student, "name": name, "status": "graded",
            "reason": "", "file_of": "", "remark": "",
            "score": 1.5, "max_score": 2.0, "criteria": [line], "first_wrong": cell,
            "cells": [cell], "right": [], "notes": [f"note {name}"], "engines": [], **others
            }  # fmt: skip


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    chromium = require_program("chromium", "chromium")
    folder = tmp_path_factory.mktemp("browser")

    def show(page: str, *options: str) -> tuple[str, str]:
        """Return the page as the browser holds it, and what it complains of."""
        (folder / "page.html").write_text(page, encoding="utf-8")
        done = subprocess.run(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
             f"--user-data-dir={folder / 'profile'}", *options, folder / "page.html"],
            capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        return done.stdout, "".join(re.findall(r".*CONSOLE.*", done.stderr))

    return show


PAGES = {
    "student": html.render_student(result("s1", HOSTILE)),
    "class": "".join(html.overview_pieces([result("s1", HOSTILE)], linked=True)),
}


@pytest.mark.parametrize("kind", PAGES)
def test_it_loads_nothing_and_hostile_text_is_text(browser, kind):
    shown, complaints = browser(PAGES[kind], "--dump-dom")
    assert complaints == ""
    tags = set(re.findall(r"<(\w+)", shown))
    assert not tags & {"script", "img", "link", "iframe"}
    assert shown.count("&lt;script&gt;console.log(1)&lt;/script&gt;") >= 3
    told = {"student": ("1.5 of 2 points", "reason", "words"), "class": ("1.5 / 2", "note")}
    assert all(words in shown for words in told[kind])
    assert "\u202e" not in shown


def test_what_it_would_load_or_run_is_seen(browser):
    """The test above can fail: the page itself forbids both, and the browser says so."""
    bad = PAGES["class"].replace("</body>", "<script>1</script><img src='http://127.0.0.1:9/x'>")
    _, complaints = browser(bad, "--dump-dom")
    assert "script" in complaints
    assert "http://127.0.0.1:9/x" in complaints


@pytest.mark.parametrize(("scheme", "light"), [((), True), (("--force-dark-mode",), False)])
def test_light_and_dark(browser, tmp_path, scheme, light):
    need("matplotlib", find_spec("matplotlib") is not None, "pip install 'xlrnn[plot]'")
    from matplotlib import image

    picture = tmp_path / "page.png"
    browser(PAGES["student"], f"--screenshot={picture}", "--window-size=600,400", *scheme)
    corner = image.imread(picture)[-1, -1, :3]
    assert (corner.min() > 0.9) if light else (corner.max() < 0.2)


def test_texts_are_readable_in_both():
    """Contrast of at least 4.5, as WCAG asks for."""
    schemes = re.findall(r":root {([^}]*)}", PAGES["student"])
    assert len(schemes) == 2
    for scheme in schemes:
        colours = dict(re.findall(r"(--\w+): (#\w{6})", scheme))
        assert colours.keys() >= TEXTS
        for name in TEXTS:
            for under in ("--paper", "--marked"):
                if under == "--paper" or name == "--ink":
                    assert contrast(colours[name], colours[under]) >= 4.5, (name, under)
    assert contrast("#ffffff", "#2f4b66") >= 4.5


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


def brightness(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return sum(share * x for share, x in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_each_student_is_linked():
    one = result("s1", HOSTILE)
    assert f"<a href='students/{stem(one['student'], one['file'])}.html'>s1 " in PAGES["class"]
    assert "<a" not in "".join(html.overview_pieces([result("s1", "Ann")]))
