"""Which layers, with which options, are compared with their peers."""

import functools
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.oracle.unchecked import unchecked
from xlrnn.nn import layers
from xlrnn.nn.compute import kernels

BATCH, TIME, FEATURES, UNITS = 3, 5, 4, 6
LEFT = [[0, 0, 1, 1, 1], [0, 1, 1, 1, 1], [1, 1, 1, 1, 1]]
RIGHT = [[1, 1, 1, 0, 0], [1, 1, 1, 1, 1], [1, 1, 1, 1, 0]]
HOLES = [[1, 0, 1, 1, 0], [0, 1, 0, 0, 1], [1, 1, 0, 1, 1]]
NOTHING_LEFT = [[1, 0, 1, 1, 1], [0, 0, 0, 0, 0], [0, 1, 1, 1, 0]]
ONE_HOLE = [[1, 0], [0, 1], [1, 1]]
HOLES_LATER = [[1, 0, 1, 1, 0], [1, 1, 0, 0, 1], [1, 0, 0, 1, 1]]
ACTIVATIONS = [
    "linear", "tanh", "sigmoid", "relu", "elu", "softplus", "hard_sigmoid", "softmax",
    "relu6", "leaky_relu", "selu", "softsign", "exponential", "gelu", "silu",
    "log_softmax",
]  # fmt: skip
MASKS = {
    "left": LEFT,
    "right": RIGHT,
    "holes": HOLES,
    "nothing-left": NOTHING_LEFT,
}
ABOUT = ("shape", "mask", "states", "state_size", "words")
"""What is said of a case and not to the layer."""


@dataclass(frozen=True)
class Case:
    """One layer with its options.

    Attributes:
        name: of the test.
        make: a function of the module of layers, ours or Keras', and the number format.
        shape: of the input.
        mask: which steps count.
        states: how many initial states are given.
        state_size: how many numbers each of them has.
        words: how many words there are, where the input is words' numbers.
    """

    name: str
    make: Any = field(repr=False)
    shape: tuple[int, ...] = (BATCH, TIME, FEATURES)
    mask: Any = None
    states: int = 0
    state_size: int = UNITS
    words: int = 0

    @property
    def mask_array(self):
        return None if self.mask is None else np.array(self.mask, bool)

    @property
    def kind(self):
        """The name up to the first hyphen: which sort of layer it is."""
        return self.name.partition("-")[0]

    @property
    def is_recurrent(self):
        return self.kind in ("rnn", "lstm", "gru", "both")


def simple(name: str, kind: str, *args: Any, **options: Any) -> Case:
    """Return a case of a layer that is written the same in both worlds."""
    about = {key: options.pop(key) for key in ABOUT if key in options}
    return Case(name, lambda of, dtype: getattr(of, kind)(*args, dtype=dtype, **options), **about)


KINDS = {
    "rnn": ("SimpleRNN", 1, {}),
    "lstm": ("LSTM", 2, {}),
    "gru": ("GRU", 1, {}),
    "gru-before": ("GRU", 1, {"reset_after": False}),
}


def recurrent_cases():
    """Every option of every recurrent layer."""
    for short, (kind, states, own) in KINDS.items():
        case = functools.partial(named, simple, short, kind, UNITS, **own)
        yield case("last")
        yield case("every", return_sequences=True)
        yield case("last-backwards", go_backwards=True)
        yield case("every-backwards", go_backwards=True, return_sequences=True)
        yield case("no-bias", use_bias=False, return_sequences=True)
        yield case("one-step", shape=(BATCH, 1, FEATURES), states=states)
        yield case("one-sample", shape=(1, TIME, FEATURES), return_sequences=True)
        yield case("one-feature", shape=(2, 3, 1))
        yield case("state", return_state=True)
        yield case("states-given", return_state=True, return_sequences=True, states=states)
        yield case("states-given-last", states=states, go_backwards=True)
        yield from masked_cases(case, states)
        for activation in ("relu", "sigmoid", "hard_sigmoid", "silu", "gelu"):
            yield case(activation, activation=activation, return_sequences=True)
    for gate in ("hard_sigmoid", "tanh", "silu"):  # few steps: gates below 0 make states grow
        option = {"recurrent_activation": gate, "shape": (BATCH, 3, FEATURES)}
        yield simple(f"lstm-gates-{gate}", "LSTM", UNITS, **option)
        yield simple(f"gru-gates-{gate}", "GRU", UNITS, **option)
        yield simple(f"gru-before-gates-{gate}", "GRU", UNITS, reset_after=False, **option)


