"""The loss and its gradients: what back-propagation through time calculates."""

from xlrnn.names.name import Name, Role

# fmt: off
TABLE = (
    Name("target", "next letter", ("one", "step"), Role.CALCULATION,
         note="what the network should have expected", text=True),
    Name("y_true", "target as one-hot", ("letter", "step"), Role.CALCULATION, "y_true_t",
         note="each right answer becomes a column with a single 1", whole=True),
    Name("loss", "loss", ("one", "step"), Role.OUTPUT, "L_t = −ln p_t[target]",
         note="0 if the right letter was certain"),
    Name("total_loss", "loss of the word", ("one", "one"), Role.OUTPUT, "L = Σ_t L_t"),
    Name("dlogits", "∂L/∂output", ("letter", "step"), Role.CALCULATION, "p_t − y_true_t",
         note="what was expected less what came"),
    Name("dW_hy", "∂L/∂W_hy", ("letter", "unit"), Role.OUTPUT, "Σ_t dlogits_t · h_tᵀ"),
    Name("db_y", "∂L/∂b_y", ("letter", "one"), Role.OUTPUT, "Σ_t dlogits_t"),
    Name("dh_out", "from the output", ("unit", "step"), Role.CALCULATION, "W_hyᵀ · dlogits_t"),
    Name("dh_next", "from the future", ("unit", "step"), Role.CALCULATION,
         "W_hhᵀ · da_(t+1)",
         note="what the next step says about this state; nothing comes after the last"),
    Name("dh", "∂L/∂h_t", ("unit", "step"), Role.STATE, "dh_t = from the output + from the future"),
    Name("da", "through tanh", ("unit", "step"), Role.CALCULATION, "da_t = dh_t · (1 − h_t²)",
         note="the slope of tanh is small where the state is near −1 or 1"),
    Name("dW_xh", "∂L/∂W_xh", ("unit", "letter"), Role.OUTPUT, "Σ_t da_t · x_tᵀ"),
    Name("dw_hh", "∂L/∂w_hh", ("one", "one"), Role.OUTPUT, "Σ_t da_t · h_(t−1)"),
    Name("dW_hh", "∂L/∂W_hh", ("unit", "unit"), Role.OUTPUT, "Σ_t da_t · h_(t−1)ᵀ"),
    Name("db_h", "∂L/∂b_h", ("unit", "one"), Role.OUTPUT, "Σ_t da_t"),
    Name("weight_of", "from → to", ("weight", "one"), Role.LABEL, text=True),
    Name("nudge_matrix", "which weights", ("one", "one"), Role.INPUT, text=True),
    Name("nudge_row", "its row", ("one", "one"), Role.INPUT, whole=True),
    Name("nudge_column", "its column", ("one", "one"), Role.INPUT, whole=True),
    Name("epsilon", "ε: by how much", ("one", "one"), Role.INPUT),
    Name("loss_change", "what that changes", ("one", "step"), Role.CALCULATION,
         "L_t with w + ε − L_t with w − ε",
         note="choose a weight on the left; the two passes stand below"),
    Name("slope_step", "slope of each loss", ("one", "step"), Role.CALCULATION,
         "change / 2ε", note="added up, they are the gradient of the word's loss"),
    Name("slope", "finite difference", ("one", "one"), Role.OUTPUT, "Σ_t slopes"),
    Name("analytic", "back-propagation", ("one", "one"), Role.OUTPUT, "∂L/∂w"),
    Name("slope_error", "apart by", ("one", "one"), Role.CHECK, "finite difference − ∂L/∂w"),
)
# fmt: on
