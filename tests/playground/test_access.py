"""axe-core finds no serious fault: light and dark, on a desk and on a phone, tour and pages."""

import io
import tarfile

import pytest

from tests.playground.documents import Document
from tests.playground.fetch import AXE, is_here
from tests.playground.python_page import HINT, usual_cache
from tests.requirements import need
from xlrnn.playground.pinned import read_pinned

SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="module")
def axe():
    """What looks for faults, as a script."""
    with usual_cache():
        need("axe", is_here(AXE), HINT)
        (package,) = read_pinned([AXE])
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        return archive.extractfile("package/axe.min.js").read().decode()


def faults(page, axe):
    """The serious faults: which rule, and where."""
    page.evaluate(axe)  # asked from outside, so that the page's own policy stays as it is
    found = page.evaluate("axe.run().then((found) => found.violations)")
    return [
        (one["id"], [node["html"][:120] for node in one["nodes"][:3]])
        for one in found
        if one["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1366])
def test_a_lesson(page, axe, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 768})
    Document(page).open("hello-forward")
    assert faults(page, axe) == []
    page.get_by_role("button", name="Tour").click()
    page.locator(".tour-next").wait_for()
    assert faults(page, axe) == []
    page.get_by_role("tab", name="equations").click()
    assert faults(page, axe) == []


def test_a_fault_is_found(page, axe):
    Document(page).open("hello-forward")
    page.evaluate("document.body.append(document.createElement('button'))")
    assert [name for name, _ in faults(page, axe)] == ["button-name"]
