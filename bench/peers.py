"""Who trains a workload: xlrnn, PyTorch and Keras, each as its users would; who predicts it, too.

Every peer has `train(x, y)`, one pass over the samples in batches, and `predict(x)`; ONNX Runtime
has `predict` alone.
"""

import os
from typing import Any

import numpy as np
from load import Load


def xlrnn(load: Load) -> Any:
    """Return the model in this package."""
    from xlrnn import nn

    return KerasLike(nn, load)


def keras(load: Load) -> Any:
    """Return the model in Keras, on JAX."""
    import keras as module

    return KerasLike(module, load)


def torch(load: Load) -> Any:
    """Return the model in PyTorch."""
    return Torch(load)


def onnx(load: Load) -> Any:
    """Return the model in ONNX Runtime, which predicts alone."""
    return OnnxRuntime(load)


class KerasLike:
    """A model of Keras' names, whoever has them."""

    def __init__(self, module: Any, load: Load) -> None:
        self.batch, self.model = load.batch, load.in_keras(module)
        self.shuffle = bool(getattr(load, "shortest", 0))  # by which we may sort by length

    def train(self, x: Any, y: Any) -> None:
        """Learn from all samples once."""
        self.model.fit(x, y, batch_size=self.batch, epochs=1, shuffle=self.shuffle, verbose=0)

    def predict(self, x: Any) -> Any:
        """Predict all samples."""
        return self.model.predict(x, batch_size=self.batch, verbose=0)


class Torch:
    """A model of PyTorch's modules with a training loop written out."""

    def __init__(self, load: Load) -> None:
        import torch

        self.torch, self.batch, self.net = torch, load.batch, load.in_torch(torch)
        weights = [weight for weight in self.net.parameters() if weight.requires_grad]
        self.optimizer = torch.optim.Adam(weights, fused=True)
        self.loss = torch.nn.CrossEntropyLoss()

    def _given(self, x: Any) -> list[Any]:
        return [self.torch.from_numpy(one) for one in (x if isinstance(x, list) else [x])]

    def train(self, x: Any, y: Any) -> None:
        """Learn from all samples once."""
        given = self._given(x)
        numbers = y if y.dtype.kind == "i" else y.argmax(axis=-1)
        labels = self.torch.from_numpy(numbers).long()
        for start in range(0, len(labels), self.batch):
            part = slice(start, start + self.batch)
            self.optimizer.zero_grad(set_to_none=True)
            logits = self.net(*(one[part] for one in given))
            loss = self.loss(logits.flatten(0, -2), labels[part].flatten())
            loss.backward()
            self.optimizer.step()

    def predict(self, x: Any) -> Any:
        """Predict all samples."""
        with self.torch.inference_mode():
            given = self._given(x)
            parts = [
                self.net(*(one[start : start + self.batch] for one in given)).softmax(-1)
                for start in range(0, len(given[0]), self.batch)
            ]
            return self.torch.cat(parts).numpy()


class OnnxRuntime:
    """The model that this package writes as ONNX, run by ONNX Runtime with all its optimizations.

    It may use as many threads as the other libraries have been given.
    """

    def __init__(self, load: Load) -> None:
        import onnxruntime

        from xlrnn import nn

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS", "1"))
        options.inter_op_num_threads = 1
        made = nn.to_onnx(load.in_keras(nn))
        self.batch = load.batch
        self.session = onnxruntime.InferenceSession(
            made.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        self.inputs = self.session.get_inputs()

    def predict(self, x: Any) -> Any:
        """Predict all samples."""
        kinds = {"tensor(int64)": np.int64, "tensor(float)": np.float32}
        given = {
            taken.name: array.astype(kinds[taken.type], copy=False)
            for taken, array in zip(self.inputs, x if isinstance(x, list) else [x], strict=True)
        }
        parts = []
        for start in range(0, len(next(iter(given.values()))), self.batch):
            part = slice(start, start + self.batch)
            parts += self.session.run(None, {name: one[part] for name, one in given.items()})
        return np.concatenate(parts)


class Floor:
    """The matrix products of one step and nothing else: what no NumPy code can beat by much."""

    def __init__(self, load: Load) -> None:
        rng = np.random.default_rng(0)
        self.products = [
            (
                rng.random((m, k), dtype=np.float32),
                rng.random((k, n), dtype=np.float32),
                np.empty((m, n), np.float32),
                times,
            )
            for m, k, n, times in load.products()
        ]
        self.batch = load.batch

    def train(self, x: Any, y: Any) -> None:  # noqa: ARG002
        """Multiply for as many batches."""
        for _ in range(0, len(y), self.batch):
            for a, b, out, times in self.products:
                for _ in range(times):
                    np.matmul(a, b, out=out)
