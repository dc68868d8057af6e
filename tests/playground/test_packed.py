"""What is written into a folder: few files, which show what all of them show."""

import pytest

from tests.playground.conftest import lesson_book, serving
from tests.playground.documents import Document
from xlrnn.playground.packed import PYTHON_WORKER, STYLE, WORKER, packed
from xlrnn.playground.runtime import SCRIPTS
from xlrnn.playground.site import MAIN, modules, site_files


@pytest.fixture(scope="module")
def all_files():
    return site_files([lesson_book("hello-forward")])


def test_the_page_opens_with_few_requests(chromium, watched, all_files):
    few = packed(all_files)
    assert sorted(name for name in few if name.endswith((".js", ".css"))) == [WORKER, MAIN, STYLE]
    assert few.keys() < all_files.keys()
    with serving(few) as server:
        context = chromium.new_context(base_url=server.address)
        page = context.new_page()
        watched.watch(page)
        document = Document(page).open("hello-forward")
        assert document.proof == ["✓ against NumPy: agrees", "✓ the two notations: agrees"]
        assert document.states == ["ready"]
        context.close()
    assert watched.console == []
    assert 4 < len(watched.requests) < 12


def test_every_style_is_there_once(all_files):
    style = packed(all_files)[STYLE]
    for name, data in all_files.items():
        if name.endswith(".css"):
            assert style.count(data) == 1, name


def test_python_stays_as_modules(all_files):
    """Its runtime is other people's, and is loaded when it is asked for."""
    runtime = {**all_files, **dict.fromkeys(SCRIPTS, b"")}
    scripts = {name for name in packed(runtime) if name.endswith(".js")}
    assert scripts - {MAIN, WORKER} == {*modules(PYTHON_WORKER, runtime)} > {*SCRIPTS}
