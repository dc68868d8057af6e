"""Which layers of several inputs, with which options, are compared with their peers."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

SEQUENCE, FLAT = (3, 5, 4), (3, 4)
HOLES = np.array([[1, 0, 1, 1, 0], [0, 1, 0, 0, 1], [1, 1, 0, 1, 1]], bool)
ENDS = np.array([[1, 1, 1, 0, 0], [1, 1, 1, 1, 0], [1, 1, 1, 1, 1]], bool)


@dataclass(frozen=True)
class Case:
    """One layer with its options.

    Attributes:
        name: of the test.
        kind: the layer's class.
        shapes: of the inputs; a number stands for the input of that place once more.
        options: of the layer.
        masks: which steps of each input count.
        called: the options of the call.
    """

    name: str
    kind: str
    shapes: tuple[Any, ...] = (SEQUENCE, SEQUENCE)
    options: dict[str, Any] = field(default_factory=dict)
    masks: tuple[Any, ...] | None = None
    called: dict[str, Any] = field(default_factory=dict)

    def made(self, of, dtype="float64"):
        """Return the layer of a module of layers."""
        return getattr(of, self.kind)(dtype=dtype, **self.options)

    def inputs(self, dtype="float64"):
        """Return arrays, the same object where an input stands there twice."""
        rng = np.random.default_rng(3)
        arrays = []
        for shape in self.shapes:
            again = isinstance(shape, int)
            arrays.append(arrays[shape] if again else rng.normal(size=shape).astype(dtype))
        return [array.round() for array in arrays] if self.name.endswith("ties") else arrays


ELEMENTWISE = ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")


def elementwise():
    """Every shape that goes with another, an input twice, each mask."""
    for kind in ELEMENTWISE:
        yield Case(f"{kind}-sequences", kind)
        yield Case(f"{kind}-flat", kind, (FLAT, FLAT))
        yield Case(f"{kind}-four", kind, ((2, 3, 4, 5), (2, 3, 4, 5)))
        yield Case(f"{kind}-spread", kind, (SEQUENCE, (3, 5, 1)))
        yield Case(f"{kind}-spread-both", kind, ((3, 1, 4), (3, 5, 1)))
        yield Case(f"{kind}-fewer-sides", kind, (FLAT, SEQUENCE))
        yield Case(f"{kind}-twice", kind, (SEQUENCE, 0))
        yield Case(f"{kind}-one-of-all", kind, ((1, 1, 1), (1, 1, 1)))
        yield Case(f"{kind}-ties", kind)
        yield Case(f"{kind}-masks", kind, masks=(HOLES, ENDS))
        yield Case(f"{kind}-one-mask", kind, masks=(HOLES, None))
        yield Case(f"{kind}-other-mask", kind, masks=(None, ENDS))
        if kind != "Subtract":
            yield Case(f"{kind}-three", kind, (SEQUENCE, (3, 1, 4), SEQUENCE))
            yield Case(f"{kind}-three-masks", kind, (SEQUENCE,) * 3, masks=(HOLES, ENDS, ~HOLES))
            yield Case(f"{kind}-some-masks", kind, (SEQUENCE,) * 3, masks=(HOLES, None, ENDS))
            yield Case(f"{kind}-single", kind, (SEQUENCE,))
            yield Case(f"{kind}-single-mask", kind, (SEQUENCE,), masks=(HOLES,))
            yield Case(f"{kind}-twice-of-three", kind, (FLAT, FLAT, 0))


def joined():
    """Concatenate along each axis, and Dot."""
    for name, axis, shapes in (
        ("features", -1, (SEQUENCE, (3, 5, 2))),
        ("features-by-number", 2, (SEQUENCE, (3, 5, 1), SEQUENCE)),
        ("steps", 1, (SEQUENCE, (3, 2, 4))),
        ("steps-from-the-end", -2, (SEQUENCE, (3, 1, 4))),
        ("flat", -1, (FLAT, (3, 1))),
        ("four", 2, ((2, 3, 4, 5), (2, 3, 1, 5))),
        ("one-of-all", -1, ((1, 1), (1, 1))),
        ("single", -1, (SEQUENCE,)),
        ("twice", 1, (SEQUENCE, 0)),
    ):
        yield Case(f"Concatenate-{name}", "Concatenate", shapes, {"axis": axis})
    for axis in (1, -1):
        for name, masks in (("both", (HOLES, ENDS)), ("one", (None, ENDS))):
            options = {"axis": axis}
            yield Case(f"Concatenate-masks-{name}-{axis}", "Concatenate", options=options,
                       masks=masks)  # fmt: skip
    for name, axes, shapes in (
        ("flat", 1, (FLAT, FLAT)),
        ("flat-last", -1, (FLAT, FLAT)),
        ("features", -1, (SEQUENCE, (3, 2, 4))),
        ("features-pair", (2, 2), (SEQUENCE, (3, 2, 4))),
        ("steps", 1, (SEQUENCE, (3, 5, 2))),
        ("across", (1, 2), (SEQUENCE, (3, 2, 5))),
        ("negative-pair", (-1, -2), (SEQUENCE, (3, 4, 2))),
        ("first-flat", (1, 2), (FLAT, SEQUENCE)),
        ("second-flat", (2, 1), (SEQUENCE, FLAT)),
        ("four", (2, 3), ((2, 3, 4, 5), (2, 3, 2, 4))),
        ("four-and-three", (-2, -1), ((2, 3, 2), (2, 1, 2, 3))),
        ("twice", (2, 2), (SEQUENCE, 0)),
        ("one-of-all", 1, ((1, 1), (1, 1))),
    ):
        yield Case(f"Dot-{name}", "Dot", shapes, {"axes": axes})
        if name != "one-of-all":
            yield Case(f"Dot-{name}-normalized", "Dot", shapes, {"axes": axes, "normalize": True})
    yield Case("Dot-masks", "Dot", options={"axes": -1}, masks=(HOLES, ENDS))


QUERY, VALUE = (3, 2, 4), (3, 5, 4)
SHORT = np.array([[1, 0], [1, 1], [0, 1]], bool)


def attention():
    """Every way to score, with and without key, each mask, the smallest sizes."""
    ways = {
        "dot": ("Attention", {}),
        "scaled": ("Attention", {"use_scale": True}),
        "concat": ("Attention", {"score_mode": "concat"}),
        "concat-scaled": ("Attention", {"score_mode": "concat", "use_scale": True}),
        "additive": ("AdditiveAttention", {}),
        "additive-plain": ("AdditiveAttention", {"use_scale": False}),
    }
    ahead = {"use_causal_mask": True}
    for way, (kind, options) in ways.items():

        def case(name, shapes, masks=None, called=None, way=way, kind=kind, options=options):
            return Case(f"attention-{way}-{name}", kind, shapes, options, masks, called or {})

        yield case("two", (QUERY, VALUE))
        yield case("three", (QUERY, (3, 5, 6), VALUE))
        yield case("to-itself", (VALUE, 0))
        yield case("three-times-itself", (VALUE, 0, 0))
        yield case("one-step", ((3, 1, 4), (3, 1, 4)))
        yield case("one-source", (QUERY, (3, 1, 4)))
        yield case("one-of-all", ((1, 1, 1), (1, 1, 1)))
        yield case("value-mask", (QUERY, VALUE), (None, ENDS))
        yield case("masks", (QUERY, VALUE), (SHORT, HOLES))
        yield case("masks-three", (QUERY, VALUE, VALUE), (SHORT, HOLES, ENDS))
        yield case("nothing-left", (QUERY, VALUE), (SHORT, HOLES & ~HOLES[:1]))
        yield case("causal", (VALUE, 0), None, ahead)
        yield case("causal-mask", (VALUE, 0, VALUE), (None, ENDS, None), ahead)
        yield case("causal-longer", (QUERY, VALUE), None, ahead)


def many_heads():
    """Every option, each mask; where a step may look at nothing, the way in which that is 0."""
    of = (QUERY, (3, 5, 3))
    pairs = np.random.default_rng(8).random((3, 2, 5)) > 0.4
    asked = {"return_attention_scores": True}

    def case(name, shapes=of, heads=2, key_dim=3, masks=None, called=None, **options):
        options = {"num_heads": heads, "key_dim": key_dim, **options}
        return Case(f"heads-{name}", "MultiHeadAttention", shapes, options, masks, called or {})

    yield case("usual")
    yield case("value-dim", value_dim=5)
    yield case("no-bias", use_bias=False)
    yield case("output", output_shape=7)
    yield case("output-sides", output_shape=(2, 3))
    yield case("key", (QUERY, (3, 5, 3), (3, 5, 6)))
    yield case("to-itself", (VALUE, 0))
    yield case("three-times-itself", (VALUE, 0, 0))
    yield case("one-head", heads=1)
    yield case("one-number", heads=3, key_dim=1)
    yield case("one-step", ((3, 1, 4), (3, 1, 4)))
    yield case("one-of-all", ((1, 1, 1), (1, 1, 1)), 1, 1)
    yield case("causal", (VALUE, 0), called={"use_causal_mask": True})
    yield case("causal-longer", called={"use_causal_mask": True})
    yield case("value-mask", masks=(None, ENDS))
    yield case("key-mask", (QUERY, VALUE, VALUE), masks=(None, ENDS, HOLES), called=asked)
    yield case("masks", masks=(SHORT, HOLES), called=asked)
    yield case("causal-masks", (VALUE, 0, VALUE), masks=(None, ENDS, None),
               called={"use_causal_mask": True})  # fmt: skip
    yield case("pairs", called={"attention_mask": pairs, **asked})
    yield case("pairs-for-all", called={"attention_mask": pairs[0] | True})
    yield case("pairs-and-masks", masks=(SHORT, ENDS), called={"attention_mask": pairs, **asked})


CASES = [*elementwise(), *joined(), *attention(), *many_heads()]
