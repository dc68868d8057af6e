"""The engines by name: the one place where they are listed.

What an engine is good for and where it calculates, its class says; nothing of it is imported
before it is asked for.
"""

from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from xlrnn.engines.base import Engine
from xlrnn.errors import EngineMissingError, UsageError

# Where each engine's class stands, in the order in which they are shown.
_ENGINES: Final = {
    "ironcalc": "xlrnn.engines.ironcalc:IronCalc",
    "libreoffice": "xlrnn.engines.libreoffice:LibreOffice",
    "cellrune": "xlrnn.engines.cellrune:CellRune",
    "formulon": "xlrnn.engines.formulon:Formulon",
    "cached": "xlrnn.engines.cached:Cached",
}

NAMES: Final = tuple(_ENGINES)
AUTO: Final = "ironcalc"
"""The one that `auto` takes where it is installed."""


@dataclass(frozen=True)
class Available:
    """An engine and whether this machine has it.

    Attributes:
        name: as `get` takes it.
        version: the engine's own, or None if it is missing.
        reason: why it is missing and what to do, or empty.
        note: what it is good for.
        recalculates: whether it calculates, and does not only read what is stored.
    """

    name: str
    version: str | None
    reason: str
    note: str
    recalculates: bool = True


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
    module, _, attribute = _ENGINES[name].partition(":")
    engine: Engine = getattr(import_module(module), attribute)(**options)
    return engine


def available() -> list[Available]:
    """Look for every engine.

    Returns:
        One entry for each of `NAMES`, in that order, missing ones included.
    """
    return [_look_for(name) for name in NAMES]


def first_embedded() -> str:
    """Return the first engine that calculates in a Python process and is installed here.

    Where there is none, that is `AUTO`, whose error says how to get it.
    """
    for name in NAMES:
        with get(name) as engine, suppress(EngineMissingError):
            if engine.embedded and engine.recalculates:
                engine.version()
                return name
    return AUTO


def _look_for(name: str) -> Available:
    with get(name) as engine:
        try:
            version, reason = engine.version(), ""
        except EngineMissingError as error:
            version, reason = None, str(error)
        return Available(name, version, reason, engine.good_for, engine.recalculates)
