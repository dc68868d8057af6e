"""Layers take the weights of a module's parts: all of them, or none."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Any

from xlrnn.errors import DifferentError, InputError, ShapeError, UsageError, XlrnnError
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.interop.compared import Compared
from xlrnn.nn.interop.own_run import layers_in_turn, own_run
from xlrnn.nn.interop.pytorch.agreement import judged, tells
from xlrnn.nn.interop.pytorch.matching import Pairs, by_names, by_runs, misfit, only_way
from xlrnn.nn.interop.pytorch.options import expect_same_options
from xlrnn.nn.interop.pytorch.parts import Part, kind_of
from xlrnn.nn.interop.pytorch.trials import Trial, drawn_trials, given_trials, is_leaf
from xlrnn.nn.interop.torch_layers import from_theirs, names
from xlrnn.nn.layers.dense import Dense
from xlrnn.nn.layers.embedding import Embedding
from xlrnn.nn.network import Network

ALIKE = "all samples give the same output, so that tells little"


@dataclass
class Taking:
    """What takes weights, and what there is to take.

    Args:
        into: the model, layer or layers.
        placed: those of its layers that have weights, with their names.
        turns: the same in the order in which they calculate, as often as they do.
        parts: what there is.
    """

    into: Any
    placed: Sequence[tuple[str, Layer]]
    turns: Sequence[Layer]
    parts: Sequence[Part]

    def from_module(self, module: Any, sample: Any) -> Compared:
        """Take the weights of a module that can be run, and compare."""
        if find_spec("torch") is None:  # it only looks like one
            return self.unseen("PyTorch is not installed")
        self._refuse_own_parameters(module)
        with self._all_or_none():
            if not isinstance(self.into, Network | Layer) and not is_leaf(module):
                return self._listed(module, sample)
            if sample is not None:
                return self._by_given(module, sample)
            return self._by_drawn(module)

    def unseen(self, why: str, *, runs: Sequence[Any] = ()) -> Compared:
        """Take the weights without a run of both, where names or shapes leave no choice.

        Args:
            why: they are not run.
            runs: of the module alone, which say in which order layers in a list take their parts.
        """
        layers = _once(self.turns)
        pairs = by_names(self.placed, self.parts) or next(
            by_runs(self.turns, self.parts, runs), None
        )
        self._take(pairs or only_way(layers, self.parts), known_by_run=False)
        return Compared("PyTorch", remark=why)

    # With a sample.

    def _by_given(self, module: Any, sample: Any) -> Compared:
        """Compare by a sample that is given, and by another one where the module takes it."""
        pairs, found = self._tried(given_trials(module, self.into, sample))
        drawn: list[Trial] = []
        try:
            drawn = list(drawn_trials(module, self.into))
        except InputError:
            return found  # it is made for samples like the given one
        if drawn:
            try:
                self._tried(drawn, [pairs])
            except DifferentError as error:
                raise DifferentError(
                    f"on the sample both say the same, but not on a drawn one: {error}"
                ) from None
        return found

    def _by_drawn(self, module: Any) -> Compared:
        """Compare by a sample that is drawn, where the model's input and the module allow it."""
        if isinstance(self.into, Network) and not self.into.built:
            self._build(only_way(_once(self.turns), self.parts))
        try:
            trials = list(drawn_trials(module, self.into))
        except InputError as error:
            return self.unseen(f"{error}, which was drawn: give one")
        if not trials:
            return self.unseen("no sample was given, and none can be drawn")
        return self._tried(trials)[1]

    def _listed(self, module: Any, sample: Any) -> Compared:
        """Take weights for layers in a list, which does not say how they are connected."""
        why = "a list of layers does not say how they are connected"
        if sample is None:
            return self.unseen(why)
        return self.unseen(why, runs=given_trials(module, self.turns, sample)[0].ran.runs)

    def _tried(self, trials: Iterable[Trial], ways: Sequence[Pairs] = ()) -> tuple[Pairs, Compared]:
        """Return the first way in which model and module agree, and how they compare.

        Raises:
            XlrnnError: what was found of the first way, if there is none.
        """
        first: XlrnnError | None = None
        for trial in trials:
            for pairs in ways or self._ways(trial):
                try:
                    return pairs, self._agreement(trial, pairs)
                except XlrnnError as error:
                    first = first or error
        raise first or self._count_error()

    def _ways(self, trial: Trial) -> Iterator[Pairs]:
        """Yield the ways in which parts go with layers."""
        if isinstance(self.into, Network) and not self.into.built:
            self._build_for(trial)
        yield from by_runs(self.turns, self.parts, trial.ran.runs)
        named = by_names(self.placed, self.parts)
        if named is not None:
            yield named

    def _agreement(self, trial: Trial, pairs: Pairs) -> Compared:
        """Take the weights in one way, and compare."""
        self._take(pairs, known_by_run=True)
        own = own_run(self.into, trial.x)
        found = judged(own, trial.ran, pairs)
        remarks = [each for each in (found.remark, trial.remark) if each]
        if not tells(own.outputs):
            only_way(_once(self.turns), [part for _, part in pairs])
            remarks.append(ALIKE)
        return replace(found, remark="; ".join(remarks))

    def _count_error(self) -> XlrnnError:
        ours = ", ".join(f"{name or layer.name}" for name, layer in self.placed)
        theirs = ", ".join(part.name for part in self.parts)
        return UsageError(f"the layers {ours} are not those that the module runs: it has {theirs}")

    # Weights.

    def _take(self, pairs: Pairs, *, known_by_run: bool) -> None:
        """Set the weights, after everything was looked at."""
        for layer, part in pairs:
            if error := misfit(layer, part):
                raise error
            expect_same_options(layer, part, known_by_run=known_by_run)
        self._build(pairs)
        for layer, part in pairs:
            if error := misfit(layer, part):
                raise error
        for layer, part in pairs:
            arrays = [part.arrays[kind_of(name)] for name in names(layer)]
            layer.set_weights(from_theirs(layer, arrays))

    def _build(self, pairs: Pairs) -> None:
        """Build what is not built yet for the inputs that the arrays were made for."""
        if isinstance(self.into, Network):
            if pairs and not self.into.built:
                first = next(pair for pair in pairs if pair[0] is self.turns[0])
                self.into.build(_input_shape(*first))
            return
        for layer, part in pairs:
            if not layer.built:
                layer.ensure_built(_input_shape(layer, part))

    def _build_for(self, trial: Trial) -> None:
        """Build a model for a sample."""
        self.into.ensure_built(trial.x.shape)
        self.turns = [layer for layer in layers_in_turn(self.into) if names(layer)]

    @contextmanager
    def _all_or_none(self) -> Iterator[None]:
        """Have the weights as they were, if something is wrong."""
        before = [(layer, layer.get_weights()) for layer in _once(self.turns) if layer.built]
        try:
            yield
        except BaseException:
            for layer, weights in before:
                layer.set_weights(weights)
            raise

    def _refuse_own_parameters(self, module: Any) -> None:
        """Refuse weights of the module itself, which no layer takes: a first state, a scale."""
        if is_leaf(module):
            return
        for name, _ in module.named_parameters(recurse=False):
            raise UsageError(
                f"{name} is a parameter of {type(module).__name__} itself, and no layer here takes "
                "one: expected weights in modules of PyTorch's alone"
            )


def _once(layers: Iterable[Layer]) -> list[Layer]:
    return list({id(layer): layer for layer in layers}.values())


def _input_shape(layer: Layer, part: Part) -> Shape:
    """Return an input's shape that fits a part's first array."""
    if isinstance(layer, Embedding):
        return (None, None)
    name, first = next(iter(part.full_names.items()))[1], next(iter(part.arrays.values()))
    if first.ndim < 2 and not isinstance(layer, Dense):
        return (None, first.shape[0])
    if first.ndim < 2:
        raise ShapeError(f"{layer.name}: {name} has shape {first.shape}, not a matrix's")
    features = first.shape[1]
    return (None, features) if isinstance(layer, Dense) else (None, None, features)
