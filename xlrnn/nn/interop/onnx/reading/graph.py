"""A file's graph: its nodes in order, its arrays, its inputs and outputs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from numpy.typing import NDArray

from xlrnn.errors import UnreadableError, UsageError
from xlrnn.nn.interop.onnx.package import onnx_package
from xlrnn.nn.interop.onnx.reading.file import Tensors, attributes
from xlrnn.nn.interop.wiring.attempts import Declared
from xlrnn.nn.interop.wiring.axes import Size
from xlrnn.nn.interop.wiring.refusal import NotTakenError

Array = NDArray[Any]

DOMAINS: Final = {"": "", "ai.onnx": "", "ai.onnx.ml": "ai.onnx.ml"}
NUMBERS: Final = {1: "float32", 10: "float32", 11: "float64", 16: "float32", 6: "int32",
                  7: "int64"}  # fmt: skip
"""The kinds of numbers of an input, by ONNX' numbers for them, and what they are here."""
TELLING: Final = ("ArgMax", "ArrayFeatureExtractor", "TopK", "LabelEncoder")
"""Operators that tell the class from its probability: those outputs are left out."""


@dataclass(frozen=True)
class Node:
    """An operator.

    Args:
        kind: which.
        domain: whose: "" for ONNX' own.
        name: of the node.
        inputs: the names of the arrays it takes; "" for one that is left out.
        outputs: the names of those it gives.
        attributes: by name.
        opset: the version of the operators.
    """

    kind: str
    domain: str
    name: str
    inputs: Sequence[str]
    outputs: Sequence[str]
    attributes: Mapping[str, Any]
    opset: int

    @property
    def called(self) -> str:
        """The node as an error calls it."""
        return f"node {self.label} ({self.kind})"

    @property
    def label(self) -> str:
        """The node's name, or that of what it gives."""
        return self.name or next(filter(None, self.outputs), "?")


@dataclass
class ForeignGraph:
    """What there is.

    Args:
        nodes: in an order in which they can be calculated.
        constants: the arrays that are known, by name.
        inputs: what is given.
        outputs: the names of what is wanted.
        left_out: what is wanted in the file and not here, and why.
        origin: the file's program and operators, as a user says it.
    """

    nodes: list[Node]
    constants: dict[str, Array]
    inputs: list[Declared]
    outputs: list[str]
    left_out: list[str] = field(default_factory=list)
    origin: str = ""

    def uses(self) -> Counter[str]:
        """Return how often each array is used."""
        used = Counter(name for node in self.nodes for name in node.inputs)
        used.update(self.outputs)
        return used

    def drop_what_is_unused(self) -> None:
        """Drop the nodes on which no output depends."""
        wanted, kept = set(self.outputs), []
        for node in reversed(self.nodes):
            if wanted & {*filter(None, node.outputs)}:
                kept.append(node)
                wanted |= set(node.inputs)
        self.nodes = kept[::-1]


def read_graph(proto: Any, folder: Path | None) -> ForeignGraph:
    """Return a model's graph.

    Raises:
        UnreadableError: if it is damaged.
        UsageError: if it has operators of others, or parts that are not taken.
    """
    if proto.functions:
        named = ", ".join(f"{f.domain}.{f.name}" for f in proto.functions[:3])
        raise UsageError(f"the model has functions of its own ({named}): expected operators alone")
    if proto.graph.sparse_initializer:
        raise UsageError("the model has sparse arrays: expected dense ones")
    opsets = {own.domain: own.version for own in proto.opset_import}
    tensors = Tensors(folder)
    constants = {own.name: tensors.array(own) for own in proto.graph.initializer}
    nodes = [_node(own, opsets, tensors) for own in proto.graph.node]
    inputs = [_input(own) for own in proto.graph.input if own.name not in constants]
    graph = ForeignGraph(nodes, constants, inputs, [own.name for own in proto.graph.output])
    graph.origin = _origin(proto, opsets)
    _tell_no_classes(graph)
    graph.drop_what_is_unused()
    _expect_order(graph)
    return graph


