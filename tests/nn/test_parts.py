"""Parts of a batch on several threads: the same result, to the bit, and who fails is heard."""

import threading

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.nn.compute import threads
from xlrnn.nn.compute.keeping import Turns

RNG = np.random.default_rng(0)


@pytest.fixture
def switched(monkeypatch):
    """Have OpenBLAS, or what stands for it, allow as many threads as a test says."""
    state = {"allowed": 1, "ended": 0}
    told = threads.Switch(
        lambda: state["allowed"],
        lambda count: state.update(allowed=count),
        lambda: state.update(ended=state["ended"] + 1),
    )
    monkeypatch.setattr(threads, "_switch", lambda: told)
    monkeypatch.setattr(threads, "_alone", lambda: True)
    return state


def test_every_part_is_done_once_and_the_products_get_their_threads_back(switched):
    for allowed, count in ((1, 5), (2, 5), (3, 2), (4, 1), (2, 0)):
        switched.update(allowed=allowed, ended=0)
        done, held = [], []

        def work(thread, part, done=done, held=held):
            done.append((part.start, thread))
            held.append(switched["allowed"])

        threads.each(work, [slice(k, k + 1) for k in range(count)])
        assert sorted(start for start, _ in done) == list(range(count))
        assert {thread for _, thread in done} == set(range(min(allowed, count)))
        used = min(allowed, count) > 1
        assert set(held) <= {1 if used else allowed}
        assert (switched["allowed"], switched["ended"]) == (allowed, int(used))


@pytest.mark.parametrize("bad", [0, 1])
def test_an_error_in_any_thread_is_raised_and_the_threads_come_back(switched, bad):
    switched["allowed"] = 2

    def work(thread, part):
        if part.start == bad:
            raise ValueError(f"part {bad}")

    with pytest.raises(ValueError, match=f"part {bad}"):
        threads.each(work, [slice(0, 1), slice(1, 2)])
    assert switched["allowed"] == 2


def test_where_a_program_has_threads_of_its_own_there_is_one():
    waiting = threading.Event()
    other = threading.Thread(target=waiting.wait)
    other.start()
    try:
        assert threads.count() == 1
    finally:
        waiting.set()
        other.join()


def test_a_batch_is_cut_by_the_size_of_its_samples():
    assert threads.cut(0, 5) == []
    assert threads.cut(1, 0) == [slice(0, 1)]
    assert [part.stop - part.start for part in threads.cut(5, 100, most=250)] == [2, 2, 1]
    assert len(threads.cut(3, 1 << 30)) == 3


def test_pictures_are_the_same_to_the_bit_on_any_number_of_threads(switched, monkeypatch):
    monkeypatch.setattr(threads.cut, "__defaults__", (300,))  # small parts
    x = RNG.normal(size=(7, 6, 6, 2)).astype(np.float32)
    found = []
    for allowed in (1, 2, 3):
        switched["allowed"] = allowed
        nn.set_random_seed(1)
        looking, pool = nn.Conv2D(3, 3, padding="same", activation="relu"), nn.MaxPooling2D(2)
        y = pool.forward(looking.forward(x)) if looking.ensure_built(x.shape) is None else None
        dx = looking.backward(pool.backward(y + 1))
        found.append([np.array(a) for a in (y, dx, looking.kernel.grad, looking.bias.grad)])
    for other in found[1:]:
        for a, b in zip(found[0], other, strict=True):
            np.testing.assert_array_equal(a, b)


def test_turns_lie_in_the_same_memory():
    turns = Turns(np.zeros((2, 3)), 5)
    turns[0][...] = 7
    assert [float(step[0]) for step in turns] == [7, 0, 7, 0, 7]


@pytest.mark.parametrize("size, strides, apart", [
    ((1, 1), (1, 1), (1, 1)), ((3, 2), (2, 1), (1, 1)),
    ((2, 3), (1, 1), (2, 3)), ((2, 2), (1, 3), (1, 1)),
])  # fmt: skip
@pytest.mark.parametrize("padding", ["same", "valid"])
def test_windows_see_what_they_see(size, strides, apart, padding):
    """Held to a sum over every place of every window."""
    x = RNG.normal(size=(2, 6, 7, 2))
    layer = nn.Conv2D(3, size, strides=strides, dilation_rate=apart, padding=padding,
                      bias_initializer="ones", dtype="float64")  # fmt: skip
    y = layer(x)
    down, across = layer.windows_of
    expected = np.ones(y.shape)
    for i, j in np.ndindex(*size):
        (r_out, r), (c_out, c) = down.seen_by(i, 6), across.seen_by(j, 7)
        expected[:, r_out, c_out] += x[:, r, c] @ layer.kernel.value[i, j]
    np.testing.assert_allclose(y, expected, atol=1e-12)
    dy = RNG.normal(size=y.shape)
    layer.needs_input_gradient = True
    dx, expected = layer.backward(dy), np.zeros(x.shape)
    for i, j in np.ndindex(*size):
        (r_out, r), (c_out, c) = down.seen_by(i, 6), across.seen_by(j, 7)
        expected[:, r, c] += dy[:, r_out, c_out] @ layer.kernel.value[i, j].T
        own = np.tensordot(x[:, r, c], dy[:, r_out, c_out], axes=([0, 1, 2], [0, 1, 2]))
        np.testing.assert_allclose(layer.kernel.grad[i, j], own, atol=1e-12)
    np.testing.assert_allclose(dx, expected, atol=1e-12)
    np.testing.assert_allclose(layer.bias.grad, dy.sum(axis=(0, 1, 2)), atol=1e-12)
