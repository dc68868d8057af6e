"""What the better models have beside the article's: evidence, layers, weights, rows kept apart."""

import numpy as np
import pytest

from tests.tasks.sentiment.conftest import tweets, write_tweets
from xlrnn.errors import InputError, UsageError
from xlrnn.tasks.sentiment.baselines import NaiveBayes
from xlrnn.tasks.sentiment.data import read
from xlrnn.tasks.sentiment.inputs import inputs
from xlrnn.tasks.sentiment.settings import usual
from xlrnn.tasks.sentiment.task import balanced
from xlrnn.tasks.sentiment.words import fit_words, word_matrix
from xlrnn.tasks.train import train
from xlrnn.text.vectors import read_vectors
from xlrnn.text.vectors.sentence import sentence_vectors


def known(path, **changes):
    settings = usual(changes.pop("model", "lstm"), changes)
    data = read(str(path), settings)
    return settings, data, fit_words(data, settings)


def test_the_evidence_is_what_naive_bayes_adds_up(data):
    settings, rows, words = known(data, embedding_dim=3)
    learned = rows.split.parts()[0]
    bayes = NaiveBayes.fit(rows.texts[learned], rows.labels[learned], 2)
    matrix = word_matrix(words, settings)
    assert matrix.shape == (len(words), 1 + 3)
    for word, number in words.word_index.items():
        of_bayes = bayes.log_word[:, bayes.tokenizer.word_index[word]]
        assert matrix[number, 0] == pytest.approx(of_bayes[1] - of_bayes[0])
    assert matrix[0, 0] == 0
    assert words.word_index["good"]
    assert matrix[words.word_index["good"], 0] > 0.5 > matrix[words.word_index["bad"], 0]


def test_rows_held_out_say_nothing_to_the_evidence(tmp_path):
    texts, labels = tweets(100)
    path = write_tweets(tmp_path / "tweets.csv", texts, labels)
    _, rows, words = known(path)
    other = labels.copy()
    judged = np.concatenate([rows.split.validation, rows.split.held_out])
    other[judged] = 1 - other[judged]
    _, _, again = known(write_tweets(tmp_path / "others.csv", texts, other))
    assert np.array_equal(words.evidence, again.evidence)


@pytest.mark.parametrize("classes", [2, 3])
def test_a_number_for_each_class_but_the_first(tmp_path, classes):
    names = ["bad", "fine", "great"][:classes]
    lines = [f"{names[k % classes]} film {k},{names[k % classes]}" for k in range(60)]
    path = tmp_path / "films.csv"
    path.write_text("text,label\n" + "\n".join(lines) + "\n")
    settings, _, words = known(path, classes=tuple(names), embedding_dim=4)
    matrix = word_matrix(words, settings)
    assert matrix.shape[1] == classes - 1 + 4
    for k, name in enumerate(names[1:]):
        assert matrix[words.word_index[name], k] > 0 > matrix[words.word_index[names[0]], k]


def test_without_vectors_the_other_numbers_are_drawn_by_the_seed(data):
    one, same, other = (
        word_matrix(known(data, seed=seed)[2], known(data, seed=seed)[0])[:, 1:]
        for seed in (1, 1, 2)
    )
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    assert 0.04 < np.abs(one).max() <= 0.05


def test_vectors_stand_behind_the_evidence(data, vectors):
    settings, _, words = known(data, vectors=str(vectors), vectors_stddev=0.0)
    plain_settings, _, plain = known(data, vectors=str(vectors), vectors_stddev=0.0, bayes=False)
    assert np.array_equal(word_matrix(words, settings)[:, 1:], word_matrix(plain, plain_settings))


@pytest.mark.parametrize("model", ["rnn", "lstm", "gru", "bidirectional"])
def test_layers_stand_one_behind_the_other(small, tmp_path, model):
    run = train(
        "sentiment", tmp_path / "run", **{**small, "model": model, "num_layers": 3, "epochs": 1}
    )
    kinds = [type(layer).__name__ for layer in run.model().layers]
    reader = {"rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU"}.get(model, "Bidirectional")
    assert kinds == ["Embedding", "Dropout", *[reader] * 3, "Dropout", "Dense"]


@pytest.mark.parametrize("model", ["conv", "as-printed", "as-intended"])
def test_models_that_have_one_layer(model):
    with pytest.raises(UsageError, match=f"num_layers is 2: expected 1 with the model {model}, or"):
        usual(model, {"num_layers": 2})


