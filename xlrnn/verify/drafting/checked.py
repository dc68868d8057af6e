"""Keep of a map what holds together: a draft that its own reader refuses helps nobody."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from xlrnn.errors import AddressError, UsageError
from xlrnn.verify.drafting.graph import Spot
from xlrnn.verify.subject.network import said
from xlrnn.verify.subject.network.binding import Binder
from xlrnn.verify.subject.network.bound import CALCULATED, Bound
from xlrnn.verify.subject.network.plan import plan

_MOST_LAYERS: Final = 60


def checked(network: said.NetworkMap, remark: Callable[[str, str], None]) -> said.NetworkMap | None:
    """Return a map without the layers that do not fit, None if nothing is left.

    Args:
        network: the map.
        remark: takes note of what is left out, by the name of the layer, and why.
    """
    if not problem(network):
        return network
    if len(network.layers) > _MOST_LAYERS:
        return None
    bare = replace(network, layers=[], loss=None, training=None)
    kept: list[said.Layer] = []
    for layer in network.layers:
        for tried in (layer, _forward(layer)):
            candidate = _with_inputs(replace(bare, layers=[*kept, tried]), network)
            why = problem(candidate)
            if not why:
                kept.append(tried)
                break
        else:
            remark("", f"a layer {layer.name} ({layer.kind}) was seen, but does not fit: {why}")
    if not kept:
        return None
    found = _with_inputs(replace(bare, layers=kept), network)
    for what, more in (
        ("a loss", {"loss": network.loss}),
        ("training", {"training": network.training}),
    ):
        whole = replace(found, **more)
        why = problem(whole)
        if why:
            remark("", f"{what} was seen, but does not fit: {why}")
        else:
            found = whole
    return found


def problem(network: said.NetworkMap) -> str:
    """Say why a map does not hold together, "" if it does."""
    if not network.layers or not network.inputs:
        return "there is no input" if network.layers else "there is no layer"
    try:
        Binder(plan(network)).bound()
    except (UsageError, AddressError) as error:
        return str(error)
    return ""


def calculated(network: said.NetworkMap) -> set[Spot]:
    """Return the cells that a map checks."""
    bound: Iterator[Bound] = (
        each for each in Binder(plan(network)).bound() if each.role == CALCULATED
    )
    return {
        (each.place.sheet, row, column)
        for each in bound
        for row, column in itertools.product(each.place.rows, each.place.columns)
    }


def _forward(layer: said.Layer) -> said.Layer:
    """Return a layer without its gradients and new weights."""
    tables = {
        name: replace(table, gradients={}, updated={}) for name, table in layer.tables.items()
    }
    return replace(layer, tables=tables)


def _with_inputs(network: said.NetworkMap, all_of_it: said.NetworkMap) -> said.NetworkMap:
    """Return a map with the inputs that its layers read, and the loss that gradients need."""
    known = {name: places for one in all_of_it.inputs for name, places in one.places.items()}
    read = {source for layer in network.layers for source in layer.reads}
    first = network.layers[0] if network.layers else None
    if first is not None and not first.reads:
        read |= known.keys()
    places = {name: found for name, found in known.items() if name in read}
    columns = all_of_it.inputs[0].columns if all_of_it.inputs else ""
    tables = [table for layer in network.layers for table in layer.tables.values()]
    back = any(table.gradients or table.updated for table in tables)
    return replace(
        network,
        inputs=[said.Input(places, columns)] if places else [],
        loss=all_of_it.loss if back else None,
        training=all_of_it.training if any(table.updated for table in tables) else None,
    )
