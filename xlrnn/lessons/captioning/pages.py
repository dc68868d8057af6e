"""The pages on which a picture is looked at, up to the first state of what writes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from xlrnn import nn
from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.lessons.captioning.sentence_pages import SentencePages, twin_of
from xlrnn.lessons.captioning.trained import Trained
from xlrnn.names.pictures import PLANES
from xlrnn.nn.core.layer import Layer
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers.activation import activation, activation_equation
from xlrnn.sheet.layers.conv2d import conv2d
from xlrnn.sheet.layers.dense import dense, dense_equation
from xlrnn.sheet.layers.max_pooling2d import max_pooling2d
from xlrnn.sheet.layers.one_window import one_window
from xlrnn.sheet.layers.palette import chosen_picture, pixels, planes
from xlrnn.sheet.maths import activations
from xlrnn.sheet.maths.slide import Slide
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.grid import PIXEL, GridPage
from xlrnn.sheet.pages.vector import VectorPage


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
    steps: list[Page] = field(default_factory=list)
    equations: list[Page] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sentence = SentencePages(
            self.trained, self.book, self.count, self.steps, self.equations
        )

    def write(self) -> tuple[Sequence[Page], Sequence[Page]]:
        """Write all pages; return those step by step and those of the equations."""
        looked_at = self._picture()
        maps, kernels, biases = self._conv(looked_at)
        self._window(looked_at, kernels, biases)
        pooled = self._pool(maps)
        self.sentence.write(self._state(pooled))
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
        page.single("ended", key="ended", rule=lambda _, __: self.sentence.decoding.ended(last))
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
        twin = twin_of(self.book, page)
        self.equations.append(twin)
        dense_equation(twin, "state_flattened", bias=True)
        activation_equation(twin, "state_logits_eq", "tanh")
        self.steps.append(page)
        return y
