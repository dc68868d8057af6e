"""How weights change, as formulas: the same numbered equations as in `nn.optimizers`."""

from dataclasses import dataclass

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import equal, greater, sqrt, sumsq, where
from xlrnn.sheet.pages.epoch import EpochPage

SGD, ADAM = "SGD", "Adam"
BETAS = {"beta_1": "β₁", "beta_2": "β₂"}


@dataclass(frozen=True)
class OptimizerCells:
    """The cells that a reader can change: which optimizer, and how it goes."""

    optimizer: Block
    rate: Block
    clip: Block
    beta_1: Block
    beta_2: Block
    epsilon: Block


@dataclass(frozen=True)
class Pace:
    """What all weights of an epoch share: the clipping factor and Adam's corrected rate."""

    scale: Block
    alpha: Block


def pace(page: EpochPage, settings: OptimizerCells, gradients: list[Block]) -> Pace:
    """Write how far the step of each epoch goes.

    1. norm = √Σ g², of all weights together; a longer gradient than `clip` is shortened to it
    2. alpha = rate · √(1 − β₂ⁿ) / (1 − β₁ⁿ)       n: how many steps there have been
    """
    norm = page.column(
        "gradient_norm",
        ["norm"],
        title="its length",
        rule=lambda e, _: sqrt(sumsq(*(gradient[e, :] for gradient in gradients))),
        notation="norm = √ Σ g², over all gradients of the row",
    )
    scale = page.column(
        "gradient_scale",
        ["factor"],
        title="if too long",
        rule=lambda e, _: where(greater(norm[e, 0], settings.clip), settings.clip / norm[e, 0], 1),
        notation="factor = min(1, clip / norm), clip: the longest gradient",
    )
    powers = [
        _power(page, f"{beta.name}_power", beta) for beta in (settings.beta_1, settings.beta_2)
    ]
    alpha = page.column(
        "alpha",
        ["alpha"],
        title="Adam's rate",
        rule=lambda e, _: settings.rate * sqrt(1 - powers[1][e, 0]) / (1 - powers[0][e, 0]),
        notation="alpha = rate · √(1 − β₂ⁿ) / (1 − β₁ⁿ), rate: the one in use",
    )
    return Pace(scale, alpha)


def _power(page: EpochPage, name: str, beta: Block) -> Block:
    block: Block = page.column(
        name, [name.removesuffix("_power") + "^n"], title=" ",
        rule=lambda e, _: block[e - 1, 0] * beta if e else lone(beta),
        notation="{0}ⁿ = {0}ⁿ of the row above · {0}; row 1: {0}".format(BETAS[beta.name]),
    )  # fmt: skip
    return block


def lone(block: Block) -> Expression:
    """Return the single cell of a block as an expression of its own."""
    return block.as_operand()


def step(
    page: EpochPage,
    settings: OptimizerCells,
    pace: Pace,
    name: str,
    gradient: Block,
    labels: list[str],
) -> Block:
    """Write what is taken off the weights of a block after each epoch.

    3. m = β₁ · m + (1 − β₁) · g, v = β₂ · v + (1 − β₂) · g²       of g after clipping
    4. step = alpha · m / (√v + ε) of Adam, rate · g of SGD
    """

    def clipped(e: int, k: int) -> Expression:
        return pace.scale[e, 0] * gradient[e, k]

    def moment(quantity: str, short: str, beta: Block, square: bool) -> Block:
        def rule(e: int, k: int) -> Expression:
            g = clipped(e, k)
            new = (1 - beta) * (g * g if square else g)
            return beta * block[e - 1, k] + new if e else new

        block: Block = page.column(
            quantity, labels, title=f"{short} of {name}", name=f"{short}_{name}",
            key=f"{page.prefix}{short}_{name}", rule=rule,
            notation=_mean(BETAS[beta.name], short, gradient, square=square),
        )  # fmt: skip
        return block

    m = moment("mean_row", "m", settings.beta_1, square=False)
    v = moment("square_row", "v", settings.beta_2, square=True)

    def rule(e: int, k: int) -> Expression:
        adam = pace.alpha[e, 0] * m[e, k] / (sqrt(v[e, k]) + settings.epsilon)
        return where(equal(settings.optimizer, ADAM), adam, settings.rate * clipped(e, k))

    return page.column(
        "step_row", labels, title=f"step of {name}", name=f"step_{name}",
        key=f"{page.prefix}step_{name}", rule=rule,
        notation=f"Adam: alpha · m / (√v + ε), m and v of {name}; SGD: rate · factor · "
        f"{_plain(gradient)}",
    )  # fmt: skip


def _mean(beta: str, short: str, gradient: Block, *, square: bool) -> str:
    """Return the equation of a running mean as a textbook writes it."""
    g = f"(factor · {_plain(gradient)})" + ("²" if square else "")
    new = f"(1 − {beta}) · {g}"
    return f"{beta} · {short} of the row above + {new}; row 1: {new}"


def _plain(block: Block) -> str:
    """Return the name of a block without what stands before all names of its page."""
    return block.name.removeprefix("e_")
