"""The source itself, run by ONNX Runtime or, without it, by the package onnx."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.interop.onnx.package import onnx_package
from xlrnn.nn.interop.onnx.reading.file import Tensors

Array = NDArray[Any]


class Runner:
    """A model of ONNX that can be run.

    Args:
        proto: the model.
        folder: where arrays lie that are kept beside its file.

    Attributes:
        called: what runs it, and which version.
    """

    def __init__(self, proto: Any, folder: Path | None) -> None:
        onnx = onnx_package()
        self.proto = onnx.ModelProto()
        self.proto.CopyFrom(proto)
        tensors = Tensors(folder)
        for own in self.proto.graph.initializer:
            if own.data_location == onnx.TensorProto.EXTERNAL:
                array = tensors.array(own)
                own.CopyFrom(onnx.numpy_helper.from_array(array, own.name))
        self.session, self.called = self._with_runtime, ""

    def expect_runs(self, arrays: Mapping[str, Array], names: Sequence[str]) -> None:
        """Choose what runs the model: ONNX Runtime, else the package onnx.

        Raises:
            UsageError: if neither can.
        """
        reasons = []
        for session in (self._with_runtime, self._with_reference):
            self.session = session
            try:
                self(arrays, names)
                return
            except ImportError:
                continue
            except Exception as error:  # what runs it has errors of its own
                reasons.append(f"{self.called}: {error!s:.200}")
        raise UsageError(f"the model cannot be run, so nothing can be compared: {reasons[0]}")

    def __call__(self, arrays: Mapping[str, Array], names: Sequence[str]) -> dict[str, Array]:
        """Return arrays of the model by name, for its inputs by name."""
        found = self.session(self._giving(names), list(names), dict(arrays))
        return {name: np.asarray(array) for name, array in zip(names, found, strict=True)}

    def _with_runtime(self, proto: Any, names: list[str], given: dict[str, Array]) -> list[Any]:
        import onnxruntime

        self.called = f"ONNX Runtime {onnxruntime.__version__}"
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            proto.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        return list(session.run(names, given))

    def _with_reference(self, proto: Any, names: list[str], given: dict[str, Array]) -> list[Any]:
        from onnx.reference import ReferenceEvaluator

        self.called = f"onnx.reference {onnx_package().__version__}"
        return list(ReferenceEvaluator(proto).run(names, given))

    def _giving(self, names: Sequence[str]) -> Any:
        """Return the model with outputs of these names."""
        onnx = onnx_package()
        proto = onnx.ModelProto()
        proto.CopyFrom(self.proto)
        declared = {own.name for own in proto.graph.output}
        for name in names:
            if name not in declared:
                proto.graph.output.append(onnx.helper.make_empty_tensor_value_info(name))
        return proto
