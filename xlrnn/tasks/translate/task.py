"""The task `translate`: a sentence of another language for a sentence."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from xlrnn import nn
from xlrnn.counted import counted
from xlrnn.errors import InputError, UsageError
from xlrnn.tasks.evaluation import Evaluation
from xlrnn.tasks.score import HINT, scores
from xlrnn.tasks.task import Task, TrainingSamples
from xlrnn.tasks.tokens import joined
from xlrnn.tasks.translate.languages import Languages
from xlrnn.tasks.translate.network import network
from xlrnn.tasks.translate.parts import GENERATED, Pair, cut, inputs, known_of, parts
from xlrnn.tasks.translate.predict import TranslateRun, Translator
from xlrnn.tasks.translate.settings import TranslateSettings, usual
from xlrnn.tasks.translate.whole_file import Translations, translate_file
from xlrnn.text.generated_pairs import generated_pairs
from xlrnn.text.readers.pairs import Pairs, read_pairs

SHOWN = 400
"""So many sentences are translated at the end of a training."""


class TranslateTask(Task[TranslateSettings, Pairs, Languages]):
    """What a sentence is in another language."""

    name, unit, branches = "translate", "token", True

    def settings(self, data: Path | None, changes: Mapping[str, Any]) -> TranslateSettings:
        """Return the usual settings, changed."""
        settings = usual(changes, generated=data is None)
        if data is None and settings.source is not None:
            raise UsageError("source and target name columns of a file: name it with --data")
        return settings

    def settings_from(self, content: Mapping[str, Any]) -> TranslateSettings:
        """Return the settings that a run folder keeps."""
        return TranslateSettings(**content)

    def read(self, data: str, settings: TranslateSettings) -> Pairs:
        """Return the pairs of a file; without one, generated ones."""
        if not data:
            return generated_pairs(settings.rows or GENERATED, settings.seed)
        return read_pairs(
            data,
            source=settings.source,
            target=settings.target,
            encoding=settings.encoding,
            limit=settings.rows,
        )

    def digest(self, data: Pairs) -> str:
        """Return what tells these pairs from others."""
        lines = (f"{source}\t{target}\n" for source, target in
                 zip(data.sources, data.targets, strict=True))  # fmt: skip
        return hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()

    def fit(self, data: Pairs, settings: TranslateSettings) -> Languages:
        """Return the tokens of both languages.

        Raises:
            InputError: if there is too little for what is asked for.
        """
        return known_of(parts(data, settings), data, settings)

    def known_from(self, content: Mapping[str, Any]) -> Languages:
        """Return the tokens that a run folder keeps."""
        return Languages.from_json(content)

    def notes(self, run: TranslateRun) -> Sequence[str]:
        """Return what a person should know of the pairs."""
        return run.known.notes

    def network(self, settings: TranslateSettings, known: Languages) -> nn.Model:
        """Return the model."""
        return network(settings, len(known.source), len(known.target))

    def samples(self, run: TranslateRun, data: Pairs) -> TrainingSamples:
        """Return the pairs as numbers; some are held out."""
        found = parts(data, run.settings)
        x, y = inputs(found.learned, run.known)
        held_out = inputs(found.held_out, run.known) if found.held_out else None
        return TrainingSamples(x, y, held_out)

    def evaluate(self, run: TranslateRun, data: Path | None) -> Evaluation:
        """Judge by a file, or by the pairs held out of the own one."""
        settings = run.settings
        if data is not None:
            pairs = self.read(str(data), replace(settings, rows=None))
            notes = (str(pairs.skipped),) if pairs.skipped else ()
            return self._judged(run, cut(pairs, settings), "all", str(data), notes)
        own = self.read(run.data, settings)
        if self.digest(own) != run.digest:
            raise InputError(
                f"{run.data} is not what the run in {run.folder} began with: give that file "
                "back, or judge the model by another one with --data"
            )
        found = parts(own, settings)
        part = "held out" if found.held_out else "all"
        return self._judged(run, found.held_out or found.learned, part, run.data)

    def _judged(
        self,
        run: TranslateRun,
        pairs: Sequence[Pair],
        part: str,
        place: str,
        notes: tuple[str, ...] = (),
    ) -> Evaluation:
        """Judge by pairs: what the model expects next of the right translation, then its own."""
        x, y = inputs(pairs, run.known)
        values = run.model().evaluate(x, y, run.settings.batch_size, verbose=0, return_dict=True)
        names, kind = run.known.target.tokens, run.settings.kind
        written = Translator(run).written([source for source, _ in pairs])
        found = [joined([names[k] for k in one.numbers], kind) for one in written]
        values |= scores(found, [[joined(target, kind)] for _, target in pairs])
        hint = () if "bleu" in values else (HINT,)
        return Evaluation(self.name, run.settings.model, place, part, len(pairs), "sentence",
                          values, notes=(*notes, *hint))  # fmt: skip

    def predict(self, run: TranslateRun, texts: Sequence[str]) -> Sequence[Any]:
        """Return the translation of each text."""
        return Translator(run).translations(texts)

    def predict_file(
        self, run: TranslateRun, path: Path, text: str | None, encoding: str | None
    ) -> Translations:
        """Return the translation of every sentence of a file."""
        return translate_file(run, path, text, encoding)

    def finish(self, run: TranslateRun, data: Pairs) -> Sequence[str]:
        """Translate some of the sentences that were held out."""
        some = parts(data, run.settings).held_out[:SHOWN]
        if not some:
            return []
        kind, names = run.settings.kind, run.known.target.tokens
        found = Translator(run).written([source for source, _ in some])
        right = sum(list(target) == [names[k] for k in one.numbers]
                    for (_, target), one in zip(some, found, strict=True))  # fmt: skip
        first = joined(some[0][0], kind), joined([names[k] for k in found[0].numbers], kind)
        return [f"of {counted(len(some), 'sentence')} held out {right:,} are translated as in the "
                f"data; “{first[0]}” is “{first[1]}”"]  # fmt: skip

    def sample(self, run: TranslateRun, text: str) -> Any:  # noqa: ARG002
        """Refuse: a model of two inputs is not given one text.

        Raises:
            UsageError: always.
        """
        raise UsageError(
            f"{run.folder} holds a run of {self.name}, whose model is given a sentence and the "
            "beginning of its translation: there is no workbook of that"
        )

    def tokens(self, run: TranslateRun) -> Sequence[str]:
        """Return the tokens of the sentences."""
        return run.known.source.tokens

    def outputs(self, run: TranslateRun) -> Sequence[str]:
        """Return the tokens of the translations: each gets a probability."""
        return run.known.target.tokens


TRANSLATE = TranslateTask()
