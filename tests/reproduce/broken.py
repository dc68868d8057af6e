"""What breaks the toolkit in one place: a formula, a gradient, or a number of the article."""

from xlrnn.article import matrices
from xlrnn.sheet.pages.time.page import TimePage


def formula(monkeypatch, quantity):
    """Make every cell of one quantity's formulas twice as large, in the notation step by step."""
    band = TimePage.band

    def broken(self, what, *given, rule=None, **options):
        called = options.get("name") or f"{self.prefix}{what}"
        if called != quantity or rule is None:
            return band(self, what, *given, rule=rule, **options)
        return band(self, what, *given, rule=lambda i, t: 2 * rule(i, t), **options)

    monkeypatch.setattr(TimePage, "band", broken)


def gradient(monkeypatch, layer):
    """Make what a layer finds on its way back a hundredth too large."""
    undo = layer.undo

    def broken(self, *given):
        found = undo(self, *given)
        parts = found if isinstance(found, tuple) else (found,)
        for part in parts:
            part *= 1.01
        return found

    monkeypatch.setattr(layer, "undo", broken)


def number(monkeypatch, name, *where):
    """Change one number of the article."""

    def changed(table, at):
        if not at:
            return table + 0.001
        return tuple(changed(one, at[1:]) if k == at[0] else one for k, one in enumerate(table))

    monkeypatch.setattr(matrices, name, changed(getattr(matrices, name), where))
