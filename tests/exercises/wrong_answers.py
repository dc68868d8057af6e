"""Mistakes that students make in each lesson, by hand and not from the catalogue under test.

`block[i,t]` is the cell in the same row and column as the one that is written, `block[i,:]` a
row, `block[:,t]` a column, `block[i..i+3,t..t+3]` a window; i, t, and numbers may have 1 added or
taken off.
"""

import re

from tests.exercises.hands import Hand
from xlrnn.formula.block import Block, Lines, Ref
from xlrnn.formula.cell import Cell, quote_sheet
from xlrnn.names.pictures import PLANES
from xlrnn.sheet.book import Book

_PLACE = re.compile(r"(\w+)\[([^\],]+),([^\]]+)\]")

# What must be said, or what may be: of what is right by chance, and where no reason is true.
Mistake = tuple[str, str, str | frozenset[str]]
CHANCE, NONE = frozenset({"", "given-numbers-only"}), frozenset({""})

_SUM = "+".join(
    f"SUMPRODUCT(conv_kernel_{{0}}_{plane}[:,:],plane_{plane}[{{1}}])" for plane in PLANES
)


def _turned(plane: str) -> str:
    """Return a filter laid on a window the other way round, written out."""
    pairs = ((i, k) for i in range(3) for k in range(3))
    return "+".join(
        f"conv_kernel_1_{plane}[{2 - i},{2 - k}]*plane_{plane}[i+{i},t+{k}]" for i, k in pairs
    )


