"""The parts of a PyTorch module that have weights: what one of our layers may take."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.files.arrays import as_weight

Array = NDArray[Any]

LEVEL: Final = re.compile(r"_l(\d+)(_reverse)?$")
COUNTED: Final = "num_batches_tracked"
"""What PyTorch's batch normalization counts, and nothing here depends on."""


@dataclass(frozen=True)
class Part:
    """A module with weights, or one level of a recurrent one.

    Args:
        path: the module's name within the whole, `encoder.lstm`; of the whole itself "".
        level: which of its layers, if it has several.
        arrays: by their kinds: `weight_ih`, `bias_hh_reverse`, `weight`.
        full_names: the arrays' names in a state dict, by the same kinds.
        module: the module, where there is more than a state dict.
    """

    path: str
    level: int
    arrays: dict[str, Array] = field(default_factory=dict)
    full_names: dict[str, str] = field(default_factory=dict)
    module: Any = None

    @property
    def name(self) -> str:
        """What an error calls it: `fc (Linear)`, `layer 1 of lstm (LSTM)`."""
        kind = "" if self.module is None else type(self.module).__name__
        name = f"{self.path} ({kind})" if self.path and kind else self.path or kind or "the module"
        return f"layer {self.level} of {name}" if self.level else name


def kind_of(name: str) -> str:
    """Return an array's own name without module and level.

    Example:
        >>> kind_of("encoder.bias_hh_l1_reverse")
        'bias_hh_reverse'
    """
    return LEVEL.sub(lambda level: level[2] or "", name.rpartition(".")[2])


def is_module(given: Any) -> bool:
    """Say whether something is a module of PyTorch, which has not to be here for that."""
    return all(hasattr(given, name) for name in ("state_dict", "named_modules", "forward"))


def parts_of_module(module: Any, dtype: DTypeLike) -> list[Part]:
    """Return the parts of a module, in the order of declaration.

    One that stands in two places is there once, by its first name.
    """
    parts: list[Part] = []
    for path, inner in module.named_modules():
        prefix = f"{path}." if path else ""
        own = {
            prefix + name: tensor
            for name, tensor in inner.state_dict(keep_vars=True).items()
            if "." not in name and tensor is not None
        }
        parts += _levels(path, own, dtype, inner)
    return parts


def parts_of_state(state: Mapping[str, Any], dtype: DTypeLike) -> list[Part]:
    """Return the parts of a state dict, in its order.

    Raises:
        UsageError: if a name is no text.
    """
    modules: dict[str, dict[str, Any]] = {}
    for name, tensor in state.items():
        if not isinstance(name, str):
            raise UsageError(f"the state dict has an entry {name!r:.60}: expected names")
        modules.setdefault(name.rpartition(".")[0], {})[name] = tensor
    return [part for path, own in modules.items() for part in _levels(path, own, dtype, None)]


def _levels(path: str, own: Mapping[str, Any], dtype: DTypeLike, module: Any) -> list[Part]:
    """Return a part for each level of a module's weights; none, if it has none."""
    levels: dict[int, Part] = {}
    for name, tensor in own.items():
        kind = kind_of(name)
        if kind == COUNTED:
            continue
        found = LEVEL.search(name)
        level = int(found[1]) if found else 0
        part = levels.setdefault(level, Part(path, level, module=module))
        part.arrays[kind], part.full_names[kind] = as_weight(tensor, dtype, name), name
    return [levels[level] for level in sorted(levels)]


def parts_of_list(
    arrays: Sequence[Any], kinds: Sequence[Sequence[str]], dtype: DTypeLike
) -> list[Part]:
    """Return as parts what stands in a list without names: so many arrays for each layer.

    Args:
        arrays: the arrays.
        kinds: what each layer takes, in order.
        dtype: the number format of the layers.
    """
    parts, k = [], 0
    for own in kinds:
        share = arrays[k : k + len(own)]
        named = {
            kind: as_weight(array, dtype, f"array {k + n}")
            for n, (kind, array) in enumerate(zip(own, share, strict=False))
        }
        full = {kind: f"array {k + n}" for n, kind in enumerate(named)}
        parts.append(Part(f"arrays {k} to {k + len(own) - 1}", 0, named, full))
        k += len(own)
    return parts
