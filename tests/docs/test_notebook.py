"""The notebook runs as it stands, and shows what it says it shows."""

import ast
import json
from importlib.util import find_spec
from pathlib import Path

from tests.requirements import need
from xlrnn.figures import Plot
from xlrnn.tables import Tabular

FILE = Path(__file__).parents[2] / "docs" / "notebooks" / "article.ipynb"
CELLS = json.loads(FILE.read_text("utf-8"))["cells"]
CODE = ["".join(cell["source"]) for cell in CELLS if cell["cell_type"] == "code"]


def run(code, names):
    """Return what a notebook would show below a cell."""
    body = ast.parse(code).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), FILE.name, "exec"), names)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), FILE.name, "eval"), names)


def test_every_cell_runs_and_shows_tables_and_pictures():
    need("matplotlib", find_spec("matplotlib") is not None, "pip install 'xlrnn[plot]'")
    names = {}
    shown = [run(code, names) for code in CODE]
    assert sum(isinstance(one, Tabular) and bool(one._repr_html_()) for one in shown) >= 7
    assert sum(isinstance(one, Plot) for one in shown) == 2
    assert sum("assert " in code for code in CODE) >= 8


def test_it_is_kept_without_results_which_would_change_with_every_run():
    for cell in CELLS:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
