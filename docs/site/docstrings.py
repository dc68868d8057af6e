"""Docstrings are written to be read in an editor: what Sphinx has to be told of them."""

import re
from typing import Any

EQUATION = re.compile(r"\d+\. .*[=→]")
CODE = re.compile(r"(`[^`]*`)")


def as_written(*of: Any) -> None:
    """Show numbered equations with their columns, and |x| as such."""
    *_, lines = of  # the rest says whose docstring it is
    shown: list[str] = []
    in_equations, before = False, ""
    for line in lines:
        if EQUATION.match(line) and not before.strip():
            shown += [".. code-block:: none", ""]
            in_equations = True
        in_equations = in_equations and bool(line.strip())
        shown.append(f"   {line}" if in_equations else _without_substitutions(line))
        before = line
    lines[:] = shown


def _without_substitutions(line: str) -> str:
    """Keep |x| from being read as the name of a text to be put in."""
    if line.lstrip().startswith(">>>"):
        return line
    parts = CODE.split(line)
    return "".join(part if part.startswith("`") else part.replace("|", r"\|") for part in parts)
