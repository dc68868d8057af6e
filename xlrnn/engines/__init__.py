"""Who calculates a workbook: one thin adapter for each program, behind one interface.

`get` makes an engine by name, `available` says what this machine has, `first_embedded` who
calculates where nobody chose, `guarded` keeps one away from this process. Nothing heavy is imported
before it is used.
"""

from xlrnn.engines.base import Engine, Sheets
from xlrnn.engines.guard import guarded
from xlrnn.engines.registry import AUTO, NAMES, Available, available, first_embedded, get

__all__ = [
    "AUTO",
    "NAMES",
    "Available",
    "Engine",
    "Sheets",
    "available",
    "first_embedded",
    "get",
    "guarded",
]
