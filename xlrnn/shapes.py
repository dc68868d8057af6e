"""The shapes in signatures: jaxtyping's for those who check them, nothing for those who run.

Importing jaxtyping takes longer than to verify a workbook. Type checkers see the real thing, and
so does the test run, which imports jaxtyping first and checks every call.
"""

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or "jaxtyping" in sys.modules:
    from jaxtyping import Bool, Float, Int, Shaped, UInt8
else:

    class _Shape:
        """Stands for `Float[np.ndarray, "batch units"]` and the like: the array alone."""

        def __class_getitem__(cls, item: Any) -> Any:
            return item[0]

    Bool = Float = Int = Shaped = UInt8 = _Shape

__all__ = ["Bool", "Float", "Int", "Shaped", "UInt8"]
