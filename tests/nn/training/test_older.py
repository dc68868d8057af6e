"""Older programs run, and are told how to write what they mean."""

import inspect
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.errors import UsageError

ONE_WAY = True

ROOT = Path(__file__).parents[3]
X, Y = np.random.default_rng(0).normal(size=(8, 3)), np.eye(2)[np.arange(8) % 2]
BATCHES = [(X[:5], Y[:5]), (X[5:], Y[5:])]


def made(optimizer="sgd", units=2, loss="categorical_crossentropy"):
    nn.set_random_seed(1)
    activation = "sigmoid" if units == 1 else "softmax"
    model = nn.Sequential([nn.Input((3,)), nn.Dense(units, activation=activation)])
    model.compile(optimizer, loss)
    return model


def endless():
    while True:
        yield from BATCHES


def test_a_program_with_generators():
    model, other = made(), made()
    with pytest.warns(FutureWarning, match="fit_generator is an older name of fit: write fit"):
        found = model.fit_generator(endless(), 2, 3, verbose=0, shuffle=False)
    expected = other.fit(endless(), steps_per_epoch=2, epochs=3, verbose=0)
    assert found.history == expected.history
    with pytest.warns(FutureWarning, match="evaluate_generator is an older name of evaluate"):
        assert model.evaluate_generator(endless(), 2) == other.evaluate(endless(), steps=2)
    with pytest.warns(FutureWarning, match="predict_generator is an older name of predict"):
        np.testing.assert_array_equal(
            model.predict_generator(endless(), steps=2), other.predict(X, 5)
        )


def test_how_batches_were_fetched_changes_nothing():
    with pytest.warns(FutureWarning) as told:
        made().fit_generator(endless(), 2, nb_epoch=2, workers=4, max_q_size=3, verbose=0)
    assert {str(warning.message) for warning in told} == {
        "fit_generator: nb_epoch is an older name of epochs: write epochs=…",
        "fit_generator: workers is an option of older Keras and changes nothing: leave it out",
        "fit_generator: max_q_size is an option of older Keras and changes nothing: leave it out",
        "fit_generator is an older name of fit: write fit(generator, …)",
    }


def test_the_warning_stands_at_the_line_of_the_program(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(
        "from xlrnn import nn\n\nnn.optimizers.SGD(lr=0.1)\n"
        "model = nn.Sequential([nn.Dense(1)])\nmodel.compile('sgd', 'mse')\n"
        "model.fit([[1.0]], [[1.0]], nb_epoch=1, verbose=0)\n"
        "model.predict_classes([[1.0]])\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, program], capture_output=True, text=True, check=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    told = [line for line in done.stderr.splitlines() if "FutureWarning" in line]
    assert [line.split(": ")[0] for line in told] == [f"{program}:{k}" for k in (3, 6, 7)]


def test_older_names_of_options():
    with pytest.warns(FutureWarning, match=r"fit: nb_epoch is an older name of epochs: write epo"):
        assert len(made().fit(X, Y, nb_epoch=3, verbose=0).history["loss"]) == 3
    with pytest.warns(FutureWarning, match="evaluate: workers is an option of older Keras"):
        made().evaluate(X, Y, workers=2)
    with pytest.raises(UsageError, match="give one of them, not both"):
        made().fit(X, Y, nb_epoch=3, epochs=2, verbose=0)
    with pytest.raises(TypeError, match="eppochs"):
        made().fit(X, Y, eppochs=3)
    assert list(inspect.signature(nn.Sequential.fit).parameters)[1:4] == ["x", "y", "batch_size"]


@pytest.mark.parametrize("kind", ["SGD", "RMSprop", "Adagrad", "Adam", "AdamW"])
def test_the_learning_rate_of_every_optimizer(kind):
    made_of = getattr(nn.optimizers, kind)
    with pytest.warns(FutureWarning, match=f"{kind}: lr is an older name of learning_rate"):
        optimizer = made_of(lr=0.25)
    assert optimizer.learning_rate == 0.25
    assert "lr" not in optimizer.get_config()
    assert made_of(0.25, decay=0.0).learning_rate == 0.25
    with unchecked(), pytest.raises(UsageError, match=r"InverseTimeDecay\(rate, 1, 0.01\)"):
        made_of(0.1, decay=0.01)


def test_a_decay_is_the_schedule_that_the_error_names():
    rate = nn.optimizers.schedules.InverseTimeDecay(0.5, 1, 0.1)
    assert [float(rate(k)) for k in (0, 1, 10)] == pytest.approx([0.5, 0.5 / 1.1, 0.25])


def test_classes_and_probabilities():
    with pytest.warns(FutureWarning, match="predict_classes is no more in Keras"):
        found = made().predict_classes(X)
    np.testing.assert_array_equal(found, made().predict(X).argmax(-1))
    model = made(units=1, loss="binary_crossentropy")
    with pytest.warns(FutureWarning, match="predict_classes"):
        np.testing.assert_array_equal(model.predict_classes(X), model.predict(X) > 0.5)
    with pytest.warns(FutureWarning, match="predict_proba is an older name of predict"):
        np.testing.assert_array_equal(model.predict_proba(X), model.predict(X))
