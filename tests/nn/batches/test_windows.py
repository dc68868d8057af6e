"""Windows of time series, by their definition: which steps, which target, in which batch."""

import json

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.batches.timeseries_generator import TimeseriesGenerator
from xlrnn.nn.utils import timeseries_dataset_from_array as windows

ONE_WAY = True

SERIES = np.arange(30)
TARGETS = 100 + SERIES


def by_definition(length, stride=1, rate=1, start=0, end=30, targets=None):
    """Return each window and target, found one by one."""
    found = []
    for first in range(start, end, stride):
        steps = [first + k * rate for k in range(length)]
        if steps[-1] < end and (targets is None or first < len(targets)):
            found.append((steps, None if targets is None else int(targets[first])))
    return found


@pytest.mark.parametrize(
    "length, stride, rate, start, end",
    [
        (1, 1, 1, None, None),
        (4, 1, 1, None, None),
        (4, 3, 2, None, None),
        (3, 2, 4, 5, 20),
        (30, 1, 1, 0, None),
        (1, 29, 29, 29, None),
    ],
)
@pytest.mark.parametrize("size", [1, 4, 128, None])
@pytest.mark.parametrize("count", [None, 30, 12])
def test_windows_are_those_of_the_definition(length, stride, rate, start, end, size, count):
    targets = None if count is None else TARGETS[:count]
    expected = by_definition(length, stride, rate, start or 0, end or 30, targets)
    asked = (SERIES, targets, length, stride, rate, size)
    if not expected:
        with pytest.raises(UsageError, match="no window of"):
            windows(*asked, start_index=start, end_index=end)
        return
    data = windows(*asked, start_index=start, end_index=end)
    batches = list(data)
    assert len(batches) == len(data)
    xs = [batch if targets is None else batch[0] for batch in batches]
    found = [x.tolist() for x in xs] if size is None else np.concatenate(xs).tolist()
    assert found == [steps for steps, _ in expected]
    if targets is not None:
        ys = [batch[1] for batch in batches]
        assert np.concatenate([np.atleast_1d(y) for y in ys]).tolist() == [y for _, y in expected]
    assert [len(x) for x in xs[:-1]] == [length if size is None else size] * (len(xs) - 1)


def test_a_series_of_several_features_keeps_them():
    data = windows(np.ones((9, 2)), np.ones((9, 3)), 4, batch_size=5)
    assert [(x.shape, y.shape) for x, y in data] == [((5, 4, 2), (5, 3)), ((1, 4, 2), (1, 3))]
    assert [x.shape for x, _ in data.take(1)] == [(5, 4, 2)]


def test_shuffled_windows_keep_their_targets_and_come_in_another_order_each_time():
    orders = []
    for seed in (3, 3, 4):
        data = windows(SERIES, TARGETS, 3, batch_size=5, shuffle=True, seed=seed)
        for _ in range(2):
            x, y = map(np.concatenate, zip(*data, strict=True))
            assert np.array_equal(y, TARGETS[x[:, 0]])
            assert sorted(x[:, 0].tolist()) == list(range(28))
            orders.append(tuple(x[:, 0].tolist()))
    assert orders[:2] == orders[2:4]
    assert len(set(orders)) == 4


@pytest.mark.parametrize(
    "options, message",
    [
        ({"sequence_length": 0}, "sequence_length is 0: expected a whole number from 1"),
        ({"sequence_length": 31}, "no window of 31 steps, 1 apart, fits into steps 0 to 29"),
        ({"sampling_rate": 0}, "sampling_rate is 0"),
        ({"sampling_rate": 30}, "sampling_rate is 30: expected less than the 30 steps of data"),
        ({"sequence_stride": 30}, "sequence_stride is 30"),
        ({"start_index": -1}, "start_index is -1"),
        ({"start_index": 30}, "start_index is 30"),
        ({"end_index": 30}, "end_index is 30"),
        ({"start_index": 5, "end_index": 5}, "end_index is 5: expected more than start_index"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"shuffle": "yes"}, "shuffle is 'yes'"),
        ({"format": "torch"}, "format is 'torch': expected one of tf, grain"),
        ({"targets": TARGETS[:3], "start_index": 3}, "fits into steps 3 to 29 with 3 targets"),
    ],
)
def test_what_makes_no_windows(options, message):
    given = {"data": SERIES, "targets": TARGETS, "sequence_length": 3, **options}
    with unchecked(), pytest.raises(UsageError, match=message):
        windows(**given)


@pytest.mark.parametrize(
    "options, error, message",
    [
        ({"targets": TARGETS[1:]}, ShapeError, "data has 30 steps and targets has 29"),
        ({"length": 30}, UsageError, "a window of 30 steps ends before step 30 at the earliest"),
        ({"end_index": 30}, UsageError, "expected it from there to 29"),
        ({"stride": 0}, UsageError, "stride is 0"),
    ],
)
def test_what_makes_no_generator(options, error, message):
    with unchecked(), pytest.raises(error, match=message):
        TimeseriesGenerator(**{"data": SERIES, "targets": TARGETS, "length": 3, **options})


@pytest.mark.parametrize("make", ["windows", "generator"])
def test_a_forecaster_learns_from_windows(make):
    """A sine goes on: what a time series is most often shown with."""
    series = np.sin(np.arange(200) / 5)[:, None]
    if make == "windows":
        data = windows(series[:-10], series[10:], 10, batch_size=32, shuffle=True, seed=1)
    else:
        data = nn.preprocessing.sequence.TimeseriesGenerator(series, series, 10, batch_size=32)
    nn.set_random_seed(1)
    model = nn.Sequential([nn.SimpleRNN(8), nn.Dense(1)])
    model.compile(nn.optimizers.Adam(0.01), "mse")
    before = model.evaluate(data)
    model.fit(data, epochs=20, verbose=0, validation_data=data)
    assert model.evaluate(data) < 0.02 < before


def test_a_generator_is_made_again_of_its_configuration():
    given = TimeseriesGenerator(SERIES, TARGETS, 3, stride=2, batch_size=4)
    config = json.loads(given.to_json())
    assert config["class_name"] == "TimeseriesGenerator"
    told = config["config"]
    assert json.loads(told["data"]) == SERIES.tolist()
    assert (told["length"], told["start_index"], told["end_index"]) == (3, 3, 29)
