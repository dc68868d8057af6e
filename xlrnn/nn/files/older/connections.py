"""How Keras 2 said which layer takes what, as Keras 3 says it.

There a call was a list of places, each with the options of the call behind it; and models inside
a model counted their calls from 1. Keras 3 still counts so where a model that branches is the end
of another, so these stay as they are.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from xlrnn.errors import UsageError
from xlrnn.nn.files.keras_config import Config
from xlrnn.nn.files.keras_masks import TENSOR

WITH_STATES: Final = ("SimpleRNN", "LSTM", "GRU", "Bidirectional")
"""What is behind the first array of such a call are the first states."""


def as_of_keras_3(config: Config, networks: Collection[str]) -> Config:
    """Return the arguments of a model that branches.

    Args:
        config: with the layers as Keras 3 describes them, but for their calls.
        networks: the classes of models.

    Raises:
        UsageError: if a call is written in none of the ways that are known.
    """
    layers = config["layers"]
    ends = {side: _alone(config.get(side)) for side in ("input_layers", "output_layers")}
    places = list(_places([[_nodes(each) for each in layers], ends]))
    later = {
        str(each.get("name")): str(each["class_name"])
        for each in layers
        if each["class_name"] in networks and _from_one(each, places)
    }
    called = [
        {**each, "inbound_nodes": [_call(each, node, later) for node in _nodes(each)]}
        for each in layers
    ]
    stacks = [name for name, kind in later.items() if kind == "Sequential"]
    return {
        **config,
        "layers": called,
        **{side: _earlier(end, stacks) for side, end in ends.items()},
    }


def _alone(ends: Any) -> Any:
    """Return the one input or output of a list, or all of them."""
    alone = isinstance(ends, list) and len(ends) == 1 and isinstance(ends[0], list)
    return ends[0] if alone else ends


def _nodes(layer: Config) -> list[Any]:
    """Return the calls of a layer as lists of places.

    Raises:
        UsageError: if they are something else.
    """
    nodes = layer.get("inbound_nodes", [])
    if not isinstance(nodes, list) or not all(
        isinstance(node, list) and node and all(_is_place(place) for place in node)
        for node in nodes
    ):
        raise UsageError(f"{layer.get('name')}: what it takes is written in a way that is not read")
    return nodes


def _is_place(given: Any) -> bool:
    return (
        isinstance(given, list)
        and len(given) in (3, 4)
        and [type(each) for each in given[:3]] == [str, int, int]
        and isinstance(given[3] if len(given) > 3 else {}, Mapping)
    )


def _places(given: Any) -> Iterator[tuple[str, int]]:
    """Yield the layer's name and the number of the call of all places in something."""
    if _is_place(given):
        yield given[0], given[1]
        given = given[3:]
    for each in given.values() if isinstance(given, Mapping) else given:
        if isinstance(each, Mapping | list):
            yield from _places(each)


def _from_one(layer: Config, places: Collection[tuple[str, int]]) -> bool:
    """Say whether the calls of a layer are counted from 1: then its last has its number."""
    return (layer.get("name"), len(layer["inbound_nodes"])) in places


def _call(layer: Config, node: Sequence[Any], later: Collection[str]) -> Config:
    """Return a call as Keras 3 writes it."""
    taken = [_tensor(place, later) for place in node]
    options = {
        name: _with_tensors(given, later)
        for place in node
        for name, given in (place[3] if len(place) > 3 else {}).items()
    }
    if layer["class_name"] in WITH_STATES and len(taken) > 1:
        return {"args": taken[:1], "kwargs": {**options, "initial_state": taken[1:]}}
    return {"args": taken if len(taken) == 1 else [taken], "kwargs": options}


def _with_tensors(given: Any, later: Collection[str]) -> Any:
    """Return an option of a call with tensors where places stand."""
    if _is_place(given):
        return _tensor(given, later)
    return [_with_tensors(each, later) for each in given] if isinstance(given, list) else given


def _tensor(place: Sequence[Any], later: Collection[str]) -> Config:
    return {"class_name": TENSOR, "config": {"keras_history": _earlier(place, later)}}


def _earlier(ends: Any, later: Collection[str]) -> Any:
    """Return places with calls counted from 0; `later` are those that count from 1."""
    if _is_place(ends):
        return [ends[0], ends[1] - (ends[0] in later), ends[2]]
    if isinstance(ends, Mapping):
        return {name: _earlier(end, later) for name, end in ends.items()}
    return [_earlier(end, later) for end in ends] if isinstance(ends, list) else ends
