"""How layers are connected, as JSON can hold it, and connected again from that."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn.core.serialization import deserialize, serialize
from xlrnn.nn.core.symbol import Call, Symbol
from xlrnn.nn.layers.input_layer import InputLayer

Place = list[Any]
"""Where a symbol comes from: the layer's name, which of its calls, which array that returns."""


def described(model: Any) -> dict[str, Any]:
    """Return the layers of a model, each with its calls, and which symbols are in- and outputs.

    Args:
        model: with `layers`, `inputs`, `outputs`, `calls_inside()`; the layers have their names.
    """
    places: dict[int, Place] = {}
    calls: dict[str, list[Call]] = {layer.name: [] for layer in model.layers}
    begun = [symbol for symbol in model.inputs if not is_input(symbol)]
    for k, symbol in enumerate(begun):
        places[id(symbol)] = [f"begun_{k}", 0, 0]
    roots = [symbol.call for symbol in model.inputs if is_input(symbol)]
    for call in (*roots, *model.calls_inside()):
        own = calls[call.layer.name]
        for symbol in call.returned:
            places.setdefault(id(symbol), [call.layer.name, len(own), symbol.index])
        own.append(call)
    return {
        "layers": [
            *(_begun(symbol, places[id(symbol)][0]) for symbol in begun),
            *(
                {**serialize(layer), "calls": [_of_call(call, places) for call in own]}
                for layer, own in zip(model.layers, calls.values(), strict=True)
            ),
        ],
        "inputs": _in_form([places[id(each)] for each in model.inputs], model.keys[0], True),
        "outputs": _in_form(
            [places[id(each)] for each in model.outputs], model.keys[1], model.listed
        ),
    }


def is_input(symbol: Symbol) -> bool:
    """Say whether a symbol is that of an input layer, and not what another layer returned."""
    return symbol.call is not None and isinstance(symbol.call.layer, InputLayer)


def _begun(symbol: Symbol, name: str) -> dict[str, Any]:
    """Return an input layer in the place of what a model begins with in the middle of another."""
    layer = InputLayer(batch_shape=symbol.shape, dtype=symbol.dtype, name=name)
    return {**serialize(layer), "calls": [{"x": [], "listed": False, "others": {}, "options": {}}]}


def _of_call(call: Call, places: Mapping[int, Place]) -> dict[str, Any]:
    """Return what a call takes."""
    taken = [places[id(each)] for each in call.taken]
    others = {name: [places[id(each)] for each in given] for name, given in call.others.items()}
    return {"x": taken, "listed": call.listed, "others": others, "options": call.options}


def _in_form(places: list[Place], keys: Sequence[str] | None, listed: bool) -> Any:
    if keys is not None:
        return dict(zip(keys, places, strict=True))
    return places if listed or len(places) > 1 else {"": places[0]}


def connected(
    config: Mapping[str, Any], make: Callable[[dict[str, Any]], Any] = deserialize
) -> tuple[Any, Any]:
    """Make the layers and call them as they were; return the symbols of inputs and outputs.

    Args:
        config: what `described` returned.
        make: makes a layer from what `serialize` returned.

    Raises:
        UsageError: if they cannot be called in any order: something feeds itself.
    """
    layers = {each["config"]["name"]: make(each) for each in config["layers"]}
    waiting = [(each["config"]["name"], k, call) for each in config["layers"]
               for k, call in enumerate(each["calls"])]  # fmt: skip
    known: dict[tuple[str, int], list[Symbol]] = {}
    while waiting:
        late = [each for each in waiting if not _called(layers[each[0]], *each, known)]
        if len(late) == len(waiting):
            names = ", ".join(dict.fromkeys(name for name, _, _ in late))
            raise UsageError(f"the model goes in a circle, or lacks a layer: {names}")
        waiting = late
    return _symbols(config["inputs"], known), _symbols(config["outputs"], known)


def _called(
    layer: Any, name: str, k: int, call: Mapping[str, Any], known: dict[tuple[str, int], Any]
) -> bool:
    """Call a layer as it was, if all that it takes is there; say whether it is."""
    sources = [*call["x"], *(place for given in call["others"].values() for place in given)]
    if any((place[0], place[1]) not in known for place in sources) or (
        k and (name, k - 1) not in known
    ):
        return False
    if isinstance(layer, InputLayer):
        known[name, k] = [layer.symbol]
        return True
    taken = [_at(place, known) for place in call["x"]]
    others = {key: [_at(place, known) for place in own] for key, own in call["others"].items()}
    layer(taken if call["listed"] else taken[0], **others, **call["options"])
    known[name, k] = layer.calls[-1].returned
    return True


def _at(place: Place, known: Mapping[tuple[str, int], list[Symbol]]) -> Symbol:
    return known[place[0], place[1]][place[2]]


def _symbols(places: Any, known: Mapping[tuple[str, int], list[Symbol]]) -> Any:
    if isinstance(places, Mapping):
        found = {name: _at(place, known) for name, place in places.items()}
        return found[""] if list(found) == [""] else found
    return [_at(place, known) for place in places]
