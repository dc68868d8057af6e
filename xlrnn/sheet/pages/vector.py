"""A page without time: weights on the left, and to their right one column of numbers.

What comes after the last step of a sequence, or after pooling, has no steps any more. The page
reads like one of a single step, and its equations do without `_t`.
"""

from typing import Any

from xlrnn.formula.block import Block
from xlrnn.names import NAMES
from xlrnn.sheet.pages.time.page import TimePage


class VectorPage(TimePage):
    """A page of bands, each with one column."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.axis = ""

    @property
    def steps(self) -> int:
        """One column."""
        return 1

    def heading_of(self, t: int) -> str | int:  # noqa: ARG002
        """Return what stands over the column."""
        return "value"

    def add(
        self,
        quantity: str,
        *,
        dims: tuple[str, str] | None = None,
        notation: str = "",
        **options: Any,
    ) -> Block:
        """Declare a block; what would have a column for each step has one."""
        entry = NAMES[quantity]
        rows, columns = dims or entry.dims
        return super().add(
            quantity,
            dims=(rows, "one" if columns == "step" else columns),
            notation=(notation or entry.notation).replace("_t", ""),
            **options,
        )
