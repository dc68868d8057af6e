"""The largest of all numbers along axes, their mean, their sum."""

from typing import Any, Final

from xlrnn.nn.interop.pytorch.exported.here import Here, means
from xlrnn.nn.interop.wiring.reducing import reduced
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Value

KINDS: Final = {"mean": "mean", "sum": "sum", "amax": "max", "amin": "min"}


@means(*KINDS)
def _reduced(here: Here) -> Value:
    axes = here.get("dim")
    if axes is None or axes == []:
        raise NotTakenError("it goes over the batch, too: expected axes of a sample")
    keep = bool(here.get("keepdim", False))
    return reduced(here.wiring, here.x, _listed(axes), KINDS[here.node.kind], keep=keep)


@means("max", "min")
def _extreme(here: Here) -> list[Any]:
    """Return the largest numbers; where they stood is not here."""
    if here.get("dim") is None or "other" in here.given:
        raise NotTakenError("expected the largest, or least, along an axis")
    keep = bool(here.get("keepdim", False))
    return [reduced(here.wiring, here.x, [here.get("dim")], here.node.kind, keep=keep), None]


@means("adaptive_avg_pool1d", "adaptive_avg_pool2d", "adaptive_max_pool1d", "adaptive_max_pool2d")
def _global(here: Here) -> Any:
    x, wanted = here.x, _listed(here.get("output_size"))
    if any(side != 1 for side in wanted):
        raise NotTakenError(f"output_size is {wanted}: expected 1, one number of all")
    how = "mean" if "avg" in here.node.kind else "max"
    y = reduced(here.wiring, x, range(x.rank - len(wanted), x.rank), how, keep=True)
    return y if how == "mean" else [y, None]


def _listed(given: Any) -> list[int]:
    return list(given) if isinstance(given, list) else [given]
