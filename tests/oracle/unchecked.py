"""Long runs without the contracts of shapes, which cost more than the arithmetic."""

from contextlib import contextmanager

import jaxtyping


@contextmanager
def unchecked():
    """Leave the contracts of shapes aside where the same calls have just been checked."""
    before = jaxtyping.config.jaxtyping_disable
    jaxtyping.config.update("jaxtyping_disable", True)
    try:
        yield
    finally:
        jaxtyping.config.update("jaxtyping_disable", before)
