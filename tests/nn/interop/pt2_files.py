"""Files of exported programs, written by the format that PyTorch 2.13 writes."""

import json
import zipfile

import numpy as np

KERNEL = np.array([[1.0, -2.0], [0.5, 3.0], [2.0, 0.25]], "f4")


def described(array):
    return {
        "dtype": 7,
        "sizes": [{"as_int": side} for side in array.shape],
        "strides": [{"as_int": step // 4} for step in array.strides],
        "storage_offset": {"as_int": 0},
    }


def tensor(name):
    return {"as_tensor": {"name": name}}


def node(target, output="y", **arguments):
    inputs = [{"name": name, "arg": arg} for name, arg in arguments.items()]
    return {"target": target, "inputs": inputs, "outputs": [tensor(output)], "name": output}


LINEAR = node("torch.ops.aten.linear.default", input=tensor("x"), weight=tensor("w"))
TANH = node("torch.ops.aten.tanh.default", self=tensor("x"))


def program(*nodes, sides=({"as_expr": {"expr_str": "s7"}}, {"as_int": 2})):
    """Return the description of a program: x goes in, the last output comes out."""
    specs = [{"parameter": {"arg": {"name": "w"}, "parameter_name": "fc.weight"}},
             {"user_input": {"arg": tensor("x")}}]  # fmt: skip
    last = nodes[-1]["outputs"][0]
    return {
        "graph_module": {
            "graph": {"nodes": list(nodes), "tensor_values": {"x": {"dtype": 7, "sizes": sides}}},
            "signature": {"input_specs": specs, "output_specs": [{"user_output": {"arg": last}}]},
        },
        "torch_version": "2.13.0+cpu",
    }


def written(path, what, *, config=None, weight=None, packed=zipfile.ZIP_STORED, **parts):
    """Write a file; parts replace those that it would have, None leaves one out."""
    config = config or {"fc.weight": {"path_name": "weight_0", "use_pickle": False,
                                      "tensor_meta": described(KERNEL)}}  # fmt: skip
    weight = KERNEL.tobytes() if weight is None else weight
    whole = {
        "models/model.json": json.dumps(what).encode(),
        "data/weights/model_weights_config.json": json.dumps({"config": config}).encode(),
        "data/constants/model_constants_config.json": b'{"config": {}}',
        "data/weights/weight_0": weight,
        "byteorder": b"little",
    } | {name.replace("__", "/"): data for name, data in parts.items()}
    with zipfile.ZipFile(path, "w", packed) as archive:
        for name, data in whole.items():
            if data is not None:
                archive.writestr(f"m/{name}", data)
    return path
