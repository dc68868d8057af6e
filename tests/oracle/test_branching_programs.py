"""Programs of models that branch, as users write them, with their twins in Keras."""

from typing import ClassVar

import numpy as np
import pytest

from tests.oracle.twins import NEAR, expect_twins, several
from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.errors import UsageError

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
RNG = np.random.default_rng(5)
LETTERS, UNITS = 7, 6


class SequenceToSequence:
    """Letters in, other letters out: the state of the encoder is where the decoder begins."""

    x: ClassVar = [
        np.eye(LETTERS)[RNG.integers(LETTERS, size=(12, 5))],
        np.eye(LETTERS)[RNG.integers(LETTERS, size=(12, 4))],
    ]
    y = np.roll(x[1], -1, axis=1)
    fit: ClassVar = {"batch_size": 5, "validation_split": 0.25}

    def model(self, keras):
        self.encoder_inputs = keras.Input(shape=(None, LETTERS))
        encoder = keras.layers.LSTM(UNITS, return_state=True)
        _, h, c = encoder(self.encoder_inputs)
        self.states = [h, c]
        self.decoder_inputs = keras.Input(shape=(None, LETTERS))
        self.decoder = keras.layers.LSTM(UNITS, return_sequences=True, return_state=True)
        outputs, _, _ = self.decoder(self.decoder_inputs, initial_state=self.states)
        self.head = keras.layers.Dense(LETTERS, activation="softmax")
        model = keras.Model([self.encoder_inputs, self.decoder_inputs], self.head(outputs))
        model.compile(keras.optimizers.Adam(0.05), "categorical_crossentropy",
                      metrics=["accuracy"])  # fmt: skip
        return model

    def decoders(self, keras):
        """The two models that write letter by letter, of the layers that were trained."""
        encoder = keras.Model(self.encoder_inputs, self.states)
        h, c = keras.Input(shape=(UNITS,)), keras.Input(shape=(UNITS,))
        outputs, *states = self.decoder(self.decoder_inputs, initial_state=[h, c])
        decoder = keras.Model([self.decoder_inputs, h, c], [self.head(outputs), *states])
        return encoder, decoder

    def written(self, keras, letters=6):
        """Which letters come out, each fed into the next step."""
        encoder, decoder = self.decoders(keras)
        states = encoder.predict(self.x[0][:1], verbose=0)
        letter, found = np.eye(LETTERS)[:1, None], []
        for _ in range(letters):
            p, *states = decoder.predict([letter, *states], verbose=0)
            found.append(int(p[0, -1].argmax()))
            letter = np.eye(LETTERS)[None, found[-1:]]
        return found, states


class Captions:
    """A picture's numbers and the words so far are added, and give the next word."""

    words = RNG.integers(1, 9, size=(20, 4)) * (np.arange(4) < RNG.integers(1, 5, size=(20, 1)))
    x: ClassVar = {"picture": RNG.normal(size=(20, 6)), "words": words}
    y = RNG.integers(9, size=20)
    fit: ClassVar = {"batch_size": 8}

    def model(self, keras):
        picture = keras.Input(shape=(6,), name="picture")
        seen = keras.layers.Dense(5, activation="relu")(keras.layers.Dropout(0.0)(picture))
        words = keras.Input(shape=(4,), name="words")
        read = keras.layers.Embedding(9, 5, mask_zero=True)(words)
        read = keras.layers.LSTM(5)(read)
        both = keras.layers.Dense(5, activation="relu")(keras.layers.add([seen, read]))
        outputs = keras.layers.Dense(9, activation="softmax")(both)
        model = keras.Model(inputs={"picture": picture, "words": words}, outputs=outputs)
        model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
        return model


class ResidualTagger:
    """A tag for each word; what two layers add is added to what they were given."""

    x = RNG.integers(1, 9, size=(14, 6)) * (np.arange(6) < RNG.integers(2, 7, size=(14, 1)))
    y = x % 3
    fit: ClassVar = {"batch_size": 4}

    def model(self, keras):
        words = keras.Input((6,))
        x = keras.layers.Embedding(9, 8, mask_zero=True)(words)
        for _ in range(2):
            read = keras.layers.Bidirectional(keras.layers.LSTM(4, return_sequences=True))(x)
            x = keras.layers.LayerNormalization()(keras.layers.Add()([x, read]))
        tags = keras.layers.TimeDistributed(keras.layers.Dense(3, activation="softmax"))(x)
        model = keras.Model(words, tags)
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        return model


class TwoQuestions:
    """A title and a text, read by the same layers, and two things asked of both together."""

    x: ClassVar = [RNG.integers(1, 9, size=(18, 3)), RNG.integers(1, 9, size=(18, 7))]
    y: ClassVar = [RNG.integers(3, size=18), RNG.normal(size=(18, 1))]
    fit: ClassVar = {
        "batch_size": 6,
        "validation_split": 1 / 3,
        "sample_weight": [np.ones(18), RNG.integers(1, 4, size=18).astype(float)],
    }

    def model(self, keras):
        title, text = keras.Input((3,), name="title"), keras.Input((7,), name="text")
        words, read = keras.layers.Embedding(9, 4), keras.layers.GRU(5)
        both = keras.layers.concatenate([read(words(title)), read(words(text))])
        about = keras.layers.Dense(3, activation="softmax", name="about")(both)
        much = keras.layers.Dense(1, name="much")(both)
        model = keras.Model([title, text], [about, much])
        model.compile(
            keras.optimizers.RMSprop(0.01),
            {"about": "sparse_categorical_crossentropy", "much": "mse"},
            loss_weights={"about": 1.0, "much": 0.3},
            metrics={"about": ["accuracy"], "much": ["mse", "mae"]},
        )
        return model


