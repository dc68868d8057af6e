"""What layers share that make one array of several."""

from collections.abc import Sequence
from typing import Any, ClassVar

from xlrnn.errors import UsageError
from xlrnn.nn.compute.sequence import as_mask
from xlrnn.nn.core.layer import Layer


class Merge(Layer):
    """A layer that is called with a list of arrays.

    Shapes, masks and ∂L/∂ of the input are lists, too, in the same order; a mask of the list is
    None where all steps count.
    """

    takes_several: ClassVar[bool] = True
    takes_mask: ClassVar[bool] = True
    least: ClassVar[int] = 1
    """How many arrays there have to be."""

    def as_input(self, x: Any) -> Any:
        """Return the arrays in the layer's number format.

        Raises:
            UsageError: if they are too few, or no list.
        """
        return [super(Merge, self).as_input(each) for each in self.expect_several(x)]

    def expect_several(self, given: Any) -> Sequence[Any]:
        """Return what is given for each input.

        Raises:
            UsageError: if it is no list, or has too few entries.
        """
        if not isinstance(given, list | tuple) or len(given) < self.least:
            got = f"{len(given)} of them" if isinstance(given, list | tuple) else f"{given!r:.60}"
            raise UsageError(
                f"{self.name}: expected a list of {self.least} inputs or more, got {got}"
            )
        return given

    def shape_of(self, x: Any) -> Any:
        """Return the shapes of all inputs, for batches of any size."""
        return [(None, *each.shape[1:]) for each in x]

    def as_mask(self, given: Any, x: Any) -> Any:
        """Return the mask of each input, checked; None where no input has one."""
        if given is None:
            return None
        return [as_mask(mask, each.shape, self.name) for mask, each in zip(given, x, strict=True)]
