"""What is claimed of vanishing and exploding gradients."""

from typing import Final

from xlrnn.article.claims.claim import Claim, Section, Verdict

CLAIMS: Final = (
    Claim(
        "long-dependency-rnn",
        Section.VANISHING,
        "Regular recurrent networks have difficulty with long dependencies, such as that between "
        "the man who ate a pizza and his purple hair.",
        Verdict.HOLDS,
        check="trained.distance",
    ),
    Claim(
        "chain-as-printed",
        Section.VANISHING,
        "The gradient of the third error is ∂E/∂y₃ · ∂y₃/∂h₃ · ∂h₃/∂y₂ · ∂y₂/∂h₁ and so on.",
        Verdict.FAILS,
        "no state reads an output, so ∂h₃/∂y₂ is 0 and with it the chain as printed; the way back "
        "leads from state to state: ∂h₃/∂h₂ · ∂h₂/∂h₁.",
        check="sheets.chain",
    ),
    Claim(
        "chain-rule-multiplies",
        Section.VANISHING,
        "To go back over steps the chain rule multiplies a factor for each of them.",
        Verdict.HOLDS,
        check="sheets.chain",
    ),
    Claim(
        "one-zero-takes-all",
        Section.VANISHING,
        "If any one of the gradients approaches 0, all of them rush to zero exponentially fast.",
        Verdict.CORRECTED,
        "one small factor makes the products through it small, once; exponentially fast they "
        "shrink where the factor of every step is below 1.",
        check="sheets.vanishing",
    ),
    Claim(
        "vanishes-exponentially",
        Section.VANISHING,
        "The product of the factors vanishes exponentially fast with the number of steps.",
        Verdict.HOLDS,
        check="sheets.vanishing",
    ),
    Claim(
        "no-help-to-learn",
        Section.VANISHING,
        "States that far back no longer help the network to learn anything.",
        Verdict.HOLDS,
        check="sheets.vanishing",
    ),
    Claim(
        "explodes",
        Section.VANISHING,
        "Where factors are large, gradients become very, very large.",
        Verdict.CORRECTED,
        "it takes large factors at many steps; a single large one makes them larger only once.",
        check="sheets.vanishing",
    ),
    Claim(
        "vanishing-more-threatening",
        Section.VANISHING,
        "The vanishing gradient is far more threatening than the exploding one.",
        Verdict.HOLDS,
        check="trained.exploding",
    ),
    Claim(
        "exploding-clipped",
        Section.VANISHING,
        "Exploding gradients are easily solved by clipping.",
        Verdict.HOLDS,
        check="trained.exploding",
    ),
    Claim(
        "clipped-at-a-threshold",
        Section.VANISHING,
        "Clipping holds gradients at a predefined threshold.",
        Verdict.CORRECTED,
        "by value it also turns their direction; by norm it does not.",
        check="sheets.clipping",
    ),
    Claim(
        "lstm-gru-remember",
        Section.VANISHING,
        "LSTM and GRU can be used to deal with the vanishing gradient problem.",
        Verdict.CORRECTED,
        "they learn long dependencies if their gates begin open for the past; with the usual "
        "initial biases they, too, forget the verb and the symbol over 50 steps.",
        check="trained.distance",
    ),
    Claim(
        "gates-keep-gradients",
        Section.VANISHING,
        "There are architectures in which the gradient does not vanish: LSTM and GRU.",
        Verdict.CORRECTED,
        "they keep it if their gates stay open: here their biases are set so. With the usual "
        "initial biases they forget, too.",
        check="sheets.vanishing",
    ),
)
