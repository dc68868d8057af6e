"""Typing as a reader does, and what the page keeps of it."""

_KEPT = """() => new Promise((resolve) => {
    const request = indexedDB.open("xlrnn-playground", 1);
    request.onsuccess = () => {
        const all = request.result.transaction("typed").objectStore("typed").getAll();
        all.onsuccess = () => {
            const typed = all.result.map((record) => record.typed.length);
            request.result.close();
            resolve(typed);
        };
    };
})"""


def kept(document, *counts):
    """Wait until so many changes are kept of each workbook."""
    found = None
    for _ in range(200):
        found = document.page.evaluate(_KEPT)
        if found == list(counts):
            return
        document.page.wait_for_timeout(50)
    raise AssertionError(f"of each workbook {found} changes are kept, expected {list(counts)}")


def banner(document):
    return document.page.locator("#kept")


def here_again(document):
    from playwright.sync_api import expect

    expect(banner(document)).to_contain_text("is here again", timeout=30_000)


def type_into(document, address, *texts):
    """Type into cells below each other, as a reader does."""
    box = document.page.locator("#formula-bar input").first
    box.fill(address)
    box.press("Enter")
    for text in texts:
        document.page.keyboard.type(text)
        document.page.keyboard.press("Enter")
