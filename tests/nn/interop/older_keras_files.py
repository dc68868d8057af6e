"""Files laid out by hand as Keras 2 wrote them: what it said of layers, and their weights."""

import json

import numpy as np

GLOROT = {
    "class_name": "VarianceScaling",
    "config": {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": None},
}


def drawn(*shapes, seed=1):
    """Arrays of which no two numbers are alike."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape).astype(np.float32) for shape in shapes]


def layer(kind, name, inbound=None, **options):
    """A layer as it is described; in a model that branches with the calls behind it."""
    learns = {} if kind == "InputLayer" else {"trainable": True}
    saved = {"class_name": kind, "config": {"name": name, **learns, **options}}
    return saved if inbound is None else {**saved, "name": name, "inbound_nodes": inbound}


def recurrent(kind, name, units, inbound=None, **options):
    """The options that Keras 2.2.4 wrote."""
    usual = {"return_sequences": False, "return_state": False, "go_backwards": False,
             "stateful": False, "unroll": False, "units": units, "activation": "tanh",
             "use_bias": True, "kernel_initializer": GLOROT, "kernel_constraint": None,
             "dropout": 0.0, "recurrent_dropout": 0.0, "implementation": 1}  # fmt: skip
    return layer(kind, name, inbound, **{**usual, **options})


def dense(name, units, inbound=None, **options):
    usual = {"units": units, "activation": "linear", "use_bias": True,
             "kernel_initializer": GLOROT, "bias_constraint": None}  # fmt: skip
    return layer("Dense", name, inbound, **{**usual, **options})


def written(path, config, weights, version="2.2.4", backend="tensorflow", names=None):
    """Write a file.

    Args:
        path: the file.
        config: the model's description.
        weights: of each layer its arrays by their names.
        version: of Keras.
        backend: what it ran on.
        names: how a layer's list of names is written; by default in one attribute.
    """
    import h5py

    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = config if isinstance(config, bytes) else json.dumps(config)
        file.attrs["training_config"] = json.dumps({"optimizer_config": {"class_name": "Adam"}})
        if version is not None:
            file.attrs["keras_version"] = np.bytes_(version)
        group = file.create_group("model_weights")
        group.attrs["backend"] = np.bytes_(backend)
        group.attrs["layer_names"] = [np.bytes_(name) for name in weights]
        for name, arrays in weights.items():
            own = group.create_group(name)
            (names or _in_one)(own.attrs, [key.encode() for key in arrays])
            for key, array in arrays.items():
                own[key] = array
        file.create_group("optimizer_weights")["iterations:0"] = 3
    return path


def _in_one(attributes, names):
    attributes["weight_names"] = np.array(names, dtype="S") if names else np.zeros(0)


def in_parts(attributes, names):
    """Names as they are where they would not fit into one attribute."""
    for k, name in enumerate(names):
        attributes[f"weight_names{k}"] = np.array([name])


def named(layer, arrays, keys=("kernel", "recurrent_kernel", "bias")):
    """A layer's arrays by the names that TensorFlow gave them."""
    return {f"{layer}/{key}:0": array for key, array in zip(keys, arrays, strict=False)}
