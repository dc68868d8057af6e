"""Models of any layers, sizes, activations and masks, to be exported."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from hypothesis import strategies as st

from xlrnn import nn

SIZES = st.integers(1, 4)
FUNCTIONS = ["linear", "tanh", "sigmoid", "relu", "elu", "softplus", "hard_sigmoid", "relu6",
             "leaky_relu", "selu", "softsign"]  # fmt: skip
ACTIVATIONS = st.sampled_from(FUNCTIONS)
OF_DENSE = st.sampled_from([*FUNCTIONS, "softmax", "log_softmax", "gelu", "silu", "gelu"])


def shuffled(model, seed=1, scale=0.5):
    """Give a model weights that are all different, biases included."""
    rng = np.random.default_rng(seed)
    drawn = [rng.normal(size=w.shape, scale=scale) for w in model.weights]
    variances = [w.name == "moving_variance" for w in model.weights]
    model.set_weights([abs(w) if v else w for w, v in zip(drawn, variances, strict=True)])
    return model


# Each strategy draws how a layer is made; the layers themselves are made in the test.


@st.composite
def recurrent(draw):
    """Draw a recurrent layer of any kind and form."""
    kind = draw(st.sampled_from([nn.SimpleRNN, nn.LSTM, nn.GRU]))
    options = {
        "activation": draw(ACTIVATIONS),
        "use_bias": draw(st.booleans()),
        "return_sequences": draw(st.booleans()),
        "go_backwards": draw(st.booleans()),
    }
    if kind is nn.SimpleRNN:
        options["tied"] = draw(st.booleans())
    else:
        options["recurrent_activation"] = draw(st.sampled_from(["sigmoid", "hard_sigmoid"]))
    if kind is nn.GRU:
        options["reset_after"] = draw(st.booleans())
    return partial(kind, draw(SIZES), **options)


@st.composite
def bidirectional(draw):
    inner, mode = draw(recurrent()), draw(st.sampled_from(["concat", "sum", "mul", "ave"]))
    return lambda: nn.Bidirectional(inner(), merge_mode=mode)


@st.composite
def dense(draw):
    bias = draw(st.booleans())
    return partial(nn.Dense, draw(SIZES), activation=draw(OF_DENSE), use_bias=bias)


@st.composite
def time_distributed(draw):
    inner = draw(st.one_of(dense(), rectifiers()))
    return lambda: nn.TimeDistributed(inner())


@st.composite
def conv1d(draw):
    strides, dilation = draw(st.sampled_from([(1, 1), (2, 1), (1, 2)]))
    return partial(
        nn.Conv1D,
        draw(SIZES),
        draw(st.integers(1, 3)),
        strides=strides,
        dilation_rate=dilation,
        padding=draw(st.sampled_from(["same", "causal"])),
        activation=draw(OF_DENSE),
        use_bias=draw(st.booleans()),
    )


@st.composite
def rectifiers(draw):
    slope = draw(st.sampled_from([0.0, 0.1]))
    most, threshold = draw(st.sampled_from([None, 0.5])), draw(st.sampled_from([0.0, 0.2]))
    relu = partial(nn.ReLU, most, slope, threshold)
    return draw(st.sampled_from([relu, relu, nn.LeakyReLU, nn.Softmax]))


@st.composite
def windows(draw):
    kind = draw(st.sampled_from([nn.MaxPooling1D, nn.AveragePooling1D]))
    return partial(kind, draw(st.integers(1, 3)), draw(st.integers(1, 2)), "same")


POOLING = st.sampled_from([nn.GlobalMaxPooling1D, nn.GlobalAveragePooling1D])
ANYWHERE = st.one_of(
    dense(),
    st.builds(partial, st.just(nn.Activation), OF_DENSE),
    st.sampled_from([partial(nn.Dropout, 0.5), nn.Flatten]),
    st.builds(partial, st.just(nn.Reshape), st.sampled_from([(-1,), (-1, 1), (1, -1)])),
    rectifiers(),
    st.builds(partial, st.just(nn.BatchNormalization), scale=st.booleans(), center=st.booleans()),
    st.builds(partial, st.just(nn.LayerNormalization), scale=st.booleans(), center=st.booleans()),
)
OF_SEQUENCES = st.one_of(
    recurrent(),
    bidirectional(),
    conv1d(),
    windows(),
    st.sampled_from([partial(nn.Permute, (2, 1)), partial(nn.SpatialDropout1D, 0.5)]),
    time_distributed(),
    st.builds(partial, st.just(nn.Masking), st.sampled_from([0.0, -1.0])),
    st.builds(partial, POOLING, keepdims=st.booleans()),
    ANYWHERE,
)


@st.composite
def conv2d(draw):
    strides, dilation = draw(st.sampled_from([(1, 1), ((2, 1), 1), (1, (1, 2))]))
    return partial(
        nn.Conv2D,
        draw(SIZES),
        (draw(st.integers(1, 3)), draw(st.integers(1, 3))),
        strides=strides,
        dilation_rate=dilation,
        padding="same",
        activation=draw(OF_DENSE),
        use_bias=draw(st.booleans()),
    )


@st.composite
def windows_of_pictures(draw):
    kind = draw(st.sampled_from([nn.MaxPooling2D, nn.AveragePooling2D]))
    sizes = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    return partial(kind, sizes, draw(st.integers(1, 2)), "same")


OF_PICTURES = st.one_of(
    conv2d(),
    conv2d(),
    windows_of_pictures(),
    st.builds(partial, st.just(nn.GlobalAveragePooling2D), keepdims=st.booleans()),
    ANYWHERE,
)
OF_VECTORS = st.one_of(ANYWHERE, st.builds(partial, st.just(nn.RepeatVector), SIZES))


@dataclass(frozen=True)
class Case:
    """What a model and its input are made of."""

    kind: str
    steps: int
    features: int
    mask_zero: bool
    left_out: float
    layers: list
    seed: int

    def sample(self):
        """Return the input; some of its steps are left out if the model masks anything."""
        rng = np.random.default_rng(self.seed)
        if self.kind == "words":
            return rng.integers(0, 6, size=self.steps)
        if self.kind == "vector":
            return rng.normal(size=self.features)
        if self.kind == "picture":
            return rng.normal(size=(self.steps, 4, self.features))
        sample = rng.normal(size=(self.steps, self.features))
        sample[rng.random(self.steps) < 0.4] = self.left_out
        return sample

    def model(self):
        """Return the model; of each three layers the one that fits: vector, sequence, picture."""
        model = nn.Sequential([nn.Input(self.sample().shape)])
        shape = self.sample().shape
        if self.kind == "words":
            model.add(nn.Embedding(6, self.features, mask_zero=self.mask_zero))
            shape = model.output_shape[1:]
        for fitting in self.layers:
            model.add(fitting[len(shape) - 1]())
            shape = model.output_shape[1:]
        return shuffled(model, self.seed)


CASES = st.builds(
    Case,
    st.sampled_from(["words", "sequence", "sequence", "vector", "picture", "picture"]),
    st.integers(1, 5),
    SIZES,
    st.booleans(),
    st.sampled_from([0.0, -1.0]),
    st.lists(st.tuples(OF_VECTORS, OF_SEQUENCES, OF_PICTURES), min_size=1, max_size=4),
    st.integers(0, 1000),
)
