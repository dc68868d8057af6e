"""The pages of the lesson, in the order in which a picture becomes a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from xlrnn import nn
from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.lessons.captioning.trained import Trained
from xlrnn.lessons.export.pages import NOTES
from xlrnn.names import Role
from xlrnn.names.pictures import PLANES
from xlrnn.nn.core.layer import Layer
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers.activation import activation, activation_equation
from xlrnn.sheet.layers.conv2d import conv2d
from xlrnn.sheet.layers.decoding import (
    Decoding,
    LoopNames,
    comes_out_equation,
    goes_in_equations,
)
from xlrnn.sheet.layers.dense import dense, dense_equation
from xlrnn.sheet.layers.gru import gru, gru_equations
from xlrnn.sheet.layers.max_pooling2d import max_pooling2d
from xlrnn.sheet.layers.one_window import one_window
from xlrnn.sheet.layers.palette import chosen_picture, pixels, planes
from xlrnn.sheet.layers.softmax import softmax, softmax_equations
from xlrnn.sheet.maths import activations
from xlrnn.sheet.maths.slide import Slide
from xlrnn.sheet.page import Chart, ChartKind, Page
from xlrnn.sheet.pages.grid import PIXEL, GridPage
from xlrnn.sheet.pages.table import Column
from xlrnn.sheet.pages.text import WordsPage
from xlrnn.sheet.pages.time.page import TimePage
from xlrnn.sheet.pages.vector import VectorPage

CHARTED: Final = 8
"""So many lines can be told apart."""
EQUATIONS: Final = (
    "Matrices by their names, one array formula for each equation and step: click a cell and read "
    "it."
)


@dataclass
class Captioned:
    """Writes the pages.

    Args:
        trained: the model.
        book: the workbook.
        count: how many steps there are to write.
    """

    trained: Trained
    book: Book
    count: int
    decoding: Decoding = field(init=False)
    steps: list[Page] = field(default_factory=list)
    equations: list[Page] = field(default_factory=list)

    def write(self) -> tuple[Sequence[Page], Sequence[Page]]:
        """Write all pages; return those step by step and those of the equations."""
        looked_at = self._picture()
        maps, kernels, biases = self._conv(looked_at)
        self._window(looked_at, kernels, biases)
        pooled = self._pool(maps)
        first = self._state(pooled)
        self._sentence(first)
        return self.steps, self.equations

    def _grids(self, name: str, title: str, subtitle: str, about: str) -> GridPage:
        page = self.book.page(GridPage, name, title, subtitle)
        page.about = about
        self.steps.append(page)
        return page

    # The picture.

    def _picture(self) -> list[Block]:
        """Write the picture that is looked at and the list of pictures; return its planes."""
        page = self._grids(
            "picture",
            "What the network looks at",
            "Choose a picture, or paint over it: a letter is a colour. The sentence follows.",
            "choose a picture, paint over it, read the sentence",
        )
        page.narrow = PIXEL
        listed = self._grids(
            "pictures",
            "The pictures to choose from",
            "A letter is a colour. What is changed here stays changed.",
            "the pictures to choose from, and the colours",
        )
        listed.narrow = PIXEL
        side = {"row": self.trained.side, "column": self.trained.side}
        page.group("The sentence", "The words of the page choice, one behind the other.")
        page.single("caption", key="caption", rule=lambda _, __: self._caption())
        last = self.count - 1
        page.single("ended", key="ended", rule=lambda _, __: self.decoding.ended(last))
        page.group("The picture", "Paint over it on the left: a letter in a cell is a colour.")
        names, letters, colours, gallery = self._listed(listed)
        number = chosen_picture(page, names, tuple(self.trained.pictures))
        paint = page.grid("paint over it here", "paint", sizes=side, choices=self.trained.letters)
        page.sizes |= side
        picture = pixels(page, gallery, number, paint)
        return planes(page, picture, letters, colours, edge=self.trained.edge)

    def _listed(self, page: GridPage) -> tuple[Block, Block, list[Block], Block]:
        """Write the names, the letters, the colours and the pictures."""
        names, letters, side = self.trained.pictures, self.trained.letters, self.trained.side
        count = {"colour": len(letters)}
        page.group("The colours", "The first one is the background.")
        letter = page.grid("letter", "letter_of", sizes=count)
        colours = [page.grid(plane, f"{plane}_of", sizes=count) for plane in PLANES]
        listed = page.grid("pictures", "picture_names", sizes={"picture": len(names)})
        page.group("The pictures", "One under the other; its name stands left of its first row.")
        rows = tuple(str(i + 1) if i else name for name in names for i in range(side))
        gallery = page.grid(
            "letters are colours", "gallery", rows=rows, choices=letters,
            sizes={"row": side * len(names), "column": side},
        )  # fmt: skip
        return listed, letter, colours, gallery

    def _caption(self) -> Expression:
        written = self.book["choice_so_far"]
        return written[0, written.shape[1] - 1]

    # What is seen.

    def _slides(self, layer: Layer, side: int) -> tuple[Slide, Slide]:
        """Return how the windows of a layer slide over a square, down and across."""
        windows = getattr(layer, "windows_of", None) or layer.windows
        down, across = (
            Slide(each.size, each.stride, each.before(side), each.count(side)) for each in windows
        )
        return down, across

    def _conv(
        self, looked_at: list[Block]
    ) -> tuple[list[Block], dict[str, list[Block]], list[Block]]:
        layer = self.trained.layer(nn.Conv2D)
        page = self._grids(
            "conv",
            f"Conv2D: {layer.filters} filters look at every window of 3 × 3 pixels",
            "A filter is laid on each window: products are added up, then relu. Click a sum: "
            "its formula shows filter and window.",
            "each filter, and what it finds where",
        )
        page.prefix = "conv_"
        # The planes have their zeros around them, so that every window lies on them.
        down, across = (
            replace(slide, before=0) for slide in self._slides(layer, self.trained.side)
        )
        maps = conv2d(
            page,
            [*zip(PLANES, looked_at, strict=True)],
            filters=layer.filters,
            down=down,
            across=across,
            activation=layer.activation.name,
        )
        numbers = range(1, layer.filters + 1)
        kernels = {
            plane: [self.book[f"conv_kernel_{k}_{plane}"] for k in numbers] for plane in PLANES
        }
        return maps, kernels, [self.book[f"conv_bias_{k}"] for k in numbers]

    def _window(
        self, looked_at: list[Block], kernels: dict[str, list[Block]], biases: list[Block]
    ) -> None:
        layer = self.trained.layer(nn.Conv2D)
        page = self._grids(
            "window",
            "One window, number by number",
            "Convolution at one place: window times filter, everything added up, relu.",
            "one window and one filter, number by number",
        )
        page.prefix = "window_"
        f = activations.get(layer.activation.name)
        looks = dict(zip(PLANES, looked_at, strict=True))
        one_window(page, looks, kernels, biases, f, size=layer.kernel_size)

    def _pool(self, maps: list[Block]) -> list[Block]:
        layer = self.trained.layer(nn.MaxPooling2D)
        page = self._grids(
            "pool",
            "MaxPooling2D: the largest of every 2 × 2",
            "What is found stays, where exactly is forgotten: a quarter of the numbers is left.",
            "the largest of every 2 × 2 of each map",
        )
        page.prefix = "pool_"
        down, across = self._slides(layer, maps[0].shape[0])
        return max_pooling2d(page, maps, down=down, across=across)

    def _state(self, pooled: list[Block]) -> Block:
        """Write the first state of the GRU: all of the maps, through a dense layer."""
        layer = self.trained.layer(nn.Dense)
        rows, columns = pooled[0].shape
        count = rows * columns * len(pooled)
        page = self.book.page(
            VectorPage,
            "state",
            "Dense: what was seen becomes the first state",
            "All maps in one column, times a matrix, through tanh: so the GRU begins.",
        )
        page.about = "all that was seen becomes the first state of the GRU"
        page.prefix, page.called = "state_", {"letter": "unit", "unit": "feature"}
        page.sizes = {"unit": layer.units, "feature": count}
        places = [
            (i, j, k) for i in range(rows) for j in range(columns) for k in range(len(pooled))
        ]
        page.row_names = {"feature": [f"{i + 1} · {j + 1} · filter {k + 1}" for i, j, k in places]}
        page.notes = {"flattened": "row · column · filter of the page pool", "logits": "", "y": ""}

        def place(n: int, _: int) -> Expression:
            i, j, k = places[n]
            return pooled[k][i, j]

        seen = page.band("flattened", rule=place)
        logits = dense(page, seen, bias=True)
        y = activation(page, logits, "tanh")
        twin = self._twin(page)
        dense_equation(twin, "state_flattened", bias=True)
        activation_equation(twin, "state_logits_eq", "tanh")
        self.steps.append(page)
        return y

    def _twin(self, page: TimePage) -> TimePage:
        """Add the page that repeats another one as matrices."""
        twin = self.book.page(
            type(page), f"{page.name} eq", f"{page.title}, as equations", EQUATIONS
        )
        twin.about = "the same in matrices"
        twin.prefix, twin.sizes, twin.called = page.prefix, page.sizes, page.called
        twin.row_names = page.row_names
        self.equations.append(twin)
        return twin

    # The sentence.

    def _sentence(self, first: Block) -> None:
        self.decoding = Decoding(self._words())
        page = self._gru(first)
        answer = self._choice()
        self._gru_twin(page)
        self._choice_twin(answer)

    def _words(self) -> Block:
        page = self.book.page(
            WordsPage, "words", "The words", "Each has a vector, which is learned, too."
        )
        page.about = "the words that the network knows, each with its vector"
        table = self.trained.layer(nn.Embedding)
        page.prefix = "words_"
        page.sizes = {"word": table.input_dim, "feature": table.output_dim}
        page.widths = (2.0, 14.0, *[9.0] * table.output_dim)
        token = page.add("token", role=Role.PARAMETER)
        vectors = page.add("E")
        page.table("The words that the network knows", "in the order of the page choice",
                   Column("word", token), Column("its vector", vectors))  # fmt: skip
        self.steps.append(page)
        return token

    def _time(self, name: str, title: str, subtitle: str, about: str) -> TimePage:
        page = self.book.page(TimePage, name, title, subtitle)
        page.about, page.notes = about, NOTES
        page.prefix = f"{name}_"
        self.steps.append(page)
        return page

    def _gru(self, first: Block) -> TimePage:
        layer = self.trained.layer(nn.GRU)
        page = self._time(
            "gru",
            "GRU: it writes, a word a step",
            "It begins with the state that the picture gave. The word that comes out of a step "
            "goes into the next, until the end mark.",
            "the word that goes in, the gates, the state, step by step",
        )
        page.sizes = {
            "step": self.count, "unit": layer.units,
            "feature": self.book["words_E"].shape[1],
        }  # fmt: skip
        page.elsewhere = lambda name: first if name == "h_0" else None
        x = self.decoding.goes_in(page, self.book["words_E"])
        h = gru(page, x, counts=self.decoding.writing)
        units = tuple(f"unit {k + 1}" for k in range(min(layer.units, CHARTED)))
        page.chart(
            Chart(f"The state over the words, units 1 to {len(units)}", ((h, units),),
                  axes=("with each word", "h_t"), kind=ChartKind.LINES)
        )  # fmt: skip
        return page

    def _choice(self) -> TimePage:
        page = self._time(
            "choice",
            "Dense and softmax: which word comes out",
            "From each state a score for every word, and a probability. The likeliest comes out.",
            "how likely each word is, which comes out, the sentence so far",
        )
        page.sizes = {
            "step": self.count, "letter": len(self.trained.tokens),
            "unit": self.trained.layer(nn.GRU).units,
        }  # fmt: skip
        page.vocabulary = self.decoding.tokens
        self.decoding.words_above(page)
        logits = dense(page, self.book["gru_h"], bias=True)
        p = softmax(page, logits)
        self.decoding.comes_out(page, p)
        return page

    def _gru_twin(self, page: TimePage) -> None:
        book, twin = self.book, self._twin(page)
        self.decoding.words_above(twin, "fed_word_eq")
        names = LoopNames("gru_writing", "gru_fed", "choice_chosen", "words_token", "words_E")
        book.name_columns(goes_in_equations(twin, names, "1"), "gru_x")
        gru_equations(twin, "gru_x", counts="gru_writing")

    def _choice_twin(self, page: TimePage) -> None:
        book, twin = self.book, self._twin(page)
        twin.vocabulary = self.decoding.tokens
        self.decoding.words_above(twin, "fed_word_eq")
        book.name_columns(dense_equation(twin, "gru_h_t", bias=True), "choice_logits")
        p = softmax_equations(twin, "choice_logits_t", "choice_exps_t")
        book.name_columns(book["choice_exps_eq"], "choice_exps")
        book.name_columns(p, "choice_p")
        comes_out_equation(twin, "choice_p_t", "gru_writing_t", "choice_chosen")
