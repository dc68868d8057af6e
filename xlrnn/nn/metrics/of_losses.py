"""Losses as metrics: the mean over all rows, whatever batches they came in."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.nn import losses
from xlrnn.nn.losses import Loss, aligned
from xlrnn.nn.metrics.reductions import Mean

Array = NDArray[Any]


class LossMean(Mean):
    """The mean of a loss.

    Args:
        loss: its name, its function, or itself.
        name: under which it is reported.
        dtype: for Keras' sake.
    """

    direction = "down"
    heeds_mask = True

    def __init__(self, loss: Any, name: str | None = None, dtype: DTypeLike | None = None) -> None:
        self.loss = losses.get(loss)
        super().__init__(name or self.loss.name, dtype)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:  # type: ignore[override]
        """Take a batch in; rows that the loss leaves out have no weight, where there are weights.

        Without any they count as rows that cost nothing, in Keras and so here.
        """
        values, counted = self.loss.judged(y_true, y_pred)
        if counted is not None and sample_weight is not None:
            sample_weight = aligned(np.asarray(sample_weight), counted.shape) * counted
        self.take(values, sample_weight)

    def expect(self, y_true: Array, shape: tuple[int, ...]) -> None:
        """Refuse labels that the loss refuses."""
        y, p = losses.pair(y_true, np.empty((0, *shape[1:])))
        self.loss.labels(y, (len(y), *p.shape[1:]))

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, as JSON can hold them."""
        loss = {"class_name": type(self.loss).__name__, "config": self.loss.get_config()}
        return {**super().get_config(), "loss": loss}


class _OfKind(LossMean):
    """The mean of a loss without options."""

    kind: ClassVar[type[Loss]]

    def __init__(self, name: str | None = None, dtype: DTypeLike | None = None) -> None:
        super().__init__(self.kind(), name or self.default_name, dtype)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, as JSON can hold them."""
        return super(LossMean, self).get_config()


class MeanSquaredError(_OfKind):
    """The mean squared error."""

    kind, default_name = losses.MeanSquaredError, "mean_squared_error"


class MeanAbsoluteError(_OfKind):
    """The mean distance."""

    kind, default_name = losses.MeanAbsoluteError, "mean_absolute_error"


class MeanAbsolutePercentageError(_OfKind):
    """The mean relative distance, in percent."""

    kind, default_name = losses.MeanAbsolutePercentageError, "mean_absolute_percentage_error"


class MeanSquaredLogarithmicError(_OfKind):
    """The mean squared distance of the logarithms."""

    kind, default_name = losses.MeanSquaredLogarithmicError, "mean_squared_logarithmic_error"


class LogCoshError(_OfKind):
    """The mean ln cosh of the distances."""

    kind, default_name = losses.LogCosh, "logcosh"


class KLDivergence(_OfKind):
    """The mean divergence."""

    kind, default_name = losses.KLDivergence, "kl_divergence"


class Poisson(_OfKind):
    """The mean of Poisson's loss."""

    kind, default_name = losses.Poisson, "poisson"


class Hinge(_OfKind):
    """The mean of what the margins lack."""

    kind, default_name = losses.Hinge, "hinge"


class SquaredHinge(_OfKind):
    """The mean of the squares of what the margins lack."""

    kind, default_name = losses.SquaredHinge, "squared_hinge"


class CategoricalHinge(_OfKind):
    """The mean of what the right class lacks to be ahead by 1."""

    kind, default_name = losses.CategoricalHinge, "categorical_hinge"


class _Crossentropy(LossMean):
    """The mean of a cross-entropy, whose options it has."""

    def __init__(self, loss: Loss, name: str | None, dtype: DTypeLike | None) -> None:
        super().__init__(loss, name or self.default_name, dtype)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, as JSON can hold them."""
        own = {option: getattr(self.loss, option) for option in self.options}
        return {"name": self.name, "dtype": self.dtype, **own}


class BinaryCrossentropy(_Crossentropy):
    """The mean cross-entropy of answers that are yes or no.

    Args:
        name: under which it is reported.
        dtype: for Keras' sake.
        from_logits: whether predictions are scores before the sigmoid.
        label_smoothing: how far labels are moved towards 1/2.
    """

    default_name = "binary_crossentropy"
    options = ("from_logits", "label_smoothing")

    def __init__(
        self,
        name: str | None = None,
        dtype: DTypeLike | None = None,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
    ) -> None:
        super().__init__(losses.BinaryCrossentropy(from_logits, label_smoothing), name, dtype)


class CategoricalCrossentropy(_Crossentropy):
    """The mean cross-entropy of labels that are one-hot or probabilities.

    Args:
        name: under which it is reported.
        dtype: for Keras' sake.
        from_logits: whether predictions are scores before softmax.
        label_smoothing: what is taken from the right class and given to all alike.
        axis: where the classes lie.
    """

    default_name = "categorical_crossentropy"
    options = ("from_logits", "label_smoothing", "axis")

    def __init__(
        self,
        name: str | None = None,
        dtype: DTypeLike | None = None,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
    ) -> None:
        loss = losses.CategoricalCrossentropy(from_logits, label_smoothing, axis)
        super().__init__(loss, name, dtype)


class SparseCategoricalCrossentropy(_Crossentropy):
    """The mean cross-entropy of labels that are whole numbers.

    Args:
        name: under which it is reported.
        dtype: for Keras' sake.
        from_logits: whether predictions are scores before softmax.
        ignore_class: a label whose rows cost nothing.
        axis: where the classes lie.
    """

    default_name = "sparse_categorical_crossentropy"
    options = ("from_logits", "ignore_class", "axis")

    def __init__(
        self,
        name: str | None = None,
        dtype: DTypeLike | None = None,
        from_logits: bool = False,
        ignore_class: int | None = None,
        axis: int = -1,
    ) -> None:
        loss = losses.SparseCategoricalCrossentropy(from_logits, ignore_class, axis=axis)
        super().__init__(loss, name, dtype)
