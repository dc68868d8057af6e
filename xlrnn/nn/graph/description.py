"""How layers are connected, as JSON can hold it, and connected again from that."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xlrnn.nn.core.serialization import deserialize, serialize
from xlrnn.nn.core.symbol import Call, Symbol
from xlrnn.nn.graph.calling_again import At, Known, Place, called_in_order
from xlrnn.nn.layers.input_layer import InputLayer


def described(model: Any) -> dict[str, Any]:
    """Return the layers of a model, each with its calls, and which symbols are in- and outputs.

    Args:
        model: with `layers`, `inputs`, `outputs`, `calls_inside()`; the layers have their names.
    """
    places = places_of(model)
    begun = [symbol for symbol in model.inputs if not is_input(symbol)]
    layers = [_begun(symbol, places[id(symbol)][0]) for symbol in begun]
    for layer in model.layers:
        own = [call for call in model.calls_inside() if call.layer is layer]
        layers.append(serialize(layer))
        layers[-1]["calls"] = [_of_call(call, places) for call in own]
    ends = [[places[id(each)] for each in symbols] for symbols in (model.inputs, model.outputs)]
    return {
        "layers": layers,
        "inputs": _in_form(ends[0], model.keys[0], listed=True),
        "outputs": _in_form(ends[1], model.keys[1], listed=model.listed),
    }


def places_of(model: Any) -> dict[int, Place]:
    """Return where each symbol of a model comes from, by the symbol's identity."""
    places: dict[int, Place] = {}
    for k, symbol in enumerate(model.inputs):
        name = symbol.call.layer.name if is_input(symbol) else f"begun_{k}"
        places[id(symbol)] = [name, 0, 0]
    counts: Counter[str] = Counter()
    for call in model.calls_inside():
        name = call.layer.name
        for symbol in call.returned:
            places.setdefault(id(symbol), [name, counts[name], symbol.index])
        counts[name] += 1
    return places


def is_input(symbol: Symbol) -> bool:
    """Say whether a symbol is that of an input layer, and not what another layer returned."""
    return symbol.call is not None and isinstance(symbol.call.layer, InputLayer)


def _begun(symbol: Symbol, name: str) -> dict[str, Any]:
    """Return an input layer in the place of what a model begins with in the middle of another."""
    layer = InputLayer(batch_shape=symbol.shape, dtype=symbol.dtype, name=name)
    return {**serialize(layer), "calls": []}


def _of_call(call: Call, places: Mapping[int, Place]) -> dict[str, Any]:
    """Return what a call takes."""
    taken = [places[id(each)] for each in call.taken]
    others = {name: [places[id(each)] for each in given] for name, given in call.others.items()}
    return {"x": taken, "listed": call.listed, "others": others, "options": call.options}


def _in_form(places: list[Place], keys: Sequence[str] | None, *, listed: bool) -> Any:
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

    def sources(call: Any) -> list[Place]:
        return [*call["x"], *(place for given in call["others"].values() for place in given)]

    def call_again(name: str, call: Any, at: At) -> None:
        taken = [at(place) for place in call["x"]]
        others = {key: [at(place) for place in own] for key, own in call["others"].items()}
        layers[name](taken if call["listed"] else taken[0], **others, **call["options"])

    calls = {each["config"]["name"]: each["calls"] for each in config["layers"]}
    known = called_in_order(layers, calls, sources, call_again)
    return _symbols(config["inputs"], known), _symbols(config["outputs"], known)


def _symbols(places: Any, known: Known) -> Any:
    if isinstance(places, Mapping):
        found = {name: known[place[0], place[1]][place[2]] for name, place in places.items()}
        return found[""] if list(found) == [""] else found
    return [known[place[0], place[1]][place[2]] for place in places]
