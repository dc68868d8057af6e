"""Lessons: the small model that each holds, trained or changed in its cells."""

import numpy as np
import pytest

from tests.weights.by_hand import change
from xlrnn import api, nn
from xlrnn.errors import UsageError


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """Small workbooks of the lessons, by their names: look, but do not touch."""
    folder = tmp_path_factory.mktemp("lessons")
    api.build(["hello-forward", "mlp-to-rnn", "lstm-cell", "gru-cell"], folder)
    api.build(["hello-training"], folder, settings={"epochs": "4"})
    return folder


def softmax(x):
    exps = np.exp(x - x.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def loops(weights, x):
    """The article's network in plain loops, from weights in Keras' layout."""
    W_xh, W_hh, b_h, W_hy = weights
    h, p = np.zeros(len(W_hh)), []
    for x_t in x:
        h = np.tanh(x_t @ W_xh + h @ W_hh + b_h)
        p.append(softmax(h @ W_hy))
    return np.array(p)


def one_hot(word, letters):
    return np.array([[float(letter == other) for other in letters] for letter in word])


def test_the_articles_network_comes_back_with_one_recurrent_weight_on_the_diagonal(books, tmp_path):
    path = tmp_path / "changed.xlsx"
    path.write_bytes((books / "hello-forward.xlsx").read_bytes())
    change(path, ("w_hh", 0, 0, 0.5), ("W_hy", 1, 2, "=1/4"))
    model = api.model(path)
    W_hh, W_hy = model.get_weights()[1], model.get_weights()[3]
    assert W_hh.tolist() == (0.5 * np.eye(3)).tolist()
    assert W_hy[2, 1] == 0.25
    x = one_hot("hell", "helo")
    np.testing.assert_allclose(model(x[None])[0], loops(model.get_weights(), x), rtol=1e-12)


def trained(weights, word, letters, epochs, rate):
    """Train in plain loops with central differences: no gradient of ours is used."""
    w_hh, b_h = np.array(weights["w_hh"][0, 0]), np.array(weights["b_h"][0, 0])
    parts = [weights["W_xh"].T.copy(), w_hh, b_h, weights["W_hy"].T.copy()]
    x, y = one_hot(word[:-1], letters), one_hot(word[1:], letters)
    units = len(weights["W_xh"])

    def loss():
        W_xh, w, b, W_hy = parts
        p = loops([W_xh, w * np.eye(units), np.full(units, b), W_hy], x)
        return -np.log((p * y).sum(axis=1)).sum()

    for _ in range(epochs):
        gradients = []
        for part in parts:
            gradient = np.zeros_like(part)
            for at in np.ndindex(*part.shape):
                before, step = part[at], 1e-6
                part[at] = before + step
                above = loss()
                part[at] = before - step
                gradient[at] = (above - loss()) / (2 * step)
                part[at] = before
            gradients.append(gradient)
        for part, gradient in zip(parts, gradients, strict=True):
            part -= rate * gradient
    return parts


@pytest.mark.parametrize(("epoch", "steps"), [(1, 0), (3, 2), (None, 3)])
def test_training_in_cells_gives_the_weights_of_plain_loops(books, epoch, steps):
    path = books / "hello-training.xlsx"
    read = api.read(path)
    start = {name: read[f"start_{name}"] for name in ("W_xh", "w_hh", "b_h", "W_hy")}
    W_xh, w_hh, b_h, W_hy = trained(start, "hello", "helo", steps, 0.1)
    taken = api.model(path, epoch=epoch)
    expected = [W_xh, w_hh * np.eye(3), np.full(3, b_h), W_hy]
    for own, wanted in zip(taken.get_weights(), expected, strict=True):
        np.testing.assert_allclose(own, wanted, atol=1e-7)


@pytest.mark.parametrize("epoch", [0, 5, -1, 1.5])
def test_an_epoch_that_is_not_there_is_refused(books, epoch):
    with pytest.raises(UsageError, match="epoch is"):
        api.model(books / "hello-training.xlsx", epoch=epoch)


@pytest.mark.parametrize("lesson", ["lstm-cell", "gru-cell"])
def test_a_cell_comes_back_as_a_layer(books, tmp_path, lesson):
    path = tmp_path / "changed.xlsx"
    path.write_bytes((books / f"{lesson}.xlsx").read_bytes())
    gate = "W_xi" if lesson == "lstm-cell" else "W_xz"
    change(path, (gate, 1, 0, "=0.5^2"))
    model = api.model(path)
    assert type(model.layers[0]) is (nn.LSTM if lesson == "lstm-cell" else nn.GRU)
    assert model.get_weights()[0][0, 1] == 0.25


def test_states_and_steps_that_no_model_has_are_refused(books, tmp_path):
    path = tmp_path / "changed.xlsx"
    path.write_bytes((books / "lstm-cell.xlsx").read_bytes())
    change(path, ("c_0", 0, 0, 0.5))
    with pytest.raises(UsageError, match="c_0 holds first states"):
        api.model(path)
    change(path, ("c_0", 0, 0, 0), ("counts", 0, 1, 0))
    with pytest.raises(UsageError, match="counts leaves out steps"):
        api.model(path)


def test_of_two_networks_the_recurrent_one_is_taken(books):
    model = api.model(books / "mlp-to-rnn.xlsx")
    assert [type(layer) for layer in model.layers] == [nn.SimpleRNN, nn.Dense]
    assert model(one_hot("hell", "helo")[None]).shape == (1, 4)


def test_what_is_no_single_model_says_why(tmp_path):
    (book,) = api.build(["vanishing-gradient"], tmp_path, settings={"steps": "3", "units": "1"})
    with pytest.raises(UsageError, match="three networks beside each other"):
        api.model(book)
    with pytest.raises(UsageError, match="only the lesson hello-training"):
        api.model(api.build(["hello-forward"], tmp_path)[0], epoch=1)
