"""The directive `public`: all that a module offers, from its docstrings."""

import importlib
import inspect
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective


class Public(SphinxDirective):
    """Documents the functions and classes in a module's `__all__`, in alphabetical order.

    A second name of the same thing, as `mse` of `mean_squared_error`, is left out.

        .. public:: xlrnn.nn
           :members:                   the methods of classes, too
           :except: xlrnn.nn.layers    what another page has
    """

    required_arguments = 1
    option_spec: ClassVar = {"members": directives.flag, "except": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return what autodoc makes of each name."""
        module = self.arguments[0]
        names = public_names(module)
        if "except" in self.options:
            names = sorted(set(names) - set(public_names(self.options["except"])))
        of = importlib.import_module(module)
        lines = []
        for name in names:
            is_class = inspect.isclass(getattr(of, name))
            lines += [f".. auto{'class' if is_class else 'function'}:: {module}.{name}"]
            if is_class and "members" in self.options:
                lines += ["   :members:", "   :inherited-members: Exception"]
            lines += [""]
        return self.parse_text_to_nodes("\n".join(lines))


def public_names(module: str) -> list[str]:
    """Return the names of the functions and classes that a module offers.

    Without `__all__` those that it defines count.
    """
    of = importlib.import_module(module)
    listed = getattr(of, "__all__", None) or [
        name for name, one in vars(of).items() if getattr(one, "__module__", "") == module
    ]
    found = ((name, getattr(of, name)) for name in listed)
    return sorted(name for name, one in found if getattr(one, "__name__", "") == name)
