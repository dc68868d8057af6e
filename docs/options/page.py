"""The page: one table for each module, a row for what several classes have in common."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from docs.options.table import Row

TITLES = {
    "layers": "Layers",
    "losses": "Losses",
    "metrics": "Metrics",
    "optimizers": "Optimizers",
    "optimizers.schedules": "Schedules",
    "callbacks": "Callbacks",
}
HEAD = """# Every option of Keras, and what it does here

What Keras {version} (on PyTorch) and xlrnn give for each option of each class that both have,
found by running both in float64: `python -m docs.options` writes this page, wherever Keras and
PyTorch are installed, and a test holds it to what the two do. Compared are

- of layers: outputs of two calls one after the other, the gradients of the input and of all
  weights, weights that do not begin by chance, penalties, masks; where numbers are drawn: which
  numbers come out, not in which places, and whether a seed repeats them;
- of losses and metrics: the value without weights and with, of metrics over several batches;
- of optimizers and schedules: the weights after eight steps, the rates of ten;
- of callbacks: the history of a training, the weights behind it, the files, what is told.

**same**: no two numbers are further apart than the distance says (float32: 1e-5). **refused**: an
error names the option or the value. **not here**: there is no such option, and the error says so.
**error in both**: neither takes it.
An empty option stands for the defaults. What else differs is in [keras.md](keras.md).
"""
COLUMNS = "| option | tried | here | distance | of |\n| --- | --- | --- | --- | --- |"


def page(version: str, found: dict[str, list[Row]], missing: dict[str, list[str]]) -> str:
    """Return the page.

    Args:
        version: Keras'.
        found: all rows, by module.
        missing: the classes that Keras alone has, by module.
    """
    parts = [HEAD.format(version=version)]
    for path, rows in found.items():
        lines = [_line(*group) for group in _grouped(rows)]
        names = ", ".join(f"`{name}`" for name in missing[path])
        parts.append("\n".join([f"## {TITLES[path]}", "", COLUMNS, *lines, ""]))
        if names:
            parts.append(f"Not here: {names}.\n")
    return "\n".join(parts)


def read(text: str) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a page, each with its module; the distance is the group's."""
    for part in text.split("\n## ")[1:]:
        path = next(path for path, title in TITLES.items() if part.startswith(title + "\n"))
        for line in part.splitlines():
            if not line.startswith("| ") or line.startswith(("| option", "| ---")):
                continue
            option, values, here, far, of = [cell.strip() for cell in line[1:-1].split(" | ")]
            word, _, why = here.partition(": ")
            for kind in re.findall(r"`(\w+)`", of):
                for value in re.findall(r"`(.+?)`(?:, |$)", values) or [""]:
                    yield path, Row(kind, option.strip("`"), value.replace("\\|", "|"), word,
                                    float(far) if far else None, why)  # fmt: skip


def _grouped(rows: Iterable[Row]) -> Iterator[tuple[str, list[str], str, float | None, list[str]]]:
    """Yield option, values, what is here, distance and classes, with equal rows as one."""
    of_kind: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        here = f"{row.here}: {row.why}" if row.why else row.here
        of_kind[row.kind, row.option, here].append(row)
    merged: dict[tuple[str, tuple[str, ...], str], list[Row]] = defaultdict(list)
    for (_, option, here), those in of_kind.items():
        merged[option, tuple(row.value for row in those if row.value), here] += those
    for (option, values, here), those in sorted(merged.items()):
        far = [row.far for row in those if row.far is not None and row.here == "same"]
        kinds = sorted({row.kind for row in those})
        yield option, list(values), here, max(far) if far else None, kinds


def _line(option: str, values: list[str], here: str, far: float | None, kinds: list[str]) -> str:
    cells = [f"`{option}`" if option else "", ", ".join(f"`{value}`" for value in values), here,
             "" if far is None else f"{far:.0e}" if far else "0",
             ", ".join(f"`{kind}`" for kind in kinds)]  # fmt: skip
    return f"| {' | '.join(cells)} |"