def named(make, short, kind, units, name, **options):
    """Return a case of the name of its kind and its own."""
    return make(f"{short}-{name}", kind, units, **options)


def masked_cases(case, states):
    """Every mask with what it meets in the loop: states, the way back, outputs that are 0."""
    every = {"return_sequences": True}
    yield case("left-every", mask=LEFT, **every)
    yield case("right-last", mask=RIGHT)
    later = {"mask": HOLES_LATER, **every}
    yield case("later-every", **later)
    yield case("later-states", **later, states=states, return_state=True)
    for name in ("holes", "nothing-left"):
        given = {"mask": MASKS[name], "states": states}
        yield case(f"{name}-last", mask=MASKS[name])
        yield case(f"{name}-every", mask=MASKS[name], **every)
        yield case(f"{name}-states", **given, **every, return_state=True)
        yield case(f"{name}-backwards", mask=MASKS[name], **every, go_backwards=True)
        yield case(f"{name}-zero-output", **given, **every, zero_output_for_mask=True)
        yield case(f"{name}-zero-last", **given, zero_output_for_mask=True)


def around(name, wrap, kind, *args, wrap_options=(), **options):
    """Return a case of a layer inside another."""
    about = {key: options.pop(key) for key in ABOUT if key in options}

    def make(of, dtype):
        inner = getattr(of, kind)(*args, dtype=dtype, **options)
        return getattr(of, wrap)(inner, dtype=dtype, **dict(wrap_options))

    return Case(name, make, **about)


def bidirectional_cases():
    """Every option with LSTM, which has two states; with the others what depends on the layer."""
    for short, (kind, states, own) in KINDS.items():

        def case(name, *, merge_mode="concat", short=short, kind=kind, own=own, **options):
            wrap = {"merge_mode": merge_mode}
            options = {**own, **options, "wrap_options": wrap}
            return around(f"both-{short}-{name}", "Bidirectional", kind, UNITS, **options)

        given = {"return_state": True, "states": 2 * states}
        yield case("mul-last", merge_mode="mul")
        yield case("every", return_sequences=True)
        yield case("later-every", mask=HOLES_LATER, return_sequences=True)
        yield case("states-holes", mask=HOLES, **given)
        if short == "lstm":
            yield from both_ways(case, given)

    def two_layers(of, dtype):
        ahead = of.GRU(UNITS, return_sequences=True, dtype=dtype)
        back = of.SimpleRNN(UNITS, return_sequences=True, go_backwards=True, dtype=dtype)
        return of.Bidirectional(ahead, merge_mode="mul", backward_layer=back, dtype=dtype)

    yield Case("both-kinds", two_layers)


def both_ways(case, given):
    """Every way to merge, every mask, with states and without."""
    yield case("mul-every", merge_mode="mul", return_sequences=True)
    yield case("last")
    for mode in ("sum", "ave", None):
        yield case(f"{mode}-last", merge_mode=mode)
        yield case(f"{mode}-every", merge_mode=mode, return_sequences=True)
    for name in ("left", "right", "holes", "nothing-left"):
        yield case(f"{name}-last", mask=MASKS[name])
        yield case(f"{name}-every", mask=MASKS[name], return_sequences=True)
    yield case("states", return_sequences=True, **given)
    yield case("states-none", merge_mode=None, **given)


