"""How Keras describes layers that are connected, and ours as Keras describes them."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn.core.symbol import Call, Symbol
from xlrnn.nn.files.keras_masks import ARGUMENTS, TENSOR, places_in, sources
from xlrnn.nn.files.limits import MOST_LAYERS
from xlrnn.nn.functional import Functional
from xlrnn.nn.graph.calling_again import At, Known, Place, called_in_order
from xlrnn.nn.graph.description import places_of
from xlrnn.nn.layers.input_layer import InputLayer

Config = dict[str, Any]


# From Keras.


def connected(
    config: Mapping[str, Any], layers: Mapping[str, Any], expect_room: Callable[[Any, Any], None]
) -> tuple[Any, Any]:
    """Call layers as a description of Keras says; return the symbols of inputs and outputs.

    Args:
        config: of a functional model.
        layers: by their names.
        expect_room: refuses a layer whose weights, for an input shape, cannot be in the file.

    Raises:
        UsageError: if the calls make no sense.
    """

    def call_again(name: str, call: Any, at: At) -> None:
        args = [_with_symbols(given, at) for given in call.get("args", ())]
        options = {
            key: _with_symbols(given, at)
            for key, given in call.get("kwargs", {}).items()
            if key not in ARGUMENTS
        }
        expect_room(layers[name], _shape(layers[name].keras_input(args, options)))
        layers[name](*args, **options)

    described = {str(each["name"]): each for each in config["layers"]}
    calls = {
        name: [] if isinstance(layer, InputLayer) else _calls(described[name])
        for name, layer in layers.items()
    }
    number = sum(map(len, calls.values()))
    if number > MOST_LAYERS:
        raise UsageError(
            f"the model's layers are called {number} times: expected {MOST_LAYERS} at most"
        )
    known = called_in_order(layers, calls, sources, call_again)
    ends = config["output_layers"]
    later = {name for name, layer in layers.items() if _from_one(name, layer, ends)}
    return _ends(config["input_layers"], known, ()), _ends(ends, known, later)


def _calls(layer: Mapping[str, Any]) -> list[Any]:
    """Return the calls of a layer.

    Raises:
        UsageError: if they are written as by Keras before version 3.
    """
    calls = layer.get("inbound_nodes", [])
    if not all(isinstance(call, Mapping) for call in calls):
        raise UsageError(f"{layer['name']} is connected as in files of older Keras: save it anew")
    return list(calls)


def _place(given: Any) -> Place:
    name, call, index = given[:3]
    return str(name), int(call), int(index)


def _with_symbols(given: Any, at: At) -> Any:
    """Return an argument with symbols where tensors stand."""
    if isinstance(given, Mapping):
        if given.get("class_name") == TENSOR:
            return at(_place(given["config"]["keras_history"]))
        return {key: _with_symbols(each, at) for key, each in given.items()}
    if isinstance(given, list | tuple):
        return [_with_symbols(each, at) for each in given]
    return given


def _shape(given: Any) -> Any:
    if isinstance(given, Symbol):
        return given.shape
    return [_shape(each) for each in given] if isinstance(given, list) else None


def _from_one(name: str, layer: Any, ends: Any) -> bool:
    """Say whether the calls of a layer are counted from 1, as Keras does of models that branch."""
    calls = {call for end, call, _ in places_in(ends) if end == name}
    return isinstance(layer, Functional) and 0 not in calls  # where 0 is, xlrnn wrote it once


def _ends(given: Any, known: Known, later: Collection[str]) -> Any:
    """Return the symbols of inputs or outputs, in the form in which they are given."""
    if isinstance(given, Mapping):
        return {name: _ends(place, known, later) for name, place in given.items()}
    if isinstance(given, list | tuple) and given and isinstance(given[0], str):
        name, call, index = _place(given)
        return known[name, call - (name in later)][index]
    return [_ends(place, known, later) for place in given]


# For Keras.


def described(model: Functional, layer_to_theirs: Callable[[Any], Config]) -> Config:
    """Return the layers and connections of a model as Keras describes them.

    Args:
        model: the model.
        layer_to_theirs: describes a layer.

    Raises:
        UsageError: if it begins in the middle of another model, which no file says.
    """
    places = places_of(model)
    for symbol in model.inputs:
        if not isinstance(symbol.call and symbol.call.layer, InputLayer):
            raise UsageError(f"{model.name} begins with {symbol!r}, and not with an Input")

    def node(call: Call) -> Config:
        taken = [_tensor(each, places) for each in call.taken]
        others = {name: [_tensor(each, places) for each in own]
                  for name, own in call.others.items()}  # fmt: skip
        args, options = call.layer.keras_arguments(taken if call.listed else taken[0])
        return {"args": args, "kwargs": {**options, **others, **call.options}}

    calls = model.calls_inside()
    layers = [layer_to_theirs(layer) for layer in model.layers]
    for layer, theirs in zip(model.layers, layers, strict=True):
        nodes = [node(call) for call in calls if call.layer is layer]
        theirs.update(name=layer.name, inbound_nodes=nodes)
    ends = [
        _in_form([_end(each, places) for each in symbols], keys, listed)
        for symbols, keys, listed in (
            (model.inputs, model.keys[0], len(model.inputs) > 1),
            (model.outputs, model.keys[1], model.listed),
        )
    ]
    return {"layers": layers, "input_layers": ends[0], "output_layers": ends[1]}


def _tensor(symbol: Symbol, places: Mapping[int, Place]) -> Config:
    shape, history = list(symbol.shape), list(places[id(symbol)])
    return {
        "class_name": TENSOR,
        "config": {"shape": shape, "dtype": symbol.dtype, "keras_history": history},
    }


def _end(symbol: Symbol, places: Mapping[int, Place]) -> list[Any]:
    """Return the place of an output; of models that branch Keras counts the calls from 1 here."""
    name, call, index = places[id(symbol)]
    branches = symbol.call is not None and isinstance(symbol.call.layer, Functional)
    return [name, call + branches, index]


def _in_form(places: list[Any], keys: Any, listed: bool) -> Any:
    if keys is not None:
        return dict(zip(keys, places, strict=True))
    return places if listed else places[0]
