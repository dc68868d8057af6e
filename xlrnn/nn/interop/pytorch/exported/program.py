"""An exported program: its nodes in order, its arrays, its inputs and outputs."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from numpy.typing import NDArray

from xlrnn.errors import UnreadableError, UsageError
from xlrnn.nn.interop.pytorch.exported.archive import FORMATS, archive_of
from xlrnn.nn.interop.wiring.attempts import Declared
from xlrnn.nn.interop.wiring.axes import Size

Array = NDArray[Any]

MOST_NODES: Final = 50_000
PLAIN: Final = ("as_int", "as_ints", "as_float", "as_floats", "as_bool", "as_bools", "as_string",
                "as_strings")  # fmt: skip
WITHOUT_MEANING: Final = ("as_device", "as_memory_format", "as_layout", "as_none")
NUMBERS: Final = {4: "int32", 5: "int64", 6: "float32", 7: "float32", 8: "float64"}
"""The kinds of numbers of an input, and what they are here."""
SYMBOL: Final = re.compile(r"^(?:Symbol\(')?([A-Za-z_]\w{0,40})(?:'[^()]*\))?$")


@dataclass(frozen=True)
class Ref:
    """What stands for an array or a number that a node gives.

    Args:
        name: which.
    """

    name: str


@dataclass(frozen=True)
class Kind:
    """A format of numbers.

    Args:
        number: as these files count them.
    """

    number: int


@dataclass(frozen=True)
class Node:
    """An operator.

    Args:
        kind: which, without its overload: `linear`.
        target: all of its name: `torch.ops.aten.linear.default`.
        name: of the node.
        arguments: by their names in PyTorch.
        outputs: the names of what it gives.
    """

    kind: str
    target: str
    name: str
    arguments: Mapping[str, Any]
    outputs: Sequence[str]

    @property
    def called(self) -> str:
        """The node as an error calls it."""
        return f"node {self.name} ({self.target.removeprefix('torch.ops.')})"


@dataclass(frozen=True)
class Program:
    """What there is.

    Args:
        nodes: in the order in which they are calculated.
        constants: weights and other arrays, by the names that nodes call them.
        inputs: what is given.
        outputs: the names of what is wanted.
        origin: what wrote it.
    """

    nodes: Sequence[Node]
    constants: Mapping[str, Array]
    inputs: Sequence[Declared]
    outputs: Sequence[str]
    origin: str

    def uses(self) -> Counter[str]:
        """Return how often each array is used."""
        arguments = [own for node in self.nodes for own in node.arguments.values()]
        used = Counter(ref.name for own in arguments for ref in refs(own))
        used.update(self.outputs)
        return used


def refs(argument: Any) -> list[Ref]:
    """Return what an argument takes from other nodes."""
    listed = argument if isinstance(argument, list) else [argument]
    return [each for each in listed if isinstance(each, Ref)]


def read_program(source: Path | bytes) -> Program:
    """Return the program of a .pt2 file, or of its bytes.

    Raises:
        UnreadableError: if it is damaged, or something else.
        UsageError: if it takes or gives what is no array.
    """
    archive = archive_of(source)
    try:
        whole, arrays = archive.description, archive.arrays()
        graph, signature = whole["graph_module"]["graph"], whole["graph_module"]["signature"]
        if len(graph["nodes"]) > MOST_NODES:
            raise UnreadableError(f"{archive.name} has more than {MOST_NODES:,} nodes")
        constants, inputs = _begin(signature["input_specs"], arrays, graph["tensor_values"])
        return Program(
            [_node(own) for own in graph["nodes"]],
            constants,
            inputs,
            [_output(own) for own in signature["output_specs"]],
            f"a program of PyTorch {str(whole.get('torch_version', '')).partition('+')[0]:.20}",
        )
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
        if isinstance(error, UsageError):
            raise
        raise UnreadableError(
            f"{archive.name} is damaged: {type(error).__name__}: {error!s:.80}"
        ) from None


def _begin(
    specs: Any, arrays: Mapping[str, Array], values: Any
) -> tuple[dict[str, Array], list[Declared]]:
    """Return what nodes take that no node gives: constants and inputs."""
    constants, inputs = {}, []
    for spec in specs:
        ((kind, own),) = spec.items()
        if kind in ("parameter", "buffer", "tensor_constant"):
            constants[own["arg"]["name"]] = arrays[own[f"{kind}_name"]]
        elif kind == "user_input" and "as_tensor" in own["arg"]:
            name = own["arg"]["as_tensor"]["name"]
            inputs.append(_declared(name, values[name]))
        else:
            raise UsageError(f"the program is given {kind} {own!s:.60}: expected arrays alone")
    return constants, inputs


def _declared(name: str, meta: Any) -> Declared:
    if meta["dtype"] not in NUMBERS:
        kind = FORMATS.get(meta["dtype"], "others").strip("<")
        raise UsageError(
            f"the input {name} holds {kind}: expected float32, float64 or whole numbers"
        )
    sides = [_side(f"{name}.{k}", side) for k, side in enumerate(meta["sizes"])]
    return Declared(name, sides, NUMBERS[meta["dtype"]])


def _side(name: str, side: Any) -> Size:
    if "as_int" in side:
        return Size(int(side["as_int"]))
    found = SYMBOL.match(side["as_expr"]["expr_str"])
    return Size.open(found[1] if found else name)


def _output(spec: Any) -> str:
    ((kind, own),) = spec.items()
    if kind != "user_output" or "as_tensor" not in own["arg"]:
        raise UsageError(
            f"the program gives {kind} {own!s:.60}: expected arrays; export the module in eval()"
        )
    return str(own["arg"]["as_tensor"]["name"])


def _node(own: Any) -> Node:
    target = str(own["target"])
    parts = target.removeprefix("torch.ops.aten.").split(".")
    name = own.get("name") or next((_names(each)[0] for each in own["outputs"]), target)
    return Node(
        parts[0] if target.startswith("torch.ops.aten.") else target,
        target,
        str(name),
        {str(each["name"]): _argument(each["arg"]) for each in own["inputs"]},
        [name for each in own["outputs"] for name in _names(each)],
    )


def _names(output: Any) -> list[str]:
    ((kind, own),) = output.items()
    if kind == "as_tensor":
        return [str(own["name"])]
    if kind == "as_tensors":
        return [str(each["name"]) for each in own]
    if kind in ("as_sym_int", "as_sym_bool", "as_sym_float"):
        return [str(own["as_name"])]
    return [""]


def _argument(arg: Any) -> Any:
    """Return an argument as Python has it; what is calculated as a `Ref`."""
    ((kind, own),) = arg.items()
    if kind in PLAIN:
        return own
    if kind in WITHOUT_MEANING:
        return None
    if kind in ("as_tensor", "as_sym_int", "as_sym_bool", "as_sym_float", "as_optional_tensor"):
        return _single(own)
    if kind in ("as_tensors", "as_sym_ints", "as_optional_tensors"):
        return [_single(each) for each in own]
    if kind == "as_scalar_type":
        return Kind(int(own))
    raise UsageError(f"an argument is {kind} {own!s:.60}: there is no such thing here")


def _single(own: Any) -> Any:
    if "name" in own:
        return Ref(str(own["name"]))
    if "as_name" in own:
        return Ref(str(own["as_name"]))
    if "as_tensor" in own:
        return Ref(str(own["as_tensor"]["name"]))
    return own.get("as_int", own.get("as_float", own.get("as_bool")))
