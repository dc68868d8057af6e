"""Build the site: `python -m docs.site [-o DIR] [--playground]`; needs `pip install '.[docs]'`.

What Sphinx warns of, such as a link that leads nowhere or a page without a place in the navigation,
ends the build, and so does a page that would load anything from elsewhere.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from docs.site.elsewhere import loaded_from_elsewhere

HERE = Path(__file__).resolve().parent
PAGES = HERE.parent
MARK = ".buildinfo"
"""The file by which Sphinx knows a folder that it wrote."""
PLAYGROUND = "live.html"
"""One file, since a folder would need a web server, and the site opens from a disk."""


def main(arguments: list[str]) -> str | int:
    """Build the site beside its folder, and put it there if nothing is wrong with it."""
    parser = argparse.ArgumentParser(prog="python -m docs.site", description="Build the site.")
    parser.add_argument("-o", "--output", type=Path, default=Path("build/site"), metavar="DIR")
    parser.add_argument(
        "--playground",
        nargs="*",
        metavar="LESSON",
        help="with lessons to try: these, or all",
    )
    parser.add_argument("--pages", type=Path, default=PAGES, help="the folder of the pages")
    options = parser.parse_args(arguments)
    folder: Path = options.output
    if folder.exists() and not (folder / MARK).is_file():
        return f"{folder} is there already, and is no such site: choose another folder with -o"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=folder.parent) as beside:
        built = Path(beside) / "site"
        wrong = build(options.pages, built, playground=options.playground)
        if wrong:
            return f"{wrong}: nothing was written"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.move(built, folder)
    print(f"wrote {folder / 'index.html'}")
    return 0


def build(pages: Path, folder: Path, *, playground: list[str] | None = None) -> str:
    """Build the pages into a folder, and return what is wrong, if anything is.

    Args:
        pages: the folder with the pages.
        folder: where the site goes.
        playground: the lessons that go into it as a web page, none for all; or no such page.
    """
    from sphinx.cmd.build import build_main

    tags = ["-t", "playground"] if playground is not None else []
    notes = folder.parent / "doctrees"  # what Sphinx remembers; each build begins anew
    strict = ["-q", "-W", "--keep-going", "-c", HERE, "-d", notes]
    if build_main([*map(str, strict), *tags, str(pages), str(folder)]):
        return "Sphinx has warnings, see above"
    found = loaded_from_elsewhere(folder)
    if found:
        return f"pages load what is not in the site: {', '.join(found)}"
    if playground is not None:
        from xlrnn import api

        api.playground(folder / PLAYGROUND, playground or None, single=True)
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
