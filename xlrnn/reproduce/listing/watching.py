"""See which lines of the listing are run, and which of its functions."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from xlrnn.reproduce.listing.reading import CODE


@dataclass
class Seen:
    """What was run.

    Attributes:
        lines: the numbers of all lines.
        calls: how often each function was called.
    """

    lines: set[int] = field(default_factory=set)
    calls: Counter[str] = field(default_factory=Counter)


@contextmanager
def watched() -> Iterator[Seen]:
    """Note what of the listing is run; all else is a little slower."""
    seen = Seen()

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename != CODE:
            return None
        if event == "call":
            seen.calls[frame.f_code.co_name] += 1
        elif event == "line":
            seen.lines.add(frame.f_lineno)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield seen
    finally:
        sys.settrace(before)
