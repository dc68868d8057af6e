"""Batches that somebody else makes train, judge and predict as the same samples in arrays do."""

import itertools
import warnings

import numpy as np
import pandas as pd
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.errors import InputError, ShapeError, UsageError
from xlrnn.nn.training.source import makes_batches

RNG = np.random.default_rng(0)
X, LABELS = RNG.normal(size=(10, 5, 3)), RNG.integers(2, size=10)
WEIGHTS = RNG.random(10)
SIZE = 4  # so the last batch is smaller
PARTS = [slice(k, k + SIZE) for k in range(0, 10, SIZE)]
BATCHES = [(X[part], LABELS[part], WEIGHTS[part]) for part in PARTS]


class Numbered(nn.utils.PyDataset):
    """As a class of one's own that a user of Keras writes."""

    def __init__(self, batches=BATCHES, **common):
        super().__init__(**common)
        self.batches, self.heard, self.asked = batches, [], []

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        self.asked.append(index)
        return self.batches[index]

    def on_epoch_end(self):
        self.heard.append("end")

    def on_epoch_begin(self):
        self.heard.append("begin")


class Alike:
    """Neither of our class nor of Keras': what is needed is there."""

    def __len__(self):
        return len(BATCHES)

    def __getitem__(self, index):
        return BATCHES[index]


class Again:
    """Something that can be gone through again and again, and is not numbered."""

    def __iter__(self):
        return iter(BATCHES)

    def __len__(self):
        raise TypeError  # as where nobody knows


class Half(Again):
    """Its base class has numbers, and it has not: a data set of PyTorch that is gone through."""

    def __getitem__(self, index):
        raise NotImplementedError


SOURCES = {
    "a PyDataset": Numbered,
    "something like one": Alike,
    "an iterable": Again,
    "one that looks numbered": Half,
    "a generator": lambda: (batch for _ in range(3) for batch in BATCHES),
    "an endless one": lambda: itertools.cycle(BATCHES),
    "lists": lambda: map(list, itertools.cycle(BATCHES)),
}
STEPS = {name: {} if k < 4 else {"steps_per_epoch": 3} for k, name in enumerate(SOURCES)}