MISTAKES: dict[str, tuple[Mistake, ...]] = {
    "hello-forward": (
        ("h_prev", "h_0[i,0]", "first-step-repeated"),
        ("predicted", "INDEX(vocabulary[:,0],MATCH(MIN(p[:,t]),p[:,t],0))", "largest-for-smallest"),
        ("x", 'IF("h"=vocabulary[i,0],1,0)', CHANCE),
        ("x", 'IF(letter[0,t]="h",1,0)', CHANCE),
        ("logits", "W_hy[i,0]*h[0,t]+W_hy[i,1]*h[1,t]", "part-left-out"),
        ("a_x", "SUM(W_xh[i,:]*TRANSPOSE(x[:,t]))", "entered-plainly"),
    ),
    "hello-bptt": (
        ("dh", "dh_out[i,t]", "future-left-out"),
        ("da", "dh[i,t]", "slope-left-out"),
        ("da", "dh[i,t]*(1-(a_x[i,t]+a_h[i,t])^2)", "slope-of-another-number"),
        ("da", "dh[i,t]*(1-TANH(h[i,t])^2)", "slope-of-another-number"),
        ("da", "dh[i,t]*(1-h[i,t])", "square-left-out"),
        ("da", "dh[i,t]*h[i,t]*(1-h[i,t])", "another-slope"),
        ("dlogits", "y_true[i,t]-p[i,t]", "sides-exchanged"),
        ("dlogits", "p[i,t]", "part-left-out"),
        ("dh_next", "w_hh[0,0]*da[i,t+2]", "wrong-time-step"),
        ("dh_next", "da[i,t+1]", "factor-left-out"),
        ("dw_hh_step", "SUMPRODUCT(da[:,t],h[:,t])", "state-of-this-step"),
        ("dW_hy", "dW_hy_step[3*i+t,3]", "one-step-only"),
        ("dW_xh", "dW_xh_step[4*i+t,3]", "one-step-only"),
        ("dW_xh", "SUM(dW_xh_step[4*i+t,:])/4", "averaged"),
        ("db_h", "db_h_step[0,0]", "one-step-only"),
        ("loss", "LN(SUMPRODUCT(y_true[:,t],p[:,t]))", "minus-left-out"),
        ("loss", "-LOG10(SUMPRODUCT(y_true[:,t],p[:,t]))", "another-logarithm"),
        ("total_loss", "SUM(loss[0,:])/4", "averaged"),
        ("da", "dh[i,t]*(1-h[i,t]^2)*1.5", NONE),
        ("dW_xh", "1.5*SUM(dW_xh_step[4*i+t,:])", CHANCE),
        ("loss", "-LN(SUMPRODUCT(y_true[:,t],p[:,t]))/LN(2)", NONE),
    ),
    "hello-training": (
        ("e_b_h", "e_b_h[i-1,0]+e_step_b_h[i-1,0]", "uphill"),
        ("e_W_hy_1", "e_W_hy_1[i-1,t]+e_step_W_hy_1[i-1,t]", "uphill"),
        ("e_da_1", "e_dh_1[i,t]", "slope-left-out"),
        ("e_da_1", "e_dh_1[i,t]*(1-e_h_1[i,t])", "square-left-out"),
        ("e_dlogits_1", "y_true[t,0]-e_p_1[i,t]", "sides-exchanged"),
        ("e_db_h", "SUM(e_da_4[i,:])", "one-step-only"),
        ("e_alpha", "rate[0,0]", "bias-correction-left-out"),
        ("e_alpha", "rate[0,0]/(1-e_beta_1_power[i,0])", "bias-correction-left-out"),
        ("e_gradient_scale", "clip[0,0]/e_gradient_norm[i,0]", "cases-not-told-apart"),
        ("e_gradient_scale", "1", ""),
        ("e_gradient_scale", "MIN(1,5/e_gradient_norm[i,0])", ""),
        (
            "e_m_W_xh_1",
            "(1-beta_1[0,0])*e_m_W_xh_1[i-1,t]+beta_1[0,0]*(e_gradient_scale[i,0]*e_dW_xh_1[i,t])",
            "memory-turned",
        ),
        (
            "e_step_W_xh_1",
            'IF(optimizer[0,0]="Adam",e_alpha[i,0]*e_m_W_xh_1[i,t]/'
            "(SQRT(e_v_W_xh_1[i,t])+epsilon_adam[0,0]),e_gradient_scale[i,0]*e_dW_xh_1[i,t])",
            "rate-left-out",
        ),
    ),
    "mlp-to-rnn": (
        ("rnn_a_h_1", "W_hh[i,0]*rnn_before_1[0,0]", ""),
        (
            "rnn_a_h_1",
            "W_hh[0,i]*rnn_before_1[0,0]+W_hh[1,i]*rnn_before_1[1,0]+W_hh[2,i]*rnn_before_1[2,0]"
            "+b_h[i,0]",
            "weights-transposed",
        ),
        ("rnn_a_h_1", "b_h[i,0]", "state-left-out"),
        ("rnn_h_1", "TANH(rnn_a_x_1[i,0])+TANH(rnn_a_h_1[i,0])", "activation-before-the-sum"),
        ("rnn_h_1", "rnn_a_x_1[i,0]+rnn_a_h_1[i,0]", "activation-left-out"),
        ("rnn_h_1", "1/(1+EXP(-rnn_a_x_1[i,0]-rnn_a_h_1[i,0]))", "another-function"),
        ("rnn_before_3", "rnn_h_1[i,0]", "wrong-time-step"),
        ("rnn_e", "EXP(rnn_y[i,0])", "largest-not-taken-off"),
        ("rnn_p_last", "rnn_e[i,0]", "not-normalised"),
    ),
    "vanishing-gradient": (
        (
            "rnn_a_h",
            "rnn_W_hh[0,i]*rnn_h_prev[0,t]+rnn_W_hh[1,i]*rnn_h_prev[1,t]+rnn_b_h[i,0]",
            "weights-transposed",
        ),
        ("rnn_a_h", "rnn_W_hh[i,0]*rnn_h_prev[0,t]+rnn_W_hh[i,1]*rnn_h_prev[1,t]", "bias-left-out"),
        (
            "rnn_h1_by_h",
            "rnn_h1_by_h[0,t+1]*rnn_jacobian[i,t+1]+rnn_h1_by_h[1,t+1]*rnn_jacobian[i+2,t+1]",
            "wrong-time-step",
        ),
        ("lstm_memory_path", "lstm_memory_path[i,t+1]*lstm_input[i,t]", "another-gate"),
        ("by_norm", "arriving[i,t]*(threshold[0,0]/length[0,t])", "cases-not-told-apart"),
        ("by_norm", "arriving[i,t]", "cases-not-told-apart"),
        (
            "by_norm",
            "IF(length[0,t]>threshold[0,0],arriving[i,t],arriving[i,t]*(threshold[0,0]/length[0,t]))",
            "cases-exchanged",
        ),
        ("by_norm", "MAX(-threshold[0,0],MIN(threshold[0,0],arriving[i,t]))", ""),
        ("by_value", "MIN(threshold[0,0],arriving[i,t])", "one-bound-left-out"),
        ("length", "SUMPRODUCT(arriving[:,t],arriving[:,t])", "activation-left-out"),
        ("length", "MAX(arriving[:,t])", NONE),
        ("length", "ABS(arriving[0,t])+ABS(arriving[1,t])", NONE),
        ("by_norm", "MAX(0,arriving[i,t])", CHANCE),
    ),
    "lstm-cell": (
        ("forget", "TANH(a_forget[i,t])", "tanh-not-sigmoid"),
        ("cell", "input[i,t]*c_prev[i,t]+forget[i,t]*candidate[i,t]", "blocks-exchanged"),
        ("cell", "forget[i,t]*h_prev[i,t]+input[i,t]*candidate[i,t]", "state-for-memory"),
        ("cell", "output[i,t]*c_prev[i,t]+input[i,t]*candidate[i,t]", "another-gate"),
        ("cell", "c_prev[i,t]+input[i,t]*candidate[i,t]", "gate-left-out"),
        ("h", "output[i,t]*cell[i,t]", "activation-left-out"),
        ("candidate", "1/(1+EXP(-a_candidate[i,t]))", "another-function"),
        ("dc", "dc_out[i,t]", "future-left-out"),
        ("dW_hf", "SUMPRODUCT(da_forget[i,:],h[t,:])", "state-of-this-step"),
        ("dW_hf", "da_forget[i,3]*h_prev[t,3]", "one-step-only"),
        ("da_forget", "d_forget[i,t]", "slope-left-out"),
        ("da_forget", "d_forget[i,t]*(1-forget[i,t]^2)", "another-slope"),
        ("da_forget", "d_forget[i,t]*a_forget[i,t]*(1-a_forget[i,t])", "slope-of-another-number"),
    ),
    "gru-cell": (
        ("h", "(1-update[i,t])*h_prev[i,t]+update[i,t]*candidate[i,t]", "gate-turned"),
        ("h", "h_prev[i,t]+(1-update[i,t])*candidate[i,t]", "gate-left-out"),
        ("h", "reset[i,t]*h_prev[i,t]+(1-update[i,t])*candidate[i,t]", "another-gate"),
        (
            "a_candidate",
            "W_xg[i,0]*x[0,t]+W_xg[i,1]*x[1,t]+b_g[i,0]+recalled[i,t]",
            "gate-left-out",
        ),
        (
            "a_candidate",
            "W_xg[i,0]*x[0,t]+W_xg[i,1]*x[1,t]+b_g[i,0]+W_hg[i,0]*reset[0,t]*h_prev[0,t]"
            "+W_hg[i,1]*reset[1,t]*h_prev[1,t]+W_hg[i,2]*reset[2,t]*h_prev[2,t]+b_hg[i,0]",
            "reset-elsewhere",
        ),
        ("update", "TANH(a_update[i,t])", "tanh-not-sigmoid"),
        ("update", "1/(1+EXP(a_update[i,t]))", "minus-left-out"),
        ("candidate", "1/(1+EXP(-a_candidate[i,t]))", "another-function"),
        ("dh", "dh_out[i,t]", "future-left-out"),
        ("d_update", "dh[i,t]*(candidate[i,t]-h_prev[i,t])", "sides-exchanged"),
        ("da_reset", "d_reset[i,t]", "slope-left-out"),
        ("dW_hg", "SUMPRODUCT(d_recalled[i,:],h[t,:])", "state-of-this-step"),
        ("dW_hg", "d_recalled[i,3]*h_prev[t,3]", "one-step-only"),
    ),
    "translation": (
        ("scores_score", "SUMPRODUCT(decoder_h[:,i],encoder_h[:,t])", "query-for-key"),
        ("scores_score", "SUMPRODUCT(decoder_h[:,t],encoder_h[:,i])/SQRT(12)", "scaled"),
        (
            "scores_attention_exps",
            "EXP(scores_score[i,t]-MAX(scores_score[:,t]))",
            "hidden-not-left-out",
        ),
        ("scores_attention_exps", "EXP(scores_masked_score[i,t])", "largest-not-taken-off"),
        (
            "scores_attention",
            # Along the row stand later steps too, which follow from this one.
            "scores_attention_exps[i,t]/SUM(scores_attention_exps[i,:])",
            frozenset({"row-not-column", "circular"}),
        ),
        ("scores_attention", "scores_attention_exps[i,t]", "not-normalised"),
        ("attention_steered", "scores_attention[i,t]", "cases-not-told-apart"),
        (
            "attention_context",
            "IF(decoder_writing[0,t]=1,AVERAGE(encoder_h[i,:]),0)",
            "all-words-alike",
        ),
        (
            "attention_context",
            "IF(decoder_writing[0,t]=1,INDEX(encoder_h[i,:],MATCH(MAX(attention_steered[:,t]),"
            "attention_steered[:,t],0)),0)",
            "one-word-alone",
        ),
        (
            "decoder_fed",
            # The formula of the first step asks whether that one is written, and not this one.
            'IF(decoder_writing[0,t]=1,MATCH("<start>",french_token[:,0],0),0)',
            frozenset({"first-step-repeated", ""}),
        ),
        (
            "decoder_h",
            "IF(decoder_writing[0,t]=1,(1-decoder_update[i,t])*decoder_h_prev[i,t]"
            "+decoder_update[i,t]*decoder_candidate[i,t],decoder_h_prev[i,t])",
            "gate-turned",
        ),
        (
            "answer_logits",
            "SUM(MMULT(answer_W_hy[i,:],decoder_h[:,t]))"
            "+SUM(MMULT(answer_W_cy[i,:],attention_context[:,t]))",
            "bias-left-out",
        ),
    ),
    "captioning": (
        ("conv_sum_1", _SUM.format(1, "i..i+3,t..t+3"), "bias-left-out"),
        ("conv_sum_1", _SUM.format(1, "i+1..i+4,t..t+3") + "+conv_bias_1[0,0]", "window-one-off"),
        (
            "conv_sum_1",
            "SUMPRODUCT(conv_kernel_1_red[:,:],plane_red[i..i+3,t..t+3])+conv_bias_1[0,0]",
            "plane-left-out",
        ),
        (
            "conv_sum_1",
            "SUMPRODUCT(conv_kernel_1_red[:,:],plane_red[i..i+3,t..t+3])"
            "+SUMPRODUCT(conv_kernel_1_green[:,:],plane_green[i..i+3,t..t+3])+conv_bias_1[0,0]",
            "plane-left-out",
        ),
        ("conv_sum_1", "+".join([*map(_turned, PLANES), "conv_bias_1[0,0]"]), "filter-turned"),
        ("conv_map_1", "conv_sum_1[i,t]", frozenset({"relu-left-out", "given-numbers-only"})),
        ("conv_map_1", "ABS(conv_sum_1[i,t])", CHANCE),
        ("pool_pooled_1", "SUM(conv_map_1[2*i..2*i+2,2*t..2*t+2])/4", "mean-not-largest"),
        ("pool_pooled_1", "AVERAGE(conv_map_1[2*i..2*i+2,2*t..2*t+2])", "mean-not-largest"),
        ("pool_pooled_1", "MAX(conv_map_1[i..i+2,t..t+2])", "windows-overlap"),
        ("pool_pooled_1", "MAX(conv_map_1[2*i+1..2*i+3,2*t..2*t+2])", "window-one-off"),
        (
            "gru_h",
            "(1-gru_update[i,t])*gru_h_prev[i,t]+gru_update[i,t]*gru_candidate[i,t]",
            frozenset({"gate-turned", ""}),
        ),
        ("choice_p", "choice_exps[i,t]", "not-normalised"),
        ("choice_chosen", "MATCH(MAX(choice_p[:,t]),choice_p[:,t],0)", "cases-not-told-apart"),
    ),
}