def test_the_vectors_of_a_sentence_are_added_up(small, tmp_path, data, vectors):
    options = {**small, "model": "vectors", "vectors": str(vectors), "dense": (), "epochs": 1}
    del options["max_length"]
    run = train("sentiment", tmp_path / "run", **options)
    model = run.model()
    texts = ["good the film was bad", "great", "nothing known here"]
    cleaned = [run.task.cleaned(run, text) for text in texts]
    summed = model.trace(inputs(run, cleaned))["global_average_pooling1d_y"]
    expected = sentence_vectors(cleaned, read_vectors(vectors, run.known.words))
    np.testing.assert_allclose(summed, expected, rtol=1e-5, atol=1e-6)


def test_sentence_vectors_learn(small, tmp_path, vectors):
    options = {**small, "model": "vectors", "vectors": str(vectors), "dense": (20,),
               "epochs": 150, "patience": 0}  # fmt: skip
    run = train("sentiment", tmp_path / "run", **options)
    assert run.task.evaluate(run, None).values["accuracy"] > 0.8


def test_sentence_vectors_need_vectors():
    with pytest.raises(UsageError, match="adds up word vectors: name a file with --vectors"):
        usual("vectors", {})


def test_frozen_needs_vectors():
    with pytest.raises(UsageError, match="frozen keeps word vectors as they are: name a file"):
        usual("lstm", {"frozen": True})


def test_balanced_classes_count_the_same():
    labels = np.array([0] * 90 + [1] * 9 + [2])
    weights = balanced(labels)
    assert len({round(weights[k] * (labels == k).sum(), 9) for k in range(3)}) == 1
    assert sum(weights[k] for k in labels) == pytest.approx(100)


def test_balanced_weights_help_the_rare_class(small, tmp_path):
    texts, labels = tweets(400, seed=3)
    keep = (labels == 1) | (np.arange(400) % 12 == 0)
    texts = [f"film was {text.split()[0]}" if k % 3 else text for k, text in enumerate(texts)]
    texts = [text for text, kept in zip(texts, keep, strict=True) if kept]
    path = write_tweets(tmp_path / "tweets.csv", texts, labels[keep])
    options = {**small, "data": path, "epochs": 4, "bayes": False}
    recalls = {}
    for weight in ("", "balanced"):
        folder = tmp_path / (weight or "plain")
        said = []
        run = train("sentiment", folder, **options, class_weight=weight, tell=said.append)
        score = run.task.evaluate(run, None).classes.scores[0]
        recalls[weight] = score.recall
        assert f"F1 of negative ({score.support:,} rows) {score.f1:.4f}" in said[-1]
    assert recalls["balanced"] > recalls[""]


def test_another_class_weight_is_refused():
    with pytest.raises(UsageError, match="class_weight is 'even': expected balanced"):
        usual("lstm", {"class_weight": "even"})


@pytest.fixture
def repeated(tmp_path):
    texts, labels = tweets(90)
    texts = [f"{text} {k % 60}" for k, text in enumerate(texts)]
    texts[60:] = [text.upper() for text in texts[:30]]
    labels[60:] = labels[:30]
    return write_tweets(tmp_path / "tweets.csv", texts, labels)


def test_texts_that_are_learned_and_judged_by_are_counted(repeated):
    data = read(str(repeated), usual("lstm", {}))
    learned, *judged = data.split.parts()
    seen = {text.lower() for text in data.texts[learned]}
    rest = [text for part in judged for text in data.texts[part]]
    again = sum(text.lower() in seen for text in rest)
    assert again > 5
    (note,) = [note for note in data.notes if "--apart" in note]
    assert note.startswith(f"{again} of {len(rest)} rows to judge by have a text that is learned")


def test_and_kept_apart_on_request(repeated):
    data = read(str(repeated), usual("lstm", {"apart": True}))
    parts = [{text.lower() for text in data.texts[part]} for part in data.split.parts()]
    assert not parts[0] & parts[1]
    assert not parts[0] & parts[2]
    assert not parts[1] & parts[2]
    assert sorted(data.split.rows.tolist()) == list(range(90))
    assert any("moved there" in note for note in data.notes)


def test_where_all_texts_are_the_same_nothing_is_left_to_judge_by(tmp_path):
    path = write_tweets(tmp_path / "tweets.csv", ["good film"] * 40, [0, 1] * 20)
    with pytest.raises(InputError, match="the shares leave 40 to learn from, 0 to validate with"):
        read(str(path), usual("lstm", {"apart": True}))
