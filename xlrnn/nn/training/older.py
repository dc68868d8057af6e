"""What older Keras has beside `fit`, `evaluate` and `predict`."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.older import also_called, tell

Array = NDArray[Any]

QUEUES: Final[Mapping[str, str | None]] = {
    "workers": None,
    "use_multiprocessing": None,
    "max_queue_size": None,
    "max_q_size": None,
    "nb_worker": None,
    "pickle_safe": None,
}
"""How batches were fetched beforehand; here each is made when its turn comes."""

OF_FIT: Final[Mapping[str, str | None]] = {**QUEUES, "nb_epoch": "epochs"}


class OlderCalls:
    """The calls that Keras no longer has, made of those that it has."""

    @also_called(OF_FIT)
    def fit_generator(
        self,
        generator: Any,
        steps_per_epoch: int | None = None,
        epochs: int = 1,
        verbose: int | str = 1,
        callbacks: Any = None,
        **options: Any,
    ) -> Any:
        """Train the model from batches: `fit` does.

        Args:
            generator: yields the batches.
            steps_per_epoch: how many of them make an epoch.
            epochs: how many epochs there are.
            verbose: as of `fit`.
            callbacks: as of `fit`.
            **options: of `fit`.
        """
        tell("fit_generator is an older name of fit: write fit(generator, …)")
        told = {"steps_per_epoch": steps_per_epoch, "epochs": epochs, "verbose": verbose}
        return self._now("fit", generator, callbacks=callbacks, **told, **options)

    @also_called(QUEUES)
    def evaluate_generator(
        self, generator: Any, steps: int | None = None, callbacks: Any = None, verbose: int = 0
    ) -> Any:
        """Judge the model by batches: `evaluate` does."""
        tell("evaluate_generator is an older name of evaluate: write evaluate(generator, …)")
        return self._now("evaluate", generator, steps=steps, callbacks=callbacks, verbose=verbose)

    @also_called(QUEUES)
    def predict_generator(
        self, generator: Any, steps: int | None = None, callbacks: Any = None, verbose: int = 0
    ) -> Array:
        """Return the prediction for each sample of batches: `predict` does."""
        tell("predict_generator is an older name of predict: write predict(generator, …)")
        p: Array = self._now(
            "predict", generator, steps=steps, callbacks=callbacks, verbose=verbose
        )
        return p

    def predict_classes(self, x: Any, batch_size: int | None = None, verbose: int = 0) -> Array:
        """Return the likeliest class of each sample; of a single output whether it is over 0.5."""
        tell("predict_classes is no more in Keras: write np.argmax(model.predict(x), axis=-1)")
        p: Array = self._now("predict", x, batch_size=batch_size, verbose=verbose)
        return (p > 0.5).astype(int) if p.shape[-1] == 1 else np.argmax(p, axis=-1)

    def predict_proba(self, x: Any, batch_size: int | None = None, verbose: int = 0) -> Array:
        """Return the prediction for each sample: `predict` does."""
        tell("predict_proba is an older name of predict: write predict")
        p: Array = self._now("predict", x, batch_size=batch_size, verbose=verbose)
        return p

    def _now(self, name: str, *args: Any, **options: Any) -> Any:
        """Call what it is called now."""
        return getattr(self, name)(*args, **options)
