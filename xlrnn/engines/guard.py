"""Where an engine calculates what xlrnn did not write: never in this process."""

import sys

from xlrnn.engines.base import Engine


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
    if engine.reaches_out and not unconfined:
        from xlrnn.engines.isolation.confinement import refuse_unconfined

        refuse_unconfined()
    if not engine.embedded:
        return engine
    if sys.platform == "emscripten":  # a Worker of a web page: it has no more, and its page ends it
        return engine
    from xlrnn.engines.isolation.isolated import Isolated

    return Isolated(engine.name)