def made(metrics=("accuracy",)):
    nn.set_random_seed(3)
    model = nn.Sequential([nn.Input((5, 3)), nn.GRU(4), nn.Dense(2, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", weighted_metrics=list(metrics))
    return model


def silent(model, x, **options):
    return model.fit(x, verbose=0, shuffle=False, **{"epochs": 3, **options}).history


@pytest.mark.parametrize("name", SOURCES)
def test_batches_train_as_arrays_do(name):
    model, other = made(), made()
    expected = silent(other, X, y=LABELS, sample_weight=WEIGHTS, batch_size=SIZE)
    assert silent(model, SOURCES[name](), **STEPS[name]) == expected
    assert all(map(np.array_equal, model.get_weights(), other.get_weights()))
    steps = {"steps": 3} if STEPS[name] else {}
    told = other.evaluate(X, LABELS, SIZE, sample_weight=WEIGHTS, return_dict=True)
    assert model.evaluate(SOURCES[name](), return_dict=True, **steps) == told
    found = model.predict(SOURCES[name](), **steps)
    np.testing.assert_array_equal(found, other.predict(X, SIZE))


def test_predict_takes_batches_of_inputs_alone():
    model = made()
    expected = model.predict(X, SIZE)
    for batches in ((X[part] for part in PARTS), ((X[part],) for part in PARTS)):
        np.testing.assert_array_equal(model.predict(batches), expected)


@pytest.mark.parametrize("name", ["a PyDataset", "an iterable"])
def test_batches_validate_as_arrays_do(name):
    expected = silent(made(), X, y=LABELS, validation_data=(X, LABELS, WEIGHTS), batch_size=SIZE)
    found = silent(made(), X, y=LABELS, validation_data=SOURCES[name](), batch_size=SIZE)
    assert found == expected


def test_batches_are_validated_with_arrays():
    told = {"validation_data": (X, LABELS), "validation_batch_size": 3}
    expected = silent(made(), X, y=LABELS, sample_weight=WEIGHTS, batch_size=SIZE, **told)
    assert silent(made(), Numbered(), **told) == expected


def test_a_generator_validates_step_by_step():
    held_out = (batch for _ in range(3) for batch in BATCHES)
    expected = silent(made(), X, y=LABELS, validation_data=(X, LABELS, WEIGHTS), batch_size=SIZE)
    told = {"validation_data": held_out, "validation_steps": 3, "batch_size": SIZE}
    assert silent(made(), X, y=LABELS, **told) == expected
    assert next(held_out, None) is None


def test_a_generator_is_not_asked_for_more_than_is_wanted_and_goes_on_behind_us():
    given = iter(range(100))
    batches = (BATCHES[k % 3] for k in given)
    silent(made(), batches, steps_per_epoch=2, epochs=2)
    made().predict(batches, steps=1)
    assert next(given) == 5
    assert len(next(batches)) == 3


def test_epochs_of_steps_go_on_where_the_one_before_ended_and_the_last_is_short():
    seen = []

    def told(_, logs):
        seen.append(logs["loss"])

    def losses(**options):
        seen.clear()
        note = nn.callbacks.LambdaCallback(on_train_batch_end=told)
        silent(made(()), X, y=LABELS, callbacks=note, batch_size=2, **options)
        return len(seen)

    assert losses(epochs=1) == 5
    with pytest.warns(UserWarning, match="the data ran out: an epoch of 3 steps ends after 2"):
        assert losses(steps_per_epoch=3, epochs=3) == 3 + 2 + 3
    with pytest.warns(UserWarning, match="an epoch of 7 steps ends after 5"):
        assert losses(steps_per_epoch=7, epochs=2) == 10
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert losses(steps_per_epoch=5, epochs=2) == 10
        assert losses(steps_per_epoch=2, epochs=2) == 4


def test_steps_without_a_batch_size_cut_all_samples_into_so_many():
    sizes = []

    class Spy(nn.GRU):
        def forward(self, x, **options):
            sizes.append(len(x))
            return super().forward(x, **options)

    model = nn.Sequential([Spy(2), nn.Dense(2, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    silent(model, X, y=LABELS, steps_per_epoch=3, epochs=1)
    assert sizes == [4, 4, 2]
    sizes.clear()
    assert model.predict(X, steps=2).shape == (10, 2)
    assert model.predict(X, 3, steps=2).shape == (6, 2)
    assert sizes == [5, 5, 3, 3]


def test_a_generator_that_ends_early_ends_the_training():
    model, epochs = made(), []
    note = nn.callbacks.LambdaCallback(on_epoch_begin=lambda epoch, _: epochs.append(epoch))
    with pytest.warns(UserWarning) as told:
        history = silent(model, iter(BATCHES), steps_per_epoch=2, epochs=5, callbacks=note)
    assert [str(warning.message) for warning in told] == [
        "the data ran out: an epoch of 2 steps ends after 1",
        "the generator has no more batches: the training ends",
    ]
    assert epochs == [0, 1]
    assert len(history["loss"]) == 2


def test_a_pydataset_hears_of_epochs_and_its_batches_are_shuffled():
    data = Numbered()
    nn.set_random_seed(1)
    made().fit(data, verbose=0, epochs=3)
    assert data.heard == ["begin", "end"] * 3
    orders = [tuple(data.asked[k : k + 3]) for k in (1, 4, 7)]  # behind the one that was tried
    assert all(sorted(order) == [0, 1, 2] for order in orders)
    assert len(set(orders)) > 1
    data.asked.clear()
    made().evaluate(data)
    assert data.asked == [0, 0, 1, 2]


def test_classes_count_in_batches_as_in_arrays():
    weights = {0: 0.5, 1: 3.0}
    expected = silent(made(), X, y=LABELS, sample_weight=WEIGHTS, class_weight=weights,
                      batch_size=SIZE)  # fmt: skip
    assert silent(made(), Numbered(), class_weight=weights) == expected


def test_windows_of_batches():
    steps = [(x, np.repeat(y[:, None], 5, 1)) for x, y, _ in BATCHES]
    model = nn.Sequential([nn.GRU(2, return_sequences=True), nn.Dense(2, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    updates = []
    step = model.optimizer.step
    model.optimizer.step = lambda vectors: updates.append(step(vectors))
    model.fit(Numbered(steps), verbose=0, truncate=2)
    assert len(updates) == 9


NEVER = "the batches never end: give steps_per_epoch"
ONCE = r"a generator yields its batches once, and they are to be seen 2 times: give "


class Endless(nn.utils.PyDataset):
    def __getitem__(self, index):
        return BATCHES[index % 3]


def test_batches_without_an_end_make_epochs_of_steps():
    expected = silent(made(), Numbered())
    assert silent(made(), Endless(), steps_per_epoch=3) == expected


@pytest.mark.parametrize(
    "make, options, error, message",
    [
        (lambda: iter(BATCHES), {"y": LABELS}, UsageError, "expected no y beside it"),
        (Numbered, {"sample_weight": WEIGHTS}, UsageError, "Numbered, .* no sample_weight"),
        (Numbered, {"validation_split": 0.2}, UsageError, "expected no validation_split beside"),
        (lambda: itertools.cycle(BATCHES), {}, UsageError, NEVER),
        (Endless, {}, UsageError, NEVER),
        (lambda: Numbered, {}, InputError, r"x is Numbered: expected what it makes, Num"),
        (lambda: lambda: iter(BATCHES), {"y": LABELS}, InputError, "expected what it makes"),
        (lambda: iter(BATCHES), {"epochs": 2}, UsageError, f"{ONCE}steps_per_epoch, .* PyDataset"),
        (Numbered, {"validation_data": BATCHES, "epochs": 2}, UsageError,
         f"{ONCE}validation_steps"),
        (Numbered, {"validation_data": Endless()}, UsageError, "never end: give validation_st"),
        (lambda: iter(()), {}, InputError, "x is empty: it yields no batch"),
        (lambda: Numbered([]), {}, InputError, "x is empty"),
        (Numbered, {"validation_data": []}, InputError, "validation_data is empty"),
        (Numbered, {"validation_data": Numbered([])}, InputError, "validation_data is empty"),
        (lambda: iter([(X, LABELS, None, 1)]), {}, InputError, "x, batch 0: it has 4 parts"),
        (lambda: iter([X]), {}, UsageError, "x, batch 0: there are no labels"),
        (lambda: iter([(X, LABELS[:3])]), {}, ShapeError, "batch 0: x has 10 samples and y has"),
        (Numbered, {"validation_data": [(X, LABELS + 1)]}, InputError,
         "validation_data, batch 0: .* label 2"),
    ],
)  # fmt: skip
def test_one_clear_error_and_nothing_has_changed(make, options, error, message):
    model, held_out = made(), options.get("validation_data")
    if isinstance(held_out, list):
        options = {**options, "validation_data": iter(held_out)}
    before = model.get_weights()
    with unchecked(), pytest.raises(error, match=message):
        model.fit(make(), verbose=0, **options)
    assert all(map(np.array_equal, before, model.get_weights()))


def test_an_error_says_which_batch_it_was():
    wrong = [*BATCHES, (X[:2], LABELS[:2] * np.nan)]
    for given in (iter(wrong), Numbered(wrong)):
        with pytest.raises(InputError, match=r"^x, batch 3: y has nan at \(0,\)"):
            made().fit(given, verbose=0)


def test_an_error_in_a_generator_is_its_own():
    def broken():
        yield BATCHES[0]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        silent(made(), broken(), epochs=1)


@pytest.mark.parametrize(
    "given",
    [X, X.tolist(), (1.0, 2.0), range(3), "text", None, {"x": X}, {1.0}, pd.DataFrame(X[:, 0]),
     pd.Series(LABELS), memoryview(b"ab"), bytearray(3), 3, np.float32(1), int],
    ids=lambda given: type(given).__name__,
)  # fmt: skip
def test_what_holds_samples_makes_no_batches(given):
    assert not makes_batches(given)


def test_the_bar_counts_steps_where_nobody_knows_how_many_there_are(capsys):
    made().fit(iter(BATCHES), verbose=2)
    made().fit(X, LABELS, verbose=2, steps_per_epoch=2)
    out = capsys.readouterr().out
    assert out.count(" steps/s") == 2
    assert "samples/s" not in out
