"""Operators of ai.onnx.ml, which scikit-learn's models are made of."""

import numpy as np

from xlrnn.nn.interop.onnx.reading.here import Here, means
from xlrnn.nn.interop.wiring.value import Value
from xlrnn.nn.interop.wiring.weighing import weighed


@means("Scaler", domain="ai.onnx.ml")
def _scaler(here: Here) -> Value:
    scale, offset = np.array(here.get("scale", [1.0])), np.array(here.get("offset", [0.0]))
    return weighed(here.wiring, here.value(), scale, -offset * scale)
