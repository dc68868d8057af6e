"""What each lesson asks for if a teacher says nothing: the one place that knows lessons by name.

A lesson without an entry gets exercises all the same, from the roles of its blocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

# The kinds of exercise.
LEVELS: Final = {
    1: "fill single cells",
    2: "fill whole blocks",
    3: "write an equation over all steps",
    4: "find the mistake",
    5: "predict before you calculate",
}


@dataclass(frozen=True)
class Defaults:
    """What a lesson asks for.

    Args:
        blocks: the blocks that are blank at levels 1, 2, 3 and 5.
        planted: the mistakes that level 4 may hide, as block and misconception.
        predict: the block that students predict at level 5.
        varied: the values of options that differ from student to student.
        options: the options of an exercise if the teacher sets no others.
        telling: blocks that show in another way what others ask for, such as finite differences.
        unreached: blocks whose rules guard against what no inputs bring about, and what that is:
            formulas without the guard are right, too.
        unasked: blocks that are not asked since no inputs tell a right formula from a wrong one.
    """

    blocks: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    planted: tuple[tuple[str, str], ...] = ()
    predict: str = ""
    varied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    telling: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unreached: Mapping[str, str] = field(default_factory=dict)
    unasked: Mapping[str, str] = field(default_factory=dict)


_NEVER_ALL_0: Final = "a product of factors is never 0 in all its numbers"
_ONE_WINDOW: Final = (
    "which window and filter are looked at stays, so that a typed number would be right"
)
_WORDS: Final = ("hello", "level", "melon", "lemon", "robot", "tempo", "panda", "magma")
_TWEETS: Final = (
    "What a great day with my friends!",
    "I lost my phone, so sad",
    "Thanks for the lovely music :)",
    "I hate the rain, but I love the snow",
)
_SENTENCES: Final = (
    "She sees three green cars",
    "We paint a blue house",
    "He counts seven black dogs",
    "They want sixteen white flowers",
    "I draw a yellow bird",
)
_SUMS: Final = tuple(f"conv_{what}_{k}" for k in range(1, 10) for what in ("sum", "map"))
_CELLS: Final = {"units": ("2", "3", "4"), "steps": ("4", "5")}

DEFAULTS: Final[Mapping[str, Defaults]] = {
    "hello-forward": Defaults(
        blocks={
            1: ("a_x", "a_h", "h", "logits", "exps", "p"),
            2: ("a_h", "h", "logits"),
            3: ("a_x", "h_prev", "a_h", "h"),
            5: ("exps", "exps_sum", "p", "predicted"),
        },
        planted=(
            ("a_h", "bias-left-out"),
            ("h", "activation-before-the-sum"),
            ("p", "not-normalised"),
            ("a_h", "sign-turned"),
        ),
        predict="predicted",
        varied={
            "word": _WORDS,
            "units": ("2", "3", "4"),
        },
    ),
    "hello-bptt": Defaults(
        blocks={
            1: ("dlogits", "dh_out", "dh_next", "dh", "da", "dW_hy"),
            2: ("dlogits", "dh_out", "dh_next", "dh", "da", "dW_xh"),
            3: ("dh_next", "dh", "da", "dW_hy"),
            5: ("loss", "total_loss", "dlogits"),
        },
        planted=(
            ("dh", "future-left-out"),
            ("da", "slope-left-out"),
            ("dlogits", "sign-turned"),
            ("dh", "blocks-exchanged"),
        ),
        predict="loss",
        varied={"word": _WORDS, "units": ("2", "3", "4")},
        telling={"slope": ("dW_xh", "dw_hh", "dW_hh", "db_h", "dW_hy")},
    ),
    "hello-training": Defaults(
        blocks={
            1: ("e_h_1", "e_losses", "e_dlogits_1", "e_dh_1", "e_da_1", "e_db_h"),
            2: ("e_h_2", "e_dlogits_1", "e_da_1", "e_db_h", "e_b_h"),
            3: ("e_losses", "e_word_loss", "e_dW_hy_1", "e_db_h"),
            5: ("e_losses", "e_word_loss", "predicted_end"),
        },
        planted=(
            ("e_da_1", "slope-left-out"),
            ("e_dlogits_1", "sign-turned"),
            ("e_h_1", "bias-left-out"),
            ("e_p_1", "not-normalised"),
        ),
        predict="predicted_end",
        varied={"word": _WORDS, "units": ("2", "3")},
        # A row each: more of them would be filled down and teach nothing.
        options={"epochs": "6"},
    ),
    "lstm-cell": Defaults(
        blocks={
            1: ("a_forget", "forget", "candidate", "cell", "h", "dc"),
            2: ("input", "forget", "candidate", "output", "cell", "h"),
            3: ("h_prev", "c_prev", "a_forget", "forget", "cell", "h"),
            5: ("forget", "cell", "tanh_cell", "h"),
        },
        planted=(
            ("forget", "tanh-not-sigmoid"),
            ("candidate", "another-function"),
            ("cell", "blocks-exchanged"),
            ("dh", "future-left-out"),
            ("da_forget", "slope-left-out"),
        ),
        predict="h",
        varied=_CELLS,
    ),
    "gru-cell": Defaults(
        blocks={
            1: ("a_update", "update", "reset", "candidate", "h", "dh"),
            2: ("update", "reset", "recalled", "looked_at", "candidate", "h"),
            3: ("h_prev", "a_update", "update", "a_candidate", "candidate", "h"),
            5: ("update", "candidate", "h"),
        },
        planted=(
            ("h", "gate-turned"),
            ("update", "tanh-not-sigmoid"),
            ("candidate", "another-function"),
            ("dh", "future-left-out"),
            ("da_update", "slope-left-out"),
        ),
        predict="h",
        varied=_CELLS,
    ),
    "mlp-to-rnn": Defaults(
        blocks={
            1: ("rnn_a_x_1", "rnn_a_h_1", "rnn_h_1", "rnn_a_h_2", "rnn_h_2", "rnn_y"),
            2: ("rnn_a_h_1", "rnn_h_1", "rnn_before_2", "rnn_a_h_2", "rnn_h_2"),
            3: ("rnn_before_1", "rnn_h_1", "rnn_before_2", "rnn_h_2", "rnn_before_3", "rnn_h_3"),
            5: ("rnn_y", "rnn_e", "rnn_p_last"),
        },
        planted=(
            ("rnn_a_h_1", "bias-left-out"),
            ("rnn_h_1", "activation-before-the-sum"),
            ("rnn_h_2", "activation-left-out"),
            ("rnn_p_last", "not-normalised"),
        ),
        predict="rnn_p_last",
    ),
    "vanishing-gradient": Defaults(
        blocks={
            1: ("rnn_a_h", "rnn_h", "rnn_jacobian", "rnn_felt_norm", "lstm_memory_path", "by_norm"),
            2: ("rnn_jacobian", "rnn_h1_by_h", "rnn_felt_norm"),
            3: ("rnn_h_prev", "rnn_a_h", "rnn_h", "rnn_jacobian"),
            5: ("lstm_memory_path", "lstm_memory_norm"),
        },
        planted=(
            ("rnn_a_h", "sign-turned"),
            ("rnn_h", "activation-before-the-sum"),
            ("lstm_forget", "tanh-not-sigmoid"),
        ),
        predict="lstm_memory_norm",
        telling={"short_nudged_slope": ("short_right_gradient", "short_term")},
        unreached={
            **{f"{name}_felt_norm": _NEVER_ALL_0 for name in ("rnn", "exploding", "lstm", "gru")},
            "lstm_memory_norm": _NEVER_ALL_0,
            "lstm_memory_largest": "a product of gates is never negative",
            "cosine_by_value": "a gradient is never 0 after clipping",
            "cosine_by_norm": "a gradient is never 0 after clipping",
        },
        unasked={
            "short_dh_dy": "it is 0 whatever the inputs are",
            "short_article_gradient": "it is 0 whatever the inputs are",
        },
        options={"steps": "12"},
    ),
    "sentiment": Defaults(
        blocks={
            1: ("gru_update", "gru_reset", "gru_candidate", "gru_h", "dense_logits", "dense_p"),
            2: ("gru_update", "gru_candidate", "gru_h"),
            3: ("gru_h_prev", "gru_a_update", "gru_update", "gru_h"),
            5: ("dense_exps", "dense_p"),
        },
        planted=(
            ("gru_h", "gate-turned"),
            ("gru_update", "tanh-not-sigmoid"),
            ("gru_candidate", "another-function"),
            ("dense_p", "not-normalised"),
        ),
        predict="dense_p",
        varied={"sentence": _TWEETS},
        # The list would be most of the file, and nobody is asked about it.
        options={"words": "30"},
    ),
    "translation": Defaults(
        blocks={
            1: (
                "decoder_candidate",
                "scores_score",
                "scores_attention",
                "attention_context",
                "answer_logits",
                "answer_p",
            ),
            2: ("scores_score", "scores_attention", "attention_context", "answer_logits"),
            3: ("decoder_writing", "decoder_fed", "decoder_h_prev", "decoder_h"),
            5: ("scores_attention_exps", "scores_attention", "answer_chosen"),
        },
        planted=(
            ("scores_score", "query-for-key"),
            ("scores_attention", "not-normalised"),
            ("attention_context", "all-words-alike"),
            ("decoder_h", "gate-turned"),
            ("answer_logits", "bias-left-out"),
        ),
        predict="answer_chosen",
        varied={"sentence": _SENTENCES},
        unreached={"scores_masked_score": "beside a billion no digit of a hidden score is left"},
        # Both lists would be most of the file, and nobody is asked about them.
        options={"words": "8", "steps": "7"},
    ),
    "captioning": Defaults(
        blocks={
            1: ("conv_sum_1", "conv_map_1", "pool_pooled_1", "choice_chosen"),
            2: ("conv_sum_1", "conv_map_1", "pool_pooled_1"),
            3: ("conv_sum_1", "pool_pooled_1", "gru_fed", "choice_chosen"),
            5: ("pool_pooled_1", "choice_chosen"),
        },
        planted=(
            ("conv_sum_1", "window-one-off"),
            ("conv_sum_1", "plane-left-out"),
            ("conv_sum_1", "bias-left-out"),
            ("conv_map_1", "relu-left-out"),
            ("pool_pooled_1", "mean-not-largest"),
        ),
        predict="choice_chosen",
        varied={"picture": ("A", "B", "C", "D", "E", "F", "G")},
        telling={"window_sum": _SUMS},
        unreached={"pixel": "every picture that can be chosen is in the list"},
        unasked={
            **{
                f"window_{what}_{plane}": _ONE_WINDOW
                for what in ("seen", "kernel")
                for plane in ("red", "green", "blue")
            },
            "window_bias": _ONE_WINDOW,
        },
        # The beginning of a sentence: each further word would be filled to the right.
        options={"steps": "4"},
    ),
}


def defaults(lesson: str) -> Defaults:
    """Return what a lesson asks for, nothing if it has no entry."""
    return DEFAULTS.get(lesson, Defaults())
