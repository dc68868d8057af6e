"""What the start pages promise about numbers, lesson by lesson: each thing to try is done here.

The rest of the promises stand with the lessons' own tests: Adam, saturation, gates that are open
or shut.
"""

import numpy as np
import pytest

from xlrnn.lessons.captioning.lesson import Captioning
from xlrnn.lessons.cells.gru_cell import GRUCell
from xlrnn.lessons.cells.lstm_cell import LSTMCell
from xlrnn.lessons.common.lesson import texts
from xlrnn.lessons.hello.bptt import HelloBptt
from xlrnn.lessons.hello.forward import HelloForward
from xlrnn.lessons.hello.training import HelloTraining
from xlrnn.lessons.mlp_to_rnn.lesson import MlpToRnn
from xlrnn.lessons.sentiment.lesson import TWEET, Sentiment
from xlrnn.lessons.translation.lesson import SENTENCE, Translation
from xlrnn.lessons.vanishing_gradient.lesson import VanishingGradient


def shown(lesson, **changes):
    return lesson.calculate({**lesson.inputs(), **changes})


def number(value):
    return np.array([[float(value)]])


@pytest.mark.parametrize("letter", "elo")
@pytest.mark.parametrize("form", ["article", "textbook"])
def test_another_first_letter_changes_the_first_state_most(letter, form):
    lesson = HelloForward(form=form)
    moved = shown(lesson, letter=texts([letter, *"ell"]).T)["h"] - shown(lesson)["h"]
    sizes = np.abs(moved).max(axis=0)
    assert (np.diff(sizes) < 0).all()


@pytest.mark.parametrize("lesson", [
    HelloForward(), HelloForward(form="textbook"), HelloForward("banana", "banxyz", 4, "article", 3)
])  # fmt: skip
def test_without_recurrent_weight_the_same_letter_has_the_same_state(lesson):
    none = np.zeros_like(lesson.inputs()[lesson.recurrent])
    before, after = (
        found["h"] for found in (shown(lesson), shown(lesson, **{lesson.recurrent: none}))
    )
    pairs = [(s, t) for t, one in enumerate(lesson.letters) for s in range(t)
             if lesson.letters[s] == one]  # fmt: skip
    assert pairs
    for s, t in pairs:
        np.testing.assert_array_equal(after[:, s], after[:, t])
        assert (before[:, s] != before[:, t]).all()


@pytest.mark.parametrize("form", ["article", "textbook"])
def test_5_in_the_last_row_of_the_output_weights_makes_it_sure_of_that_letter(form):
    lesson = HelloForward(form=form)
    W_hy = lesson.inputs()["W_hy"].copy()
    W_hy[-1] = 5
    now = shown(lesson, W_hy=W_hy)
    assert now["predicted"].tolist() == [["o"] * 4]
    assert now["p"][-1].min() > 0.95


def test_nudging_agrees_with_back_propagation_until_the_nudge_is_large():
    lesson = HelloBptt()
    inputs = lesson.inputs()
    for name in ("W_xh", "w_hh", "b_h", "W_hy"):
        for row, column in np.ndindex(inputs[name].shape):
            chosen = {"nudge_matrix": texts([name]), "nudge_row": number(row + 1),
                      "nudge_column": number(column + 1)}  # fmt: skip
            now = shown(lesson, **chosen)
            assert now["slope"][0, 0] == pytest.approx(now["analytic"][0, 0], abs=5e-8)
    assert abs(shown(lesson, epsilon=number(0.1))["slope_error"][0, 0]) > 1e-5
    assert abs(shown(lesson)["slope_error"][0, 0]) < 1e-8


def test_without_recurrent_weight_nothing_comes_from_the_future():
    lesson = HelloBptt()
    assert (shown(lesson, w_hh=number(0))["dh_next"] == 0).all()
    assert (shown(lesson)["dh_next"][:, :-1] != 0).all()


@pytest.mark.parametrize("form", ["article", "textbook"])
def test_5_for_the_right_letter_lowers_the_last_loss_and_its_error(form):
    lesson = HelloBptt(form=form)
    W_hy = lesson.inputs()["W_hy"].copy()
    row = lesson.vocabulary.index("o")
    W_hy[row, 0] = 5
    before, after = shown(lesson), shown(lesson, W_hy=W_hy)
    assert after["loss"][0, -1] < before["loss"][0, -1] / 2
    assert abs(after["dlogits"][row, -1]) < abs(before["dlogits"][row, -1]) / 2


@pytest.mark.parametrize("last", "hel")
def test_another_last_letter_is_learned_instead(last):
    now = shown(HelloTraining(optimizer="Adam"), last_letter=texts([last]))
    assert "".join(now["predicted_end"][0]) == f"ell{last}"


def test_two_equal_letters_are_told_apart_by_layers_with_weights_of_their_own():
    lesson = MlpToRnn()
    letters = {"letter": texts([*"hhll"]).T}
    own, same = (
        shown(lesson, sharing=texts([how]), **letters) for how in ("their own", "the same")
    )
    for found in (own, same):
        np.testing.assert_array_equal(found["mlp_x_1"], found["mlp_x_2"])
    assert (own["mlp_a_x_1"] != own["mlp_a_x_2"]).all()
    np.testing.assert_array_equal(same["mlp_a_x_1"], same["mlp_a_x_2"])


