"""Cross-entropy over many classes, of which each step of training looks at some."""

from typing import Any

from numpy.typing import DTypeLike, NDArray

from xlrnn.nn.compute.some_classes import SomeClasses
from xlrnn.nn.core import checked, random
from xlrnn.nn.losses.sparse import SparseCategoricalCrossentropy

Array = NDArray[Any]


class SampledCrossentropy(SparseCategoricalCrossentropy):
    """L = −ln p_label of a softmax whose sum is estimated while the model learns.

    For softmax over tens of thousands of words, which is nearly all that a step has to calculate:

    1. S: the most frequent classes, which must have the lowest numbers, and the batch's labels
    2. D: classes drawn from the R others, each as likely as any
    3. Σ_k e^logit_k ≈ Σ_S e^logit_k + R/|D| · Σ_D e^logit_k

    The mean of 3 over all draws is the whole sum. Judging and predicting look at all classes. The
    idea is Bengio's and Senécal's ("Adaptive importance sampling", 2008); that the frequent ones
    are never left to chance makes the estimate much surer, since words follow Zipf's law.

    Args:
        sampled: how many classes a step looks at, more where a batch has more labels.
        reduction: how the rows become one number.
        name: what errors call it.
        dtype: for the other losses' sake.
    """

    default_name = "sampled_crossentropy"
    options = ("sampled",)

    def __init__(
        self,
        sampled: int = 2_000,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = None,
        dtype: DTypeLike | None = None,
    ) -> None:
        self.sampled = checked.positive(sampled, f"{type(self).__name__}: sampled")
        super().__init__(reduction=reduction, name=name, dtype=dtype)

    def looked_at(self, labels: Array, classes: int) -> SomeClasses | None:
        """Return the classes that a step looks at; None where these are all."""
        return SomeClasses.chosen(labels, classes, self.sampled, random.generator())
