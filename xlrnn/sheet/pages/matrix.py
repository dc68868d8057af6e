"""A page of square matrices: what was given on the left, what becomes of it on the right."""

from xlrnn.sheet.pages.time.page import TimePage


class MatrixPage(TimePage):
    """A page of bands whose columns are not time steps but the units that a weight comes from."""

    axis = "from unit"

    @property
    def steps(self) -> int:
        """How many columns the page shows."""
        return self.book.sizes["unit"]