def test_a_weight_of_the_rnn_reaches_all_its_layers_and_one_of_the_mlp_only_those_behind():
    lesson = MlpToRnn()
    W_xh = lesson.inputs()["W_xh"] + 0.5
    before, after = shown(lesson), shown(lesson, W_xh=W_xh)
    for layer in (1, 2, 3, 4):
        assert (before[f"rnn_a_x_{layer}"] != after[f"rnn_a_x_{layer}"]).all()
    own = shown(lesson, own_W_xh_3=lesson.inputs()["own_W_xh_3"] + 0.5)
    moved = [(before[f"mlp_h_{layer}"] != own[f"mlp_h_{layer}"]).any() for layer in (1, 2, 3, 4)]
    assert moved == [False, False, True, True]


@pytest.mark.parametrize(("lesson", "gradient"), [(LSTMCell(), "dc"), (GRUCell(), "dh")])
def test_the_last_loss_alone_still_reaches_the_first_step(lesson, gradient):
    now = shown(lesson, counts=np.array([[0.0, 0.0, 0.0, 1.0]]))
    assert now["loss"][0, :-1].tolist() == [0, 0, 0]
    assert now["loss"][0, -1] > 0
    assert (np.abs(now[gradient][:, 0]) > 1e-4).all()


def test_with_the_input_gates_shut_the_memory_stays_near_0():
    now = shown(LSTMCell(), b_i=np.full((3, 1), -9.0))
    assert np.abs(now["cell"]).max() < 0.01
    assert np.abs(shown(LSTMCell())["cell"]).max() > 0.1


def test_open_update_gates_make_the_state_hardly_change():
    def moved(now):
        return np.abs(now["h"] - now["h_prev"]).max()

    assert moved(shown(GRUCell(), b_z=np.full((3, 1), 5.0))) < 0.05 < moved(shown(GRUCell()))


def test_a_larger_scale_lets_the_simple_rnn_forget_later():
    lesson = VanishingGradient()
    usual, larger = shown(lesson), shown(lesson, scale=number(0.9))
    assert (larger["rnn_felt_norm"] > usual["rnn_felt_norm"]).all()


def test_with_half_open_forget_gates_the_lstm_forgets_like_the_simple_rnn():
    now = shown(VanishingGradient(), lstm_b_f=np.zeros((2, 1)))
    assert now["lstm_felt_norm"][0, 0] < 1e-20
    assert shown(VanishingGradient())["lstm_felt_norm"][0, 0] > 0.1


def test_happier_words_make_the_answer_better_each_time():
    tweets = [TWEET, TWEET.replace("sad", "happy"),
              TWEET.replace("sad", "happy").replace("lost", "found")]  # fmt: skip
    lesson = Sentiment()
    row = lesson.exported.outputs.index("positive")
    positive = [shown(lesson, sentence=texts([tweet]))["dense_p"][row, 0] for tweet in tweets]
    assert sorted(positive) == positive
    assert len(set(positive)) == 3


def translated(sentence, place=None, word=""):
    cells = [word if t == place else "" for t in range(8)]
    return shown(Translation(), sentence=texts([sentence]), attention_forced=texts(cells).T)


def test_the_colour_agrees_with_the_noun_and_the_article_looks_at_it():
    for word, noun in (("cars", "vertes"), ("books", "verts")):
        found = translated(SENTENCE.replace("cars", word))
        assert found["written"][0, 0].split()[-1] == noun
    one = translated("She sees a green car")
    assert one["answer_came_out"][0, 2] == "une"
    assert one["attention_looks_at"][0, 2] == "car"


def test_a_decoder_that_must_look_elsewhere_writes_something_else():
    assert translated(SENTENCE)["written"][0, 0] == "elle voit trois voitures vertes"
    assert translated(SENTENCE, 4, "cars")["written"][0, 0] == "elle voit trois voitures"
    assert translated(SENTENCE, 0, "sees")["written"][0, 0] == "il voit trois voitures vertes"


def test_of_a_name_it_knows_nothing_and_looks_at_the_verb():
    found = translated(SENTENCE.replace("She", "Anna"))
    assert found["in_list"][0, 0] == "unknown"
    assert found["attention_looks_at"][0, 0] == "sees"
    assert found["written"][0, 0].startswith("il voit")


def test_an_empty_picture_has_a_sentence_all_the_same():
    said = {name: shown(Captioning(name))["caption"][0, 0] for name in "AH"}
    assert said["A"] == "a large blue circle left of a small red square"
    assert said["H"].startswith("a ")


def test_a_square_without_the_middles_of_its_edges_is_a_cross():
    paint = np.full((12, 12), "", dtype=object)
    for row, column in ((8, 11), (10, 11), (9, 10), (9, 12)):
        paint[row - 1, column - 1] = "k"
    now = shown(Captioning("A"), paint=paint)
    assert now["caption"][0, 0] == "a large blue circle left of a small red cross"


def test_with_the_numbers_of_green_blue_is_green():
    lesson = Captioning("A")
    letters = lesson.inputs()["letter_of"][:, 0].tolist()
    other = {f"{plane}_of": lesson.inputs()[f"{plane}_of"].copy()
             for plane in ("red", "green", "blue")}  # fmt: skip
    for numbers in other.values():
        numbers[letters.index("b")] = numbers[letters.index("g")]
    said = shown(lesson, **other)["caption"][0, 0]
    assert said == "a large green circle left of a small red square"
