"""What Sphinx is told of the site."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from pygments.lexers.special import TextLexer  # noqa: E402

from docs.site.docstrings import as_written  # noqa: E402
from docs.site.public import Public  # noqa: E402
from xlrnn import __version__  # noqa: E402

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "xlrnn"
html_title = f"xlrnn {__version__}"
copyright = "the xlrnn developers, MIT licence"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["site/**", "options/**"]

# Links to headings, as GitHub makes them of their words.
myst_heading_anchors = 4
# In docstrings, as in Markdown, `code` stands between single ticks.
default_role = "code"
napoleon_use_ivar = True
napoleon_use_rtype = False
# Docstrings say what an argument is; the types of all are long.
autodoc_typehints = "none"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
add_module_names = False
maximum_signature_line_length = 80
toc_object_entries_show_parents = "hide"

html_theme = "furo"
html_static_path = [str(HERE / "static")]
html_css_files = ["site.css"]
templates_path = [str(HERE / "templates")]
html_context = {"playground": tags.has("playground")}  # Sphinx puts `tags` here
html_copy_source = False
html_show_sourcelink = False
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "playground.html",
        "sidebar/scroll-end.html",
    ]
}


def setup(app: "Sphinx") -> None:
    """Add what these pages need and Sphinx does not have."""
    app.add_lexer("csv", TextLexer)
    app.add_directive("public", Public)
    app.connect("autodoc-process-docstring", as_written, priority=400)  # before napoleon
