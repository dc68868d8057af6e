"""Captioning, one of the article's applications: a picture, and what a network says of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np

from xlrnn import nn
from xlrnn.errors import UsageError
from xlrnn.formula.block import Block
from xlrnn.lessons.captioning.network import calculate
from xlrnn.lessons.captioning.pages import Captioned
from xlrnn.lessons.captioning.trained import Trained, as_grid, trained
from xlrnn.lessons.cells.gates import GRU_GATES, per_gate
from xlrnn.lessons.common.lesson import Lesson, Option, texts
from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.export.written.weights import behind
from xlrnn.names import Role
from xlrnn.names.pictures import PLANES
from xlrnn.sheet.book import Book
from xlrnn.sheet.maths.sentence import NO_WORD
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.diagram import Diagram, DiagramRow, arrows, states
from xlrnn.sheet.pages.first import FirstPage
from xlrnn.sheet.step import Lead, Step, Try

FIRST, NOTHING = "A", "H"
STEPS, LEAST, MOST = 12, 2, 16
WINDOW: Final = {"row": 6, "column": 5, "filter": 5}
"""The upper edge of a circle, which that filter finds."""


@dataclass(frozen=True)
class Captioning(Lesson):
    """A trained network looks at a picture and writes a sentence.

    Args:
        picture: the name of the picture that is shown first.
        steps: how many words a sentence has at most, its end mark among them.
    """

    picture: str = FIRST
    steps: int = STEPS

    name: ClassVar[str] = "captioning"
    title: ClassVar[str] = "What is in the picture?"
    summary: ClassVar[str] = (
        "a trained model looks at a picture and writes a sentence: convolution, pooling, GRU; "
        "paint another one"
    )
    choices: ClassVar[tuple[Option, ...]] = (
        Option("picture", FIRST, "which picture is shown first; another can be picked, too"),
        Option("steps", str(STEPS), f"so many words a sentence has at most, {LEAST} to {MOST}"),
    )

    def __post_init__(self) -> None:
        names = trained().pictures
        if self.picture not in names:
            raise UsageError(f"picture is {self.picture!r}: expected one of {', '.join(names)}")
        if not LEAST <= self.steps <= MOST:
            raise UsageError(f"steps is {self.steps}: expected {LEAST} to {MOST}")

    @property
    def model(self) -> Trained:
        """The trained model."""
        return trained()

    @property
    def sizes(self) -> dict[str, int]:
        """What the numbers that a reader chooses may count; every page counts for itself."""
        conv, side = self.model.layer(nn.Conv2D), self.model.side
        count, _ = (windows.count(side) for windows in conv.windows_of)
        return {"map": count, "filter": conv.filters, "step": self.steps}

    # The numbers.

    def given(self) -> Arrays:
        """Return the pictures, the colours, the words and the weights."""
        model = self.model
        side = model.side
        gallery = np.concatenate([as_grid(rows) for rows in model.pictures.values()])
        colours = np.array([*model.colours.values()])
        return {
            "picture": texts([self.picture]),
            "picture_names": texts([*model.pictures]),
            "gallery": gallery,
            "paint": np.full((side, side), "", dtype=object),
            "letter_of": texts(model.letters),
            **{f"{plane}_of": colours[:, [k]] for k, plane in enumerate(PLANES)},
            **{f"window_{name}": np.array([[float(k)]]) for name, k in WINDOW.items()},
            **_filters(model),
            **behind("state_", _dense(model.layer(nn.Dense, 0))),
            "words_token": texts([token or NO_WORD for token in model.tokens]),
            "words_E": model.layer(nn.Embedding).get_weights()[0],
            **behind("gru_", per_gate(model.layer(nn.GRU).get_weights(), GRU_GATES)),
            **behind("choice_", _dense(model.layer(nn.Dense, 1))),
        }

    def pages(self, book: Book) -> tuple[Sequence[Page], Sequence[Page]]:
        """Write the picture, a page for each layer, and the words that come out."""
        return Captioned(self.model, book, self.steps).write()

    def calculate(self, inputs: Arrays) -> Arrays:
        """Look at the picture and write."""
        return calculate(self.model, inputs, self.steps)

    # The words.

    def subtitle(self) -> str:
        """Return what this is and what there is to see."""
        return (
            "A small network that learned from drawings looks at one more and writes what it sees, "
            "a word a step. Choose another picture or paint over it: the sentence changes."
        )

    def diagram(self, first: FirstPage, book: Book) -> Diagram:
        """Return the sentence, the words that come out and go in, and the picture's way to them."""
        sentence = first.add(
            "caption", name="first_caption", key="caption", rule=lambda _, __: book["caption"][0, 0]
        )
        steps = self.steps
        return Diagram(
            [
                DiagramRow("the sentence", sentence),
                DiagramRow("comes out", first.shown(book["choice_came_out"], Role.OUTPUT)),
                arrows("softmax"),
                states("picture → h_0 → GRU", "h", steps),
                arrows("vectors of the words"),
                DiagramRow("goes in", first.shown(book["gru_fed_word"], Role.LABEL)),
            ],
            steps,
            "The sentence, word by word",
        )

    def reading(self, book: Book) -> tuple[str, Sequence[Step]]:
        """Return the way of the picture."""

        def blocks(*names: str) -> tuple[Block, ...]:
            return tuple(book[name] for name in names)

        def of_filters(name: str) -> tuple[Block, ...]:
            return blocks(*(f"{name}_{k}" for k in range(2, self.sizes["filter"] + 1)))

        return "The way of a picture", [
            Step("The picture: a letter is a colour. Choose another one, or paint over it.",
                 book["pixel"], blocks("picture", "paint")),
            Step("Each colour is so much red, green and blue: three planes of numbers.",
                 book["plane_red"], blocks("colour_number", "plane_green", "plane_blue")),
            Step("A filter lies on every window of 3 × 3 pixels: products, added up, and a bias. "
                 "The page “window” shows one of them.",
                 book["conv_sum_1"], of_filters("conv_sum")),
            Step("relu leaves what is above 0: where the filter finds what it looks for.",
                 book["conv_map_1"], of_filters("conv_map")),
            Step("Of every 2 × 2 the largest stays.", book["pool_pooled_1"],
                 of_filters("pool_pooled")),
            Step("All that is left, in one column, becomes the first state of the GRU.",
                 book["state_y"], blocks("state_flattened", "state_logits")),
            Step("The GRU: the start mark goes in first, then the word that came out before.",
                 book["gru_h"], blocks("gru_fed", "gru_x", "gru_update", "gru_candidate")),
            Step("A score for every word, softmax, and the likeliest comes out.",
                 book["choice_chosen"], blocks("choice_logits", "choice_p")),
            Step("Word by word a sentence, until the end mark.", book["caption"],
                 blocks("choice_so_far", "ended")),
        ]  # fmt: skip

    def things_to_try(self, book: Book) -> Sequence[Try]:
        """Return three things worth changing, and what to watch."""
        picture, paint, colours = book["picture"], book["paint"], self.model.colours
        blue = self.model.letters.index("b")
        arms = (paint[7, 10], paint[9, 10], paint[8, 9], paint[8, 11])
        return (
            Try("Page “picture”: choose another one. H is empty, and the network never learned to "
                "say nothing.", picture, ((picture, NOTHING),)),
            Try("Page “picture”: paint over A with k, in column 11 rows 8 and 10, in row 9 "
                "columns 10 and 12. Now it is a cross.", paint,
                ((picture, FIRST), *((arm, "k") for arm in arms))),
            Try("Page “pictures”: type the numbers of g over those of b. What looks blue is green "
                "to the network.", book["blue_of"],
                tuple((book[f"{plane}_of"][blue, :], float(share))
                      for plane, share in zip(PLANES, colours["g"], strict=True))),
        )  # fmt: skip

    def places(self, book: Book) -> Sequence[Lead]:
        """Return a filter, its map, and the word that is fed back."""
        return (
            Lead("A filter, and what it finds where", book["conv_map_1"]),
            Lead("The word that came out goes in again", book["gru_fed"]),
            Lead("How likely each word is, step by step", book["choice_p"]),
        )

    def sources(self) -> Sequence[str]:
        """Return where the numbers come from."""
        model, told = self.model, self.model.figures
        units = len(model.layer(nn.GRU).get_weights()[1])
        return (
            f"The model: {self.sizes['filter']} filters of 3 × 3, pooling, a dense layer, "
            f"GRU({units}), softmax; {model.model.count_params():,} weights. It learned from "
            f"{told['learned']:,} drawings.",
            f"An eighth of the {told['sentences']} sentences was held out. Of {told['held_out']:,} "
            f"drawings of those it writes {told['exact']:.0%} word for word. A to F are such, and "
            "so is G, about which it is wrong.",
            "The drawings are those of xlrnn train caption, without yellow and triangles; "
            "docs/captions.py draws them, trains and judges the model.",
        )


def _filters(model: Trained) -> dict[str, np.ndarray]:
    """Return the filters, a grid for each plane, and their biases."""
    kernel, bias = model.layer(nn.Conv2D).get_weights()
    found = {}
    for k in range(kernel.shape[-1]):
        found[f"conv_bias_{k + 1}"] = bias[[k]][:, None]
        for c, plane in enumerate(PLANES):
            found[f"conv_kernel_{k + 1}_{plane}"] = kernel[:, :, c, k]
    return found


def _dense(layer: nn.Dense) -> dict[str, np.ndarray]:
    kernel, bias = layer.get_weights()
    return {"W_hy": kernel.T, "b_y": bias[:, None]}
