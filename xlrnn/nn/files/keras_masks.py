"""Masks in Keras' descriptions of models that branch, where steps of their own calculate them.

Here layers hand masks on by themselves, so those steps are left out; but only where it is certain
that they are the masks that Embedding and Masking make.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from xlrnn.errors import UsageError

TENSOR: Final = "__keras_tensor__"
ARGUMENTS: Final = frozenset({"mask", "query_mask", "value_mask", "key_mask"})
"""The arguments of calls that are masks."""

STEPS: Final = frozenset({
    "NotEqual", "Any", "All", "LogicalOr", "LogicalAnd", "ExpandDims", "Concatenate", "OnesLike",
    "BroadcastTo", "Cast", "Squeeze", "ConvertToTensor", "ZerosLike",
})  # fmt: skip
"""What Keras calculates masks with."""


def without_masks(layers: Sequence[Any], ends: Any) -> list[Any]:
    """Return the layers without the steps that calculate nothing but masks.

    Args:
        layers: as Keras describes them.
        ends: the places of the outputs.

    Raises:
        UsageError: if a mask is something else than Embedding and Masking make.
    """
    by_name = {str(each["name"]): each for each in layers}
    needed: set[str] = set()
    waiting = [place[0] for place in places_in(ends)]
    while waiting:
        name = waiting.pop()
        if name in needed or name not in by_name:
            continue
        needed.add(name)
        for call in by_name[name].get("inbound_nodes", []):
            waiting += [place[0] for place in sources(call)]
    for each in layers:
        if str(each["name"]) not in needed and each.get("class_name") != "InputLayer":
            _expect_mask(each, layers)
    return [
        each
        for each in layers
        if str(each["name"]) in needed or each.get("class_name") == "InputLayer"
    ]


def sources(call: Any) -> list[tuple[str, int, int]]:
    """Return the places from which a call takes what is no mask."""
    if not isinstance(call, Mapping):
        return []
    options = call.get("kwargs", {})
    others = {name: given for name, given in options.items() if name not in ARGUMENTS}
    return list(places_in([call.get("args", ()), others]))


def places_in(given: Any) -> Iterator[tuple[str, int, int]]:
    """Yield all places that stand in something: the layer's name, which call, which array."""
    if isinstance(given, Mapping):
        if given.get("class_name") == TENSOR:
            given = given["config"]["keras_history"]
        else:
            given = list(given.values())
    if isinstance(given, list | tuple):
        if given and isinstance(given[0], str):
            yield str(given[0]), int(given[1]), int(given[2])
            return
        for each in given:
            yield from places_in(each)


def _expect_mask(step: Mapping[str, Any], layers: Sequence[Any]) -> None:
    """Refuse a step that calculates something else than the masks that layers make."""
    kind, name = step.get("class_name"), step.get("name")
    if kind not in STEPS:
        raise UsageError(
            f"{name} ({kind}) calculates a mask, and there is no such layer here: masks come from "
            "Embedding and Masking. A model without it takes the weights as model="
        )
    if kind != "NotEqual":
        return
    for call in step["inbound_nodes"]:
        read, number = next(places_in(call["args"]), None), call["args"][1]
        if not any(_masks(each, read, number) for each in layers):
            raise UsageError(
                f"{name}: a mask of what is not {number!r:.60}, which neither an Embedding with "
                "mask_zero nor a Masking makes: there is no such mask here"
            )


def _masks(layer: Mapping[str, Any], read: Any, number: Any) -> bool:
    """Say whether a layer reads a place and masks a number there."""
    config, kind = layer.get("config", {}), layer.get("class_name")
    masked = {"Embedding": 0 if config.get("mask_zero") else None,
              "Masking": config.get("mask_value")}.get(str(kind))  # fmt: skip
    reads = any(read in sources(call) for call in layer.get("inbound_nodes", []))
    return reads and masked is not None and masked == number
