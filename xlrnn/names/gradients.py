"""The loss and its gradients: what back-propagation through time calculates."""

from xlrnn.names.name import Name, Role

# fmt: off
TABLE = (
    Name("target", "next letter", ("one", "step"), Role.LABEL,
         note="what the network should have expected", text=True),
    Name("y_true", "target as one-hot", ("letter", "step"), Role.CALCULATION, "y_t",
         note="each right answer becomes a column with a single 1"),
    Name("loss", "loss", ("one", "step"), Role.OUTPUT, "L_t = −ln p_t[target]",
         note="0 if the right letter was certain"),
    Name("total_loss", "loss of the word", ("one", "one"), Role.OUTPUT, "L = Σ_t L_t"),
    Name("dlogits", "∂L/∂ output", ("letter", "step"), Role.CALCULATION, "p_t − y_t",
         note="softmax and cross-entropy undone together: what was expected less what came"),
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
    Name("dw_hh", "∂L/∂w_hh", ("one", "one"), Role.OUTPUT, "Σ_t da_tᵀ · h_(t−1)"),
    Name("dW_hh", "∂L/∂W_hh", ("unit", "unit"), Role.OUTPUT, "Σ_t da_t · h_(t−1)ᵀ"),
    Name("db_h", "∂L/∂b_h", ("unit", "one"), Role.OUTPUT, "Σ_t da_t"),
)
# fmt: on