def other_cases():
    for activation in ACTIVATIONS:
        yield simple(f"dense-{activation}", "Dense", UNITS, activation, shape=(BATCH, FEATURES))
        yield simple(f"activation-{activation}", "Activation", activation)
    for slope, most, threshold in ((0, None, 0), (0.1, None, 0), (0, 0.8, 0.3), (0.1, 0.8, 0.3)):
        options = {"negative_slope": slope, "max_value": most, "threshold": threshold}
        yield simple(f"relu-{slope}-{most}-{threshold}", "ReLU", **options)
    yield simple("leaky", "LeakyReLU")
    yield simple("leaky-flat", "LeakyReLU", 0.1, shape=(BATCH, FEATURES))
    yield simple("softmax", "Softmax")
    yield simple("softmax-4", "Softmax", shape=(2, 3, 4, 5))
    yield simple("softmax-steps", "Softmax", axis=1)
    yield simple("softmax-flat", "Softmax", axis=[1], shape=(BATCH, FEATURES))
    yield simple("softmax-mask", "Softmax", mask=np.arange(60).reshape(BATCH, TIME, FEATURES) % 3)
    yield simple("dense-steps", "Dense", UNITS, "tanh")
    yield simple("dense-no-bias", "Dense", UNITS, use_bias=False)
    yield simple("activation-flat", "Activation", "softmax", shape=(BATCH, FEATURES))
    yield simple("embedding", "Embedding", 7, UNITS, shape=(BATCH, TIME), words=7)
    yield simple("embedding-flat", "Embedding", 7, UNITS, shape=(BATCH,), words=7)
    yield simple("flatten", "Flatten")
    yield simple("flatten-4", "Flatten", shape=(2, 3, 4, 5))
    yield simple("repeat", "RepeatVector", 4, shape=(BATCH, FEATURES))
    yield simple("max", "GlobalMaxPooling1D")
    yield simple("max-keepdims", "GlobalMaxPooling1D", keepdims=True)
    yield simple("average", "GlobalAveragePooling1D")
    yield simple("average-holes", "GlobalAveragePooling1D", mask=HOLES)
    yield simple("average-keepdims", "GlobalAveragePooling1D", keepdims=True, mask=RIGHT)
    for kind in ("Max", "Average"):
        for padding, size, strides in (("valid", 2, None), ("valid", 3, 2), ("valid", 2, 3),
                                       ("same", 2, None), ("same", 3, 1), ("same", 4, 2),
                                       ("same", 2, 3)):  # fmt: skip
            options = {"padding": padding, "pool_size": size, "strides": strides}
            yield simple(f"{kind}-{padding}-{size}-{strides}", f"{kind}Pooling1D", **options,
                         shape=(2, 7, FEATURES))  # fmt: skip
        yield simple(f"{kind}-first", f"{kind}Pooling1D", 2, data_format="channels_first")
        yield simple(f"{kind}-whole", f"{kind}Pooling1D", 5)
        yield simple(f"{kind}-one", f"{kind}Pooling1D", 1, shape=(1, 1, 1))
    yield simple("spatial-at-rest", "SpatialDropout1D", 0.5)
    yield simple("reshape", "Reshape", (10, -1))
    yield simple("reshape-flat", "Reshape", (-1,))
    yield simple("reshape-steps", "Reshape", (2, 2), shape=(BATCH, FEATURES))
    yield simple("reshape-one", "Reshape", (1, 1, 1), shape=(1, 1))
    yield simple("permute", "Permute", (2, 1))
    yield simple("permute-4", "Permute", (3, 1, 2), shape=(2, 3, 4, 5))
    yield simple("permute-one", "Permute", (1,), shape=(1, 1))
    yield simple("normalized", "LayerNormalization")
    yield simple("normalized-flat", "LayerNormalization", shape=(BATCH, FEATURES))
    yield simple("normalized-4", "LayerNormalization", epsilon=0.5, shape=(2, 3, 4, 5))
    yield simple("normalized-no-scale", "LayerNormalization", scale=False)
    yield simple("normalized-no-center", "LayerNormalization", center=False)
    yield simple("normalized-neither", "LayerNormalization", center=False, scale=False)
    yield simple("batch", "BatchNormalization")
    yield simple("batch-flat", "BatchNormalization", epsilon=0.1, shape=(BATCH, FEATURES))
    yield simple("batch-4", "BatchNormalization", scale=False, shape=(2, 3, 4, 5))
    yield simple("batch-neither", "BatchNormalization", center=False, scale=False, mask=HOLES)
    yield simple("batch-one", "BatchNormalization", shape=(1, 1))
    yield around("steps-batch", "TimeDistributed", "BatchNormalization", center=False)
    yield simple("dropout-at-rest", "Dropout", 0.5)
    wide = (2, 7, FEATURES)
    for padding in ("valid", "same", "causal"):
        for size, strides, dilation in ((3, 1, 1), (2, 1, 1), (3, 2, 1), (2, 3, 1), (3, 1, 2)):
            yield simple(
                f"conv-{padding}-{size}-{strides}-{dilation}",
                "Conv1D",
                UNITS,
                size,
                strides,
                padding,
                dilation_rate=dilation,
                activation="tanh",
                shape=wide,
            )
    yield from picture_cases()
    yield simple("conv-one", "Conv1D", UNITS, 1, use_bias=False, shape=wide)
    yield simple("conv-whole", "Conv1D", UNITS, 7, activation="relu", shape=wide)
    first = {"data_format": "channels_first"}
    yield simple("conv-first", "Conv1D", UNITS, 3, activation="tanh", **first)
    yield simple("conv-first-same", "Conv1D", UNITS, 3, 2, "same", **first)
    yield simple("conv-first-softmax", "Conv1D", UNITS, 2, activation="softmax",
                 use_bias=False, **first)  # fmt: skip
    yield simple("flatten-first", "Flatten", **first)
    yield simple("flatten-first-4", "Flatten", **first, shape=(2, 3, 4, 5))
    yield simple("max-first", "GlobalMaxPooling1D", **first)
    yield simple("average-first", "GlobalAveragePooling1D", keepdims=True, **first)
    over_features = np.array(HOLES)[:, :FEATURES]
    yield simple("average-first-holes", "GlobalAveragePooling1D", **first, mask=over_features)
    yield around("steps-dense", "TimeDistributed", "Dense", UNITS, "tanh")
    yield around("steps-dense-4", "TimeDistributed", "Dense", UNITS, shape=(2, 3, 4, 5))
    yield around("steps-lstm", "TimeDistributed", "LSTM", UNITS, shape=(2, 3, 4, 5))
    yield around("steps-conv", "TimeDistributed", "Conv1D", UNITS, 2, shape=(2, 3, 4, 5))
    yield around("steps-flatten", "TimeDistributed", "Flatten", shape=(2, 3, 4, 5))


