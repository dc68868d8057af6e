"""What every metric is."""

from copy import copy
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.nn.core import checked
from xlrnn.nn.core.floatx import number_format

Array = NDArray[Any]


class Metric:
    """Something counted over batches.

    Args:
        name: under which it is reported.
        dtype: for Keras' sake; what is counted is kept in float64.
    """

    default_name: ClassVar[str] = "metric"
    options: ClassVar[tuple[str, ...]] = ()
    """The arguments of a kind, beside name and dtype; attributes hold them."""

    state: ClassVar[tuple[str, ...]] = ()
    """The attributes that count."""

    direction: ClassVar[Literal["up", "down"] | None] = None
    """Where it is better; None where that depends."""

    heeds_mask: ClassVar[bool] = False
    """Whether steps that a mask leaves out do not count."""

    def __init__(self, name: str | None = None, dtype: DTypeLike | None = None) -> None:
        self.name = checked.name(name, f"{type(self).__name__}: name") or self.default_name
        self.dtype = str(number_format(dtype))
        self.reset_state()

    def reset_state(self) -> None:
        """Begin again."""
        for name in self.state:
            setattr(self, name, 0.0)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch in."""
        raise NotImplementedError

    def expect(self, y_true: Array, shape: tuple[int, ...]) -> None:
        """Refuse labels that cannot be judged, for predictions of a shape: try with no sample.

        Raises:
            ShapeError: if they have another shape.
        """
        self.update_state(y_true[:0], np.empty((0, *shape[1:])))

    def result(self) -> Any:
        """Return what has come together: a number, or several."""
        raise NotImplementedError

    def __call__(self, *given: Any, **options: Any) -> Any:
        """Take a batch in and return what has come together."""
        self.update_state(*given, **options)
        return self.result()

    @property
    def variables(self) -> list[Array]:
        """What has been counted."""
        return [np.asarray(value) for value in self.counted().values()]

    def counted(self) -> dict[str, Any]:
        """Return a copy of what has been counted, by the names of the attributes."""
        return {name: copy(getattr(self, name)) for name in self.state}

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, as JSON can hold them."""
        own = {option: getattr(self, option) for option in self.options}
        return {"name": self.name, "dtype": self.dtype, **own}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Metric":
        """Make the same metric again, with nothing counted."""
        return cls(**config)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"