class ModelsInside:
    """A model of pictures of numbers, used at every step and once more on its own."""

    x: ClassVar = [RNG.normal(size=(10, 4, 5)), RNG.normal(size=(10, 5))]
    y = RNG.normal(size=(10, 1))
    fit: ClassVar = {"batch_size": 4}

    def model(self, keras):
        given = keras.Input((5,))
        hidden = keras.layers.Dense(5, activation="tanh")(given)
        inside = keras.Model(given, keras.layers.Multiply()([given, hidden]))
        head = keras.Sequential(
            [keras.Input((6,)), keras.layers.Dense(3, activation="relu"), keras.layers.Dense(1)]
        )
        steps, alone = keras.Input((4, 5)), keras.Input((5,))
        read = keras.layers.SimpleRNN(6)(keras.layers.TimeDistributed(inside)(steps))
        other = keras.layers.Dense(6)(inside(alone))
        model = keras.Model([steps, alone], head(keras.layers.Average()([read, other])))
        model.compile("sgd", "mse")
        return model


PROGRAMS = [SequenceToSequence, Captions, ResidualTagger, TwoQuestions, ModelsInside]


@pytest.mark.parametrize("kind", PROGRAMS)
def test_a_program_and_its_twin(in_float64, kind):
    expect_twins(kind(), in_float64)


def test_models_that_write_letter_by_letter_of_layers_that_were_trained(in_float64):
    program, twin = SequenceToSequence(), SequenceToSequence()
    theirs = twin.model(in_float64)
    theirs.fit(twin.x, twin.y, epochs=5, verbose=0)
    with unchecked():
        program.model(nn).set_weights([np.asarray(weight.value) for weight in theirs.weights])
        found, states = program.written(nn)
    expected, their_states = twin.written(in_float64)
    assert found == expected
    np.testing.assert_allclose(states, their_states, **NEAR)


def test_layers_and_their_names_come_in_the_same_order(in_float64):
    for kind in PROGRAMS:
        in_float64.utils.clear_session()
        theirs, ours = kind().model(in_float64), kind().model(nn)
        assert [type(each).__name__ for each in ours.layers] == [
            type(each).__name__.replace("Functional", "Model") for each in theirs.layers
        ]
        assert [w.shape for w in ours.weights] == [tuple(w.shape) for w in theirs.weights]


@pytest.mark.parametrize("kind", [one for one in PROGRAMS if one is not ModelsInside])
def test_files_go_both_ways(keras, kind, tmp_path):
    program = kind()
    made = program.model(keras)
    theirs = type(made).from_config(made.get_config())  # not compiled
    theirs.save(tmp_path / "theirs.keras")
    with unchecked():
        ours = nn.load_model(tmp_path / "theirs.keras")
        ours.save(tmp_path / "ours.keras")
        ours.save_weights(tmp_path / "ours.weights.h5")
        found = ours.predict(program.x)
        from_memory = nn.from_keras(theirs).predict(program.x)
    expected = several(theirs.predict(program.x, verbose=0))
    again = keras.models.load_model(tmp_path / "ours.keras")
    theirs.load_weights(tmp_path / "ours.weights.h5")
    for one in (found, from_memory, again.predict(program.x, verbose=0),
                theirs.predict(program.x, verbose=0)):  # fmt: skip
        for own, their in zip(several(one), expected, strict=True):
            np.testing.assert_allclose(own, their, rtol=1e-4, atol=1e-5)
    assert [layer.name for layer in ours.layers] == [layer.name for layer in theirs.layers]


def test_what_keras_does_not_read_is_not_written(tmp_path):
    model = ModelsInside().model(nn)
    with pytest.raises(UsageError, match="functional stands in time_distributed and in functional"):
        model.save(tmp_path / "model.keras")
    assert not list(tmp_path.iterdir())


def test_a_mask_that_no_layer_makes_is_refused(keras, tmp_path):
    words = keras.Input((4,))
    seen = keras.layers.LSTM(2)(
        keras.layers.Embedding(5, 3)(words), mask=keras.ops.not_equal(words, 3)
    )
    keras.Model(words, seen).save(tmp_path / "model.keras")
    with pytest.raises(UsageError, match="a mask of what is not 3, which neither an Embedding"):
        nn.load_model(tmp_path / "model.keras")


def test_a_hundred_steps_give_the_curve_of_keras(in_float64):
    program = TwoQuestions()
    theirs, ours = program.model(in_float64), program.model(nn)
    ours.set_weights([np.asarray(weight.value) for weight in theirs.weights])
    expected, found = [], []
    with unchecked():
        for step in range(100):
            part = slice(6 * (step % 3), 6 * (step % 3) + 6)
            x, y = ([each[part] for each in given] for given in (program.x, program.y))
            theirs.reset_metrics()  # which Keras adds up from batch to batch
            expected.append(theirs.train_on_batch(x, y)[0])
            found.append(ours.train_on_batch(x, y)[0])
        judged = ours.evaluate(program.x, program.y)
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    assert expected[-1] < expected[0] / 2
    np.testing.assert_allclose(judged, theirs.evaluate(program.x, program.y, verbose=0), rtol=1e-5)
    assert ours.metrics_names[3:] == ["about_accuracy", "much_mae", "much_mse"]
