"""What layers share that make one array of several."""

from collections.abc import Sequence
from typing import Any, ClassVar

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.compute.sequence import as_mask
from xlrnn.nn.core.input_shape import shown
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

    most: ClassVar[int | None] = None
    """How many there may be; None sets no bound."""

    def as_input(self, x: Any) -> Any:
        """Return the arrays in the layer's number format.

        Raises:
            UsageError: if they are too few or too many, or no list.
            ShapeError: if one has more samples than another.
        """
        arrays = [super(Merge, self).as_input(each) for each in self.expect_several(x)]
        if len({each.shape[:1] for each in arrays}) > 1:
            raise self.unfit([each.shape for each in arrays], "the same number of samples")
        return arrays

    def expect_several(self, given: Any) -> Sequence[Any]:
        """Return what is given for each input.

        Raises:
            UsageError: if it is no list, or has too few or too many entries.
        """
        there = len(given) if isinstance(given, list | tuple) else 0
        if there < self.least or (self.most is not None and there > self.most):
            got = f"{there} of them" if isinstance(given, list | tuple) else f"{given!r:.60}"
            raise UsageError(f"{self.name}: expected a list of {self._how_many()}, got {got}")
        return given

    def _how_many(self) -> str:
        if self.most is None:
            return f"{self.least} inputs or more"
        return f"{self.least} inputs" + f" or {self.most}" * (self.most > self.least)

    def unfit(self, shapes: Sequence[Any], expected: str) -> ShapeError:
        """Return the error of inputs whose shapes do not meet.

        Args:
            shapes: of all inputs.
            expected: what would fit.
        """
        got = " and ".join(shown(shape) for shape in shapes)
        return ShapeError(f"{self.name}: the inputs have shapes {got}: expected {expected}")

    def make_weights(self, input_shape: Any) -> None:
        """Refuse inputs whose shapes do not meet; most of these layers have no weights."""
        self.compute_output_shape(self.expect_several(input_shape))

    def count_for(self, input_shape: Any) -> int:  # noqa: ARG002
        """Return how many numbers the weights would have."""
        return 0

    def expect_fit(self, input_shape: Any) -> None:
        """Refuse inputs that do not meet, or that the weights were not made for."""
        self.compute_output_shape(self.expect_several(input_shape))
        made_for: Any = self.input_shape or input_shape
        if self.weights and self.features_side(input_shape) != self.features_side(made_for):
            before = " and ".join(shown(shape) for shape in made_for)
            raise self.unfit(input_shape, f"{before}, for which the weights were made")

    def features_side(self, input_shape: Any) -> Any:
        """Return the last side of each input, on which the shapes of weights depend."""
        return [shape[-1] for shape in input_shape]

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the shape of the output for those of the inputs, batch first.

        Raises:
            ShapeError: if they do not meet.
        """
        raise NotImplementedError

    def shape_of(self, x: Any) -> Any:
        """Return the shapes of all inputs, for batches of any size."""
        return [(None, *each.shape[1:]) for each in x]

    def as_mask(self, given: Any, x: Any) -> Any:
        """Return the mask of each input, checked; None where no input has one.

        Raises:
            UsageError: if there is not a mask, or None, for each input.
        """
        if given is None:
            return None
        if not isinstance(given, list | tuple) or len(given) != len(x):
            got = f"{len(given)} of them" if isinstance(given, list | tuple) else "no list"
            raise UsageError(f"{self.name}: expected a list of {len(x)} masks or None, got {got}")
        return [as_mask(mask, each.shape, self.name) for mask, each in zip(given, x, strict=True)]
