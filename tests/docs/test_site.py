"""The site is built as `python -m docs.site` builds it, and refuses what must not be in it."""

import importlib.util
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs.site.elsewhere import loaded_from_elsewhere
from tests.requirements import need, require
from xlrnn import api, errors, nn

ROOT = Path(__file__).resolve().parents[2]


def build(*arguments):
    for name in ("sphinx", "furo", "myst_parser"):
        need(name, importlib.util.find_spec(name) is not None, "pip install 'xlrnn[docs]'")
    command = [sys.executable, "-m", "docs.site", *map(str, arguments)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site") / "built"
    require("formulon")  # which calculates in the playground
    built = build("-o", folder, "--playground", "hello-forward")
    assert built.returncode == 0, built.stderr
    assert built.stdout == f"wrote {folder / 'index.html'}\n"
    return folder


def test_every_page_is_in_the_site_and_in_its_search(site):
    docs = ROOT / "docs"
    sources = [*docs.glob("*.md"), *(docs / "reference").glob("*.rst")]
    pages = {path.relative_to(docs).with_suffix("").as_posix() for path in sources}
    assert len(pages) > 20
    assert all((site / f"{page}.html").is_file() for page in pages)
    searched = (site / "searchindex.js").read_text(encoding="utf-8")
    assert pages == set(re.search(r'docnames"?:\["(.*?)"\]', searched)[1].split('","'))


def test_every_page_leads_to_the_playground(site):
    assert (site / "live.html").is_file()
    assert 'href="live.html"' in (site / "index.html").read_text(encoding="utf-8")
    assert 'href="../live.html"' in (site / "reference" / "verbs.html").read_text(encoding="utf-8")


def test_workbooks_and_maps_can_be_downloaded(site):
    found = {path.name for path in (site / "_downloads").rglob("*.*")}
    assert {path.name for path in (ROOT / "workbooks").glob("*.xlsx")} <= found


@pytest.mark.parametrize("module", [api, nn, nn.layers, nn.losses, nn.optimizers, errors])
def test_all_public_names_are_in_the_reference(site, module):
    documented = set()
    for page in (site / "reference").glob("*.html"):
        documented |= set(re.findall(r'<dt [^>]*id="([\w.]+)"', page.read_text("utf-8")))
    ends = {name.rpartition(".")[2] for name in documented}
    public = getattr(module, "__all__", None) or vars(module)
    offered = {name: getattr(module, name) for name in public if not name.startswith("_")}
    names = {
        getattr(one, "__name__", "")
        for one in offered.values()
        if inspect.isclass(one) or inspect.isfunction(one)
    }
    assert len(names) > 5
    assert names <= ends


def test_nothing_is_loaded_from_elsewhere(tmp_path):
    (tmp_path / "good.html").write_text(
        '<a href="https://x.org/a.js">a</a><link rel="canonical" href="https://x.org">'
        '<script src="a.js"></script><img src="data:image/png;base64,AA"><p>url(//x.org)</p>'
    )
    (tmp_path / "good.css").write_text("a { background: url(a.png) }")
    assert loaded_from_elsewhere(tmp_path) == []
    bad = [
        '<script src="https://x.org/a.js"></script>',
        '<link rel="stylesheet" href="//x.org/a.css">',
        '<link rel="preload" href="HTTP://x.org/a.woff2">',
        '<img src="https://x.org/a.png">',
        '<img srcset="a.png 1x, https://x.org/a.png 2x">',
        '<iframe src="https://x.org"></iframe>',
        '<p style="background: url(https://x.org/a.png)">',
        "<style>@import '//x.org/a.css';</style>",
    ]
    for text in bad:
        (tmp_path / "page.html").write_text(text)
        (found,) = loaded_from_elsewhere(tmp_path)
        assert found.startswith("page.html: "), text
    (tmp_path / "page.html").write_text("")
    (tmp_path / "a.css").write_text("a { src: url('https://x.org/a.woff2') }")
    assert loaded_from_elsewhere(tmp_path) == ["a.css: https://x.org/a.woff2"]


FAULTS = {
    "[x](gone.md)": "'gone.md'",
    "[x](#no-heading)": "'no-heading'",
    "![x](gone.png)": "gone.png",
}


def refused(folder, pages):
    """Build pages that have faults, and return what was said."""
    (folder / "pages").mkdir()
    for name, text in pages.items():
        (folder / "pages" / name).write_text(text)
    built = build("--pages", folder / "pages", "-o", folder / "site")
    assert built.returncode == 1
    assert "nothing was written" in built.stderr
    assert [path.name for path in folder.iterdir()] == ["pages"]
    return built.stderr


def test_pages_with_faults_are_refused(tmp_path):
    said = refused(tmp_path, {"index.md": "\n\n".join(["# a", *FAULTS]), "other.md": "# b\n"})
    for words in (*FAULTS.values(), "other.md: WARNING: document isn't included in any toctree"):
        assert words in said


def test_a_page_that_loads_from_elsewhere_is_refused(tmp_path):
    said = refused(tmp_path, {"index.md": "# a\n\n<script src='https://x.org/a.js'></script>\n"})
    assert "index.html: https://x.org/a.js" in said


def test_a_folder_that_is_no_site_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    built = build("-o", tmp_path)
    assert built.returncode == 1
    assert "choose another folder" in built.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