def read(book: Book, block: str, formula: str, i: int, t: int) -> str:
    """Return the formula of a cell in A1 notation; a cell off a block is nothing, so 0."""

    def address(match: re.Match[str]) -> str:
        name, *indices = match.groups()
        places = [_index(one, i, t) for one in indices]
        sizes = zip(places, book[name].shape, strict=True)
        if isinstance(places[0], range):
            return _window(book[name], book[block].page, *places)
        if any(place is not None and not 0 <= place < size for place, size in sizes):
            return "0"
        return Hand(book[block].page).address(Ref(book[name], *places))

    return _PLACE.sub(address, formula)


def _window(block: Block, page: str, rows: range, columns: range) -> str:
    """Return a window, which may reach beyond its block to what stands beside it."""
    first = block.located().cell(0, 0)
    ends = (Cell(first.row + rows[k], first.column + columns[k]).a1(fix_row=False) for k in (0, -1))
    before = "" if block.page == page else f"{quote_sheet(block.page)}!"
    return before + ":".join(ends)


def _index(text: str, i: int, t: int) -> Lines:
    """Return which row or column `i`, `t-1`, `4*i+t`, `3` or `:` is, or which few `i..i+3` are."""
    if text == ":":
        return None
    if ".." in text:
        first, behind = (_index(end, i, t) for end in text.split(".."))
        return range(first, behind)
    total = 0
    for sign, factor, what in re.findall(r"([+-]?)(?:(\d+)\*)?([it]|\d+)", text):
        value = {"i": i, "t": t}[what] if what in "it" else int(what)
        total += (-1 if sign == "-" else 1) * int(factor or 1) * value
    return total