def _origin(proto: Any, opsets: Mapping[str, int]) -> str:
    by = " ".join(filter(None, (proto.producer_name, proto.producer_version)))[:60]
    version = opsets.get("", opsets.get("ai.onnx", 0))
    return f"ONNX of opset {version}" + (f" by {by}" if by else "")


def _node(own: Any, opsets: Mapping[str, int], tensors: Tensors) -> Node:
    called = f"node {own.name or (own.output[0] if own.output else '?')} ({own.op_type})"
    if own.domain not in DOMAINS:
        raise NotTakenError(
            f"{called}: operators of {own.domain} are not taken: expected those of ONNX itself"
        )
    if not own.output:
        raise UnreadableError(f"{called} gives nothing")
    return Node(
        own.op_type,
        DOMAINS[own.domain],
        own.name,
        tuple(own.input),
        tuple(own.output),
        dict(attributes(own, tensors)),
        opsets.get(own.domain, opsets.get("ai.onnx" if not own.domain else "", 1)),
    )


def _input(own: Any) -> Declared:
    """Return an input as it is declared.

    Raises:
        UsageError: if it is no array of numbers that a sheet can hold.
    """
    tensor = own.type.tensor_type
    if own.type.WhichOneof("value") != "tensor_type" or not tensor.HasField("shape"):
        raise UsageError(f"the input {own.name}: expected an array whose axes are declared")
    if tensor.elem_type not in NUMBERS:
        kind = onnx_package().TensorProto.DataType.Name(tensor.elem_type).lower()
        raise UsageError(
            f"the input {own.name} holds {kind} numbers: expected float, double, int32 or int64"
        )
    sides = []
    for k, side in enumerate(tensor.shape.dim):
        if side.WhichOneof("value") == "dim_value":
            if side.dim_value < 1:
                raise UsageError(f"the input {own.name}: axis {k} is {side.dim_value} long")
            sides.append(Size(side.dim_value))
        else:
            sides.append(Size.open(side.dim_param or f"{own.name}.{k}"))
    return Declared(own.name, sides, NUMBERS[tensor.elem_type])


def _tell_no_classes(graph: ForeignGraph) -> None:
    """Leave out outputs that tell classes by name, and take maps of classes as their arrays."""
    gives = {name: node for node in graph.nodes for name in node.outputs}
    for k, name in enumerate(graph.outputs):
        node = gives.get(name)
        if node is not None and node.kind == "ZipMap":
            graph.left_out.append(f"the names of the classes in {name} (ZipMap)")
            graph.outputs[k] = node.inputs[0]
    kept = [name for name in graph.outputs if not _tells(name, gives)]
    if kept:
        graph.left_out += [
            f"the output {name}, which tells the class" for name in graph.outputs
            if name not in kept
        ]  # fmt: skip
        graph.outputs = kept


def _tells(name: str, gives: Mapping[str, Node]) -> bool:
    """Say whether an output comes from an operator that tells classes."""
    waiting, seen = [name], set[str]()
    while waiting:
        own = waiting.pop()
        node = gives.get(own)
        if node is None or own in seen:
            continue
        seen.add(own)
        if node.kind in TELLING:
            return True
        waiting += node.inputs
    return False


def _expect_order(graph: ForeignGraph) -> None:
    """Expect every node behind those that it takes from.

    Raises:
        UnreadableError: if a node takes what is not there before it.
    """
    known = {"", *graph.constants, *(own.name for own in graph.inputs)}
    for node in graph.nodes:
        if missing := [name for name in node.inputs if name not in known]:
            raise UnreadableError(
                f"{node.called} takes {missing[0]}, which nothing before it gives"
            )
        if twice := [name for name in node.outputs if name and name in known]:
            raise UnreadableError(f"{node.called} gives {twice[0]}, which is there already")
        known |= set(node.outputs)
    if lacking := [name for name in graph.outputs if name not in known]:
        raise UnreadableError(f"the output {lacking[0]} is given by no node")
    if not graph.outputs:
        raise UnreadableError("the model has no outputs")
