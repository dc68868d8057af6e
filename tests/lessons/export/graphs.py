"""Models that branch, of any layers and connections, to be exported."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from hypothesis import strategies as st

from tests.lessons.export.models import (
    OF_PICTURES,
    OF_SEQUENCES,
    OF_VECTORS,
    SIZES,
    dense,
    recurrent,
    shuffled,
)
from xlrnn import nn
from xlrnn.errors import UsageError

ELEMENTWISE = [nn.Add, nn.Multiply, nn.Average, nn.Maximum, nn.Minimum, nn.Subtract]
DOTS = [partial(nn.Dot, -1), partial(nn.Dot, -1, normalize=True), partial(nn.Dot, (2, 1))]
MERGES = st.sampled_from([*ELEMENTWISE, nn.Concatenate, partial(nn.Concatenate, 1), *DOTS])


@st.composite
def with_states(draw):
    """Draw a recurrent layer that returns its states, and one that may begin with them."""
    units, kind = draw(SIZES), draw(st.sampled_from([nn.SimpleRNN, nn.LSTM, nn.GRU]))
    options = {"go_backwards": draw(st.booleans()), "return_sequences": draw(st.booleans())}
    encoder = partial(kind, units, return_state=True, **options)
    return encoder, partial(kind, units, return_sequences=draw(st.booleans()))


@st.composite
def attention(draw):
    """Draw a layer that attends, and how it is called."""
    scale, mode = draw(st.booleans()), draw(st.sampled_from(["dot", "concat"]))
    sizes = {"num_heads": draw(st.integers(1, 2)), "key_dim": draw(SIZES), "value_dim": draw(SIZES)}
    sizes |= {"use_bias": draw(st.booleans()), "dropout": draw(st.sampled_from([0.0, 0.5]))}
    layer = draw(
        st.sampled_from(
            [
                partial(nn.Attention, scale, mode),
                partial(nn.AdditiveAttention, scale),
                partial(nn.MultiHeadAttention, **sizes),
            ]
        )
    )
    options = {"use_causal_mask": True} if draw(st.booleans()) else {}
    if layer.func is not nn.MultiHeadAttention and draw(st.booleans()):
        options["return_attention_scores"] = True
    return layer, options


@dataclass(frozen=True)
class Branch:
    """One more layer: what it takes is counted from what was there last, back to the inputs.

    Args:
        kind: `layer`, `merge`, `again`, `states` or `attention`.
        takes: which things it takes; they are counted round.
        layer: how it is made; of `layer` one for vectors, for sequences and for pictures each.
    """

    kind: str
    takes: tuple
    layer: object = None

    def add(self, known, layers):
        """Call it with what is known, where that fits, and return what it returns."""
        x, *more = (known[-1 - k % len(known)] for k in self.takes)
        if x.ndim > 4:  # more than a picture has
            return []
        if self.kind == "layer":
            layers.append(self.layer[x.ndim - 2]())
            return [layers[-1](x)]
        if self.kind == "again":
            return [layers[self.takes[0] % len(layers)](x)] if layers else []
        if self.kind == "states":
            encoder, decoder = (make() for make in self.layer)
            y, *states = encoder(x)
            return [y, *states, decoder(more[0] if more else x, initial_state=states)]
        if self.kind == "attention":
            make, options = self.layer
            returned = make()([x, *more], **options)
            return returned if isinstance(returned, list) else [returned]
        return [self.layer()([x, *more])]


PLACES = st.integers(0, 5)
BRANCHES = st.one_of(
    st.builds(Branch, st.just("layer"), st.tuples(PLACES),
              st.tuples(OF_VECTORS, OF_SEQUENCES, OF_PICTURES)),
    st.builds(Branch, st.just("layer"), st.tuples(PLACES),
              st.tuples(dense(), recurrent(), OF_PICTURES)),
    st.builds(Branch, st.just("merge"), st.tuples(PLACES, PLACES), MERGES),
    st.builds(Branch, st.just("merge"), st.tuples(PLACES, PLACES), MERGES),
    st.builds(Branch, st.just("merge"), st.tuples(PLACES, PLACES, PLACES),
              st.sampled_from([*ELEMENTWISE[:-1], nn.Concatenate])),
    st.builds(Branch, st.just("attention"), st.tuples(PLACES, PLACES), attention()),
    st.builds(Branch, st.just("attention"), st.tuples(PLACES, PLACES, PLACES), attention()),
    st.builds(Branch, st.just("again"), st.tuples(PLACES)),
    st.builds(Branch, st.just("states"), st.tuples(PLACES, PLACES), with_states()),
)  # fmt: skip


@dataclass(frozen=True)
class Graph:
    """What a model that branches and its inputs are made of."""

    inputs: list
    steps: int
    features: int
    mask_zero: bool
    branches: list
    outputs: int
    seed: int

    def samples(self):
        """Return a sample of each input; some steps are left out if the model masks any."""
        rng = np.random.default_rng(self.seed)
        shapes = {
            "vector": (self.features,),
            "sequence": (self.steps, self.features),
            "picture": (self.steps, 2, self.features),
        }
        return [
            rng.integers(0, 6, size=self.steps)
            if kind == "words"
            else rng.normal(size=shapes[kind])
            for kind in self.inputs
        ]

    def model(self):
        """Return the model; branches that do not fit are left out."""
        given = [nn.Input(sample.shape, name=f"in_{k}") for k, sample in enumerate(self.samples())]
        known = [
            nn.Embedding(6, self.features, mask_zero=self.mask_zero)(x) if kind == "words" else x
            for x, kind in zip(given, self.inputs, strict=True)
        ]
        layers = []
        for branch in self.branches:
            try:
                known += branch.add(known, layers)
            except (UsageError, ValueError):
                continue
        outputs = list({id(each): each for each in known[-self.outputs :]}.values())
        return shuffled(nn.Model(given, outputs), self.seed)


GRAPHS = st.builds(
    Graph,
    st.lists(st.sampled_from(["words", "sequence", "vector", "picture"]), min_size=1, max_size=3),
    st.integers(1, 4),
    SIZES,
    st.booleans(),
    st.lists(BRANCHES, min_size=1, max_size=6),
    st.integers(1, 3),
    st.integers(0, 1000),
)