def picture_cases():
    """Every option of the layers of pictures, and the smallest ones."""
    picture = (2, 6, 7, 3)
    for padding in ("valid", "same"):
        for size, strides, apart in ((3, 1, 1), ((2, 3), 1, 1), (3, 2, 1), (2, (2, 3), 1),
                                     ((1, 2), 1, 1), (2, 1, (2, 3))):  # fmt: skip
            yield simple(f"conv2-{padding}-{size}-{strides}-{apart}", "Conv2D", 4, size, strides,
                         padding, dilation_rate=apart, activation="tanh",
                         shape=picture)  # fmt: skip
        for kind in ("Max", "Average"):
            for size, strides in ((2, None), ((3, 2), (1, 2)), (2, 3)):
                if (kind, padding) == ("Average", "same"):
                    size = 3 if size == 2 else (3, 1)
                yield simple(f"{kind}2-{padding}-{size}-{strides}", f"{kind}Pooling2D", size,
                             strides, padding, shape=picture)  # fmt: skip
    first = {"data_format": "channels_first", "shape": picture}
    yield simple("conv2-first", "Conv2D", 4, 3, activation="gelu", **first)
    yield simple("conv2-first-softmax", "Conv2D", 4, 2, activation="softmax", use_bias=False,
                 **first)  # fmt: skip
    yield simple("Max2-first", "MaxPooling2D", 2, **first)
    yield simple("average2", "GlobalAveragePooling2D", shape=picture)
    yield simple("average2-keepdims", "GlobalAveragePooling2D", keepdims=True, shape=picture)
    yield simple("average2-first", "GlobalAveragePooling2D", keepdims=True, **first)
    for shape in ((1, 1, 1, 1), (BATCH, 1, 2, 1), (1, 3, 1, 1)):
        sides = "x".join(map(str, shape))
        yield simple(f"conv2-one-{sides}", "Conv2D", 1, 1, shape=shape)
        yield simple(f"conv2-same-{sides}", "Conv2D", 1, 3, padding="same", shape=shape)
        yield simple(f"Max2-one-{sides}", "MaxPooling2D", 1, shape=shape)
        yield simple(f"average2-one-{sides}", "GlobalAveragePooling2D", shape=shape)
    yield simple("relu-4", "Activation", "relu", shape=picture)
    yield around("steps-conv2", "TimeDistributed", "Conv2D", 2, 2, shape=(2, 3, 4, 4, 2))


