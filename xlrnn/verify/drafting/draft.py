"""Draft the map of a workbook that xlrnn did not make.

Recognition proposes, `verify` decides: a wrong formula does not hide the range in which it stands,
the map covers it, and verifying it names the cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xlrnn.errors import InputError, UsageError
from xlrnn.verify.drafting.backward import add_gradients
from xlrnn.verify.drafting.both_ways import both_ways, turn
from xlrnn.verify.drafting.checked import calculated, checked
from xlrnn.verify.drafting.graph import Graph, graph_of
from xlrnn.verify.drafting.labels import Labels
from xlrnn.verify.drafting.layer import Found
from xlrnn.verify.drafting.loss import loss_of
from xlrnn.verify.drafting.mapping import Mapped, map_of
from xlrnn.verify.drafting.naming import name_layers
from xlrnn.verify.drafting.network import Network, network_of
from xlrnn.verify.drafting.parts import forward_only, networks_of, sheets_of, without_repeats
from xlrnn.verify.drafting.reading import Readers
from xlrnn.verify.drafting.rest import left_out, unread
from xlrnn.verify.drafting.sources import add_copies, wire
from xlrnn.verify.drafting.straight import straightened
from xlrnn.verify.drafting.text import Notes, commented
from xlrnn.verify.drafting.through_time import add_gradients_through_time
from xlrnn.verify.drafting.training import training_of
from xlrnn.xlsx import manifest
from xlrnn.xlsx.garbage import without_collection
from xlrnn.xlsx.planting.calculation_copy import plain_references
from xlrnn.xlsx.reading.package import open_package
from xlrnn.xlsx.reading.read import Workbook, read


@dataclass(frozen=True)
class Draft:
    """A drafted map.

    Args:
        text: the map as TOML, with comments.
        layers: the layers as `name (kind)`, in the order of the calculation.
        covered: how many formula cells it covers.
        formulas: how many the sheets have on which the network stands.
        questions: how many remarks ask for a look.
    """

    text: str
    layers: Sequence[str]
    covered: int
    formulas: int
    questions: int


def draft(path: Path, sheet: str | None = None) -> Draft:
    """Draft the map of a workbook from its formulas.

    Args:
        path: the workbook.
        sheet: the sheet on which the network stands, if there are several.

    Raises:
        UnreadableError: if it cannot be read.
        InputError: if there is no network in its formulas.
        UsageError: if xlrnn made it, there is no such sheet, or there are several networks.
    """
    with open_package(path) as package, without_collection():
        file = read(package)
        wanted = _checked(path, file, sheet)
        graph = graph_of(file, plain_references(package), [*file.sheets])
        return _drafted(path, file, graph, wanted)


def _checked(path: Path, file: Workbook, sheet: str | None) -> str | None:
    """Return the sheet as the workbook writes it; refuse what needs no map or can have none."""
    if manifest.cells_of(file) is not None:
        raise UsageError(
            f"{path} was made by xlrnn and says itself what it holds: "
            "xlrnn verify needs no map for it"
        )
    if sheet is not None:
        found = [name for name in file.sheets if name.casefold() == sheet.casefold()]
        if not found:
            raise UsageError(
                f"{path} has no sheet {sheet!r}: expected one of "
                f"{', '.join(map(repr, file.sheets))}"
            )
        sheet = found[0]
    looked_at = [file.sheets[sheet]] if sheet else [*file.sheets.values()]
    if not any(one.formulas for one in looked_at):
        where = f"the sheet {sheet!r} of {path}" if sheet else str(path)
        raise InputError(f"{where} holds no formulas, so there is nothing to map")
    return sheet


def _drafted(path: Path, file: Workbook, graph: Graph, sheet: str | None) -> Draft:
    network = network_of(graph)
    readers = Readers(graph)
    layers = forward_only(graph, network.layers, readers)
    networks = networks_of(without_repeats(layers), readers)
    if sheet is not None:
        networks = [one for one in networks if sheet in sheets_of(graph, one)]
    if not networks:
        raise InputError(_no_network(path, graph, sheet))
    chosen = networks[0]
    others = [one for one in networks[1:] if _stands_alone(one)]
    places = {sheets_of(graph, one)[0]: one for one in reversed([chosen, *others])}
    if sheet is None and len(places) > 1:
        raise UsageError(
            f"{path} holds {len(places)} networks: say with --sheet which one to map, "
            f"{', '.join(sorted(map(repr, places)))}"
        )
    return _written(path, file, graph, network, readers, chosen, len(others))


def _stands_alone(network: Sequence[tuple[Found, list[Found]]]) -> bool:
    """Tell whether some layers are a network of its own, and not one stray product."""
    return len(network) > 1 or network[0][0].recurrent or network[0][0].activation != "linear"


def _no_network(path: Path, graph: Graph, sheet: str | None) -> str:
    where = f"on the sheet {sheet!r} of {path}" if sheet else f"in {path}"
    reasons = ", ".join(f"{why} ({count})" for why, count in graph.reasons().most_common(3))
    more = f"; formulas that are not followed: {reasons}" if reasons else ""
    return f"no layer was found {where}: no cell adds products of weights and inputs{more}"


def _written(
    path: Path,
    file: Workbook,
    graph: Graph,
    network: Network,
    readers: Readers,
    chosen: Sequence[tuple[Found, list[Found]]],
    others: int,
) -> Draft:
    repeats = {id(one): more for one, more in chosen}
    layers = [layer for layer, _ in both_ways(chosen)]
    name_layers(layers, Labels(graph))
    for layer in layers:
        _straighten(graph, layer)
        for part in layer.directions.values():
            _straighten(graph, part)
    wired = wire(layers, network.copies)
    taken = {
        cell
        for layer in layers
        for part in layer.parts
        for cells in part.calculated.values()
        for row in cells
        for cell in row
        if cell is not None
    }
    for layer in layers:
        _add_copies(graph, layer, network, readers, taken)
    loss = loss_of(network.expansion, layers, taken)
    if loss.kind:
        add_gradients_through_time(network.expansion, layers, taken)
        add_gradients(network.expansion, layers, loss, taken)
    training = training_of(graph, layers, loss, taken)
    mapped = map_of(graph, wired, path.name, repeats, loss, training)
    guessed = {
        layer.name
        for layer in layers
        if any(cell in network.guessed for row in layer.outputs for cell in row)
    }
    for name in guessed:
        mapped.remarks.setdefault(name, []).append(
            "nothing tells weights from inputs here: check which is which"
        )
    if others:
        mapped.remarks.setdefault("", []).append(
            f"{others} more networks stand on these sheets and are left out"
        )
    kept = checked(
        mapped.network, lambda name, text: mapped.remarks.setdefault(name, []).append(text)
    )
    if kept is None:
        reasons = "; ".join(mapped.remarks.get("", []))
        raise InputError(f"no words of a map say what {path} holds: {reasons}")
    return _with_notes(path, file, graph, replace(mapped, network=kept), layers)


def _add_copies(
    graph: Graph, layer: Found, network: Network, readers: Readers, taken: set[int]
) -> None:
    """Add copies to a layer; of one that reads backwards in the order in which it reads."""
    backward = layer.directions.get("backward")
    for part in layer.parts:
        if part is backward:
            turn(part)
        add_copies(graph, part, network.copies, readers, taken)
        if part is backward:
            turn(part)


def _straighten(graph: Graph, layer: Found) -> None:
    """Put weights, first states and inputs where they stand, though some formula reads others."""
    layer.inputs, read = straightened(graph, layer.inputs)
    for name, cells in layer.given.items():
        layer.given[name], more = straightened(graph, cells)
        read += more
    for cell in read:
        layer.remarks.append(f"{graph.address(cell)} is read in the place of another cell")


def _with_notes(
    path: Path, file: Workbook, graph: Graph, mapped: Mapped, layers: Sequence[Found]
) -> Draft:
    covered = calculated(mapped.network)
    sheets = [name for name in file.sheets if any(spot[0] == name for spot in covered)]
    given = {
        cell
        for layer in layers
        for cells in (layer.inputs, *(c for one in layer.parts for c in one.given.values()))
        for row in cells
        for cell in row
        if cell is not None
    }
    formulas = sum(len(file.sheets[name].formulas) for name in sheets)
    names = {layer.name for layer in mapped.network.layers} | {"", "loss"}
    remarks = {name: texts for name, texts in mapped.remarks.items() if name in names}
    notes = Notes(
        title=f"{path.name}: {len(covered)} of {formulas} formula cells of {', '.join(sheets)}",
        remarks=remarks,
        left_out=left_out(file, graph, covered, sheets),
        unread=unread(graph, given, sheets),
    )
    return Draft(
        commented(mapped.network, notes),
        [f"{layer.name} ({layer.kind})" for layer in mapped.network.layers],
        len(covered),
        formulas,
        sum(map(len, remarks.values())) + len(notes.unread),
    )
