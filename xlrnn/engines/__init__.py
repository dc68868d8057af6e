"""Who calculates a workbook: one thin adapter for each program, behind one interface.

`get` makes an engine by name, `available` says what this machine has. Nothing heavy is imported
before it is used.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from xlrnn.engines.base import Engine, Sheets
from xlrnn.errors import EngineMissingError, UsageError

__all__ = ["NAMES", "Engine", "Found", "Sheets", "available", "get"]

_ENGINES = {
    "ironcalc": ("IronCalc", "embedded and fast: the one that `auto` takes"),
    "libreoffice": ("LibreOffice", "second opinion from the program people open the file with"),
    "cellrune": ("CellRune", "second embedded engine, right on array formulas; slow when large"),
    "formulon": ("Formulon", "Excel's own numbers to the last bit, up to some thousand cells"),
    "cached": ("Cached", "what the saving program stored; calculates nothing"),
}

NAMES = tuple(_ENGINES)


@dataclass(frozen=True)
class Found:
    """An engine and whether this machine has it.

    Attributes:
        name: as `get` takes it.
        version: the engine's own, or None if it is missing.
        reason: why it is missing and what to do, or empty.
        note: what it is good for.
    """

    name: str
    version: str | None
    reason: str
    note: str


def get(name: str, **options: Any) -> Engine:
    """Make an engine.

    Args:
        name: one of `NAMES`.
        **options: what its class takes, for instance `time_limit` for LibreOffice.

    Returns:
        The engine; whether it is on this machine shows when it is used.

    Raises:
        UsageError: if there is no engine of this name.
    """
    if name not in _ENGINES:
        raise UsageError(f"there is no engine {name!r}: choose one of {', '.join(NAMES)}")
    module = import_module(f"xlrnn.engines.{name}")
    engine: Engine = getattr(module, _ENGINES[name][0])(**options)
    return engine


def available() -> list[Found]:
    """Look for every engine.

    Returns:
        One entry for each of `NAMES`, in that order, missing ones included.
    """
    return [_look_for(name, note) for name, (_, note) in _ENGINES.items()]


def _look_for(name: str, note: str) -> Found:
    try:
        with get(name) as engine:
            return Found(name, engine.version(), "", note)
    except EngineMissingError as error:
        return Found(name, None, str(error), note)


def guarded(engine: Engine, *, unconfined: bool = False) -> Engine:
    """Return the engine in a process of its own, with limits on time and memory.

    Those that already are in one, or calculate nothing, are returned as they are.

    Args:
        engine: the engine.
        unconfined: whether LibreOffice is taken, too, where the system cannot keep it from network
            and files.

    Raises:
        EngineError: if it is LibreOffice, and the system cannot.
    """
    if engine.name == "libreoffice" and not unconfined:
        from xlrnn.engines.isolation.confinement import refuse_unconfined

        refuse_unconfined()
    if engine.name not in ("ironcalc", "cellrune", "formulon"):
        return engine
    from xlrnn.engines.isolation.isolated import Isolated

    return Isolated(engine.name)
