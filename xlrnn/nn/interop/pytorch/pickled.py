"""Pickled modules, which run what they hold when they are read: refused, unless trusted."""

from pathlib import Path
from typing import Any, Final

from xlrnn.errors import UnreadableError, UsageError
from xlrnn.nn.interop.pytorch.parts import is_module

SUFFIXES: Final = (".pt", ".pth", ".ckpt", ".pkl")


def is_pickled(path: Path) -> bool:
    """Say whether a file is, by its name, one that `torch.save` wrote."""
    return path.suffix.lower() in SUFFIXES


def refusal(path: Path) -> UsageError:
    """Return why such a file is not read, and what to do."""
    return UsageError(
        f"{path} is a pickle of PyTorch, and whoever reads one runs what is in it. Where the "
        "module is, save its program instead: torch.export.save(torch.export.export("
        "module.eval(), (x,)), 'model.pt2'); or take it in Python: nn.from_torch(module, "
        "sample=x), and of a state dict nn.from_torch(torch.load(path, weights_only=True), "
        "model). If you trust where it is from: --trust, in Python trust=True"
    )


def trusted(path: Path) -> Any:
    """Return the module in a file that somebody trusts: its code is run.

    Raises:
        UsageError: if there is no module in it, or PyTorch is not installed.
        UnreadableError: if PyTorch cannot read it.
    """
    try:
        import torch
    except ImportError:
        raise UsageError(f"{path} needs PyTorch: pip install 'xlrnn[torch]'") from None
    try:
        found = torch.load(path, map_location="cpu", weights_only=False)
    except Exception as error:  # whatever runs there may raise anything
        said = " ".join(str(error).split())
        raise UnreadableError(
            f"{path}: {type(error).__name__}: {said:.200}; the program of the module's class must "
            "be where Python finds it"
        ) from None
    if not is_module(found):
        raise UsageError(
            f"{path} holds a {type(found).__name__}, and not a module: weights do not say how "
            "layers are connected; in Python, nn.from_torch(torch.load(path), model) takes them"
        )
    return found