def smallest_recurrent_cases():
    """One unit, one feature, one step, one sample: each alone, and all together."""
    one = {"state_size": 1, "return_state": True, "shape": (BATCH, 2, FEATURES)}
    for short, (kind, states, own) in KINDS.items():
        case = functools.partial(named, simple, short, kind, 1, **own)
        given = {**one, "states": states}
        yield case("one-unit", **given, return_sequences=True)
        yield case("one-unit-holes", **given, mask=ONE_HOLE, go_backwards=True)
        yield case("one-unit-one-step", **{**given, "shape": (BATCH, 1, FEATURES)})
        yield case("one-unit-one-sample", **{**given, "shape": (1, 2, FEATURES)})
        yield case("one-of-all", **{**given, "shape": (1, 1, 1)})
        alive = () if kind == "SimpleRNN" else ("relu",)  # else nothing comes through one unit
        for activation in ("linear", "sigmoid", "elu", "softplus", "hard_sigmoid", "silu", *alive):
            yield case(f"one-unit-{activation}", **given, activation=activation)
        for gate in ("tanh", "hard_sigmoid", "softplus"):
            if kind != "SimpleRNN":
                yield case(f"one-unit-gates-{gate}", **given, recurrent_activation=gate)
        twice = {**one, "states": 2 * states}
        for mode in ("concat", "mul", "ave"):
            options = {**own, **twice, "wrap_options": {"merge_mode": mode}}
            for name, shape in (("one-unit", (BATCH, 2, FEATURES)), ("one-of-all", (1, 1, 1))):
                options["shape"] = shape
                yield around(f"both-{short}-{name}-{mode}", "Bidirectional", kind, 1, **options)


def smallest_other_cases():
    """The same of the other layers, and one word."""
    for shape in ((BATCH, 1), (1, FEATURES), (1, 1), (1, TIME, 1), (BATCH, 1, 1)):
        sides = "x".join(map(str, shape))
        yield simple(f"dense-one-{sides}", "Dense", 1, "tanh", shape=shape)
        yield simple(f"activation-one-{sides}", "Activation", "sigmoid", shape=shape)
        yield simple(f"flatten-one-{sides}", "Flatten", shape=shape)
    for words, width, shape in ((7, 1, (BATCH, TIME)), (1, 1, (BATCH, TIME)), (1, 3, (1, 1))):
        yield simple(f"embedding-one-{words}-{width}", "Embedding", words, width,
                     shape=shape, words=words)  # fmt: skip
    for shape in ((BATCH, 1, FEATURES), (1, TIME, 1), (1, 1, 1)):
        sides = "x".join(map(str, shape))
        yield simple(f"max-one-{sides}", "GlobalMaxPooling1D", shape=shape)
        yield simple(f"average-one-{sides}", "GlobalAveragePooling1D", shape=shape)
        yield simple(f"conv-one-{sides}", "Conv1D", 1, 1, shape=shape, activation="tanh")
        yield simple(f"conv-one-same-{sides}", "Conv1D", 1, 2, 2, "same", shape=shape)
        yield around(f"steps-one-{sides}", "TimeDistributed", "Dense", 1, "tanh", shape=shape)
    yield simple("repeat-one", "RepeatVector", 1, shape=(1, 1))


CASES = [
    *recurrent_cases(),
    *bidirectional_cases(),
    *other_cases(),
    *smallest_recurrent_cases(),
    *smallest_other_cases(),
]


def made(case: Case, dtype: str, seed: int = 0):
    """Return our layer with weights that are all different, input, initial states."""
    rng = np.random.default_rng(seed)
    x = rng.integers(0, case.words, case.shape) if case.words else rng.normal(size=case.shape)
    with unchecked():
        layer = case.make(layers, dtype)
        layer.ensure_built((None, *case.shape[1:]))
    drawn = [rng.normal(size=weight.shape) * 0.6 for weight in layer.weights]
    for value, weight in zip(drawn, layer.weights, strict=True):
        if weight.name == "moving_variance":
            np.abs(value, out=value)
    layer.set_weights(drawn)
    states = [rng.normal(size=(case.shape[0], case.state_size)) for _ in range(case.states)]
    return layer, x, states


def ways(case: Case) -> list[str]:
    """Return how a layer is calculated: both ways where there are compiled kernels for it."""
    return kernels.available() if case.is_recurrent or case.words else [kernels.NUMPY]
