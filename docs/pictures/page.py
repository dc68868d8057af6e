"""Make the pictures of the playground: as it looks in a browser, wide and on a phone.

    python docs/pictures/page.py

Needs Chromium and `pip install playwright`.
"""

import shutil
import threading
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from xlrnn.api.sites import playground_files
from xlrnn.playground.serve import PageServer

HERE = Path(__file__).resolve().parent
# For each picture the lesson, how wide and high the window is, and how many stops of the tour in.
PICTURES = {
    "playground": ("hello-forward", (1366, 768), 3),
    "playground-phone": ("captioning", (390, 780), 11),
}


def picture(page: Page, address: str, name: str) -> None:
    """Lead through a lesson, do what there is to try, and take a picture."""
    lesson, (width, height), stops = PICTURES[name]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}?{name}#{lesson}")
    page.get_by_text("is calculated here").wait_for()
    page.get_by_role("button", name="Tour").click()
    for _ in range(stops):
        page.locator(".tour-next").click()
    proposed = page.get_by_role("button", name="Do it for me")
    if proposed.count():
        proposed.click()
        page.get_by_role("button", name="Take it back").wait_for()
    page.wait_for_timeout(1_500)  # what changed has stopped to light up
    page.screenshot(path=HERE / f"{name}.png")


def main() -> None:
    """Take all pictures."""
    server = PageServer(playground_files(sorted({lesson for lesson, *_ in PICTURES.values()})))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name in PICTURES:
            picture(browser.new_page(), server.address, name)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
