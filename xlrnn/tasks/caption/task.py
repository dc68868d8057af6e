"""The task `caption`: what is on a picture, in a sentence."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from xlrnn import nn
from xlrnn.counted import counted
from xlrnn.errors import InputError, UsageError
from xlrnn.pictures.captioned import Captioned
from xlrnn.pictures.drawings import drawings
from xlrnn.pictures.read import read_captioned
from xlrnn.tasks.caption.judge import judged
from xlrnn.tasks.caption.known import CaptionKnown
from xlrnn.tasks.caption.network import network
from xlrnn.tasks.caption.parts import Sample, cut, inputs, known_of, parts
from xlrnn.tasks.caption.predict import Captioner, CaptionRun
from xlrnn.tasks.caption.settings import DRAWINGS, CaptionSettings, usual
from xlrnn.tasks.caption.whole_file import Captions, caption_folder
from xlrnn.tasks.evaluation import Evaluation
from xlrnn.tasks.score import HINT
from xlrnn.tasks.task import Task, TrainingSamples
from xlrnn.tasks.tokens import WORDS, joined

SHOWN = 400
"""So many pictures are captioned at the end of a training."""


class CaptionTask(Task[CaptionSettings, Captioned, CaptionKnown]):
    """What is on a picture, in a sentence."""

    name, unit, branches = "caption", "word", True

    def settings(self, data: Path | None, changes: Mapping[str, Any]) -> CaptionSettings:
        """Return the usual settings, changed."""
        settings = usual(changes, drawn=data is None)
        if data is None and (settings.file is not None or settings.caption is not None):
            raise UsageError("file and caption name columns of a table: name it with --data")
        return settings

    def settings_from(self, content: Mapping[str, Any]) -> CaptionSettings:
        """Return the settings that a run folder keeps."""
        return CaptionSettings(**content)

    def read(self, data: str, settings: CaptionSettings) -> Captioned:
        """Return the pictures of a folder with their captions; without one, drawings."""
        if not data:
            return drawings(settings.rows or DRAWINGS, settings.seed, settings.size or 0)
        return read_captioned(
            data,
            file=settings.file,
            caption=settings.caption,
            encoding=settings.encoding,
            limit=settings.rows,
            size=settings.size,
        )

    def digest(self, data: Captioned) -> str:
        """Return what tells these pictures and captions from others."""
        found = hashlib.sha256(data.pictures.tobytes())
        found.update(repr((data.pictures.shape, data.captions)).encode("utf-8", "surrogatepass"))
        return found.hexdigest()

    def fit(self, data: Captioned, settings: CaptionSettings) -> CaptionKnown:
        """Return the words of the captions, and the size of the pictures.

        Raises:
            InputError: if there is too little for what is asked for.
        """
        return known_of(parts(data, settings), data, settings)

    def known_from(self, content: Mapping[str, Any]) -> CaptionKnown:
        """Return what a run folder keeps."""
        return CaptionKnown.from_json(content)

    def notes(self, run: CaptionRun) -> Sequence[str]:
        """Return what a person should know of the data."""
        return run.known.notes

    def network(self, settings: CaptionSettings, known: CaptionKnown) -> nn.Model:
        """Return the model."""
        return network(settings, known.shape, len(known.words))

    def samples(self, run: CaptionRun, data: Captioned) -> TrainingSamples:
        """Return pictures, and words as numbers; some are held out."""
        found = parts(data, run.settings)
        x, y = inputs(found.learned, data, run.known)
        held_out = inputs(found.held_out, data, run.known) if found.held_out else None
        return TrainingSamples(x, y, held_out)

    def evaluate(self, run: CaptionRun, data: Path | None) -> Evaluation:
        """Judge by a folder with a table, or by what was held out of the own data."""
        settings = run.settings
        if data is not None:
            given = self.read(str(data), replace(settings, rows=None))
            _refuse_other_size(run, given, data)
            every = cut(given)
            notes = (*given.notes, *_about_words(run, every))
            return self._judged(run, given, every, "all", str(data), notes)
        own = self.read(run.data, settings)
        if self.digest(own) != run.digest:
            raise InputError(
                f"{run.data} is not what the run in {run.folder} began with: give that folder "
                "back, or judge the model by another one with --data"
            )
        found = parts(own, settings)
        part = "held out" if found.held_out else "all"
        return self._judged(run, own, found.held_out or found.learned, part, run.data)

    def _judged(
        self,
        run: CaptionRun,
        data: Captioned,
        found: Sequence[Sample],
        part: str,
        place: str,
        notes: tuple[str, ...] = (),
    ) -> Evaluation:
        """Judge by captions."""
        count, values = judged(run, data, found)
        hint = () if "bleu" in values else (HINT,)
        return Evaluation(self.name, run.settings.model, place, part, count, "picture", values,
                          notes=(*notes, *hint))  # fmt: skip

    def predict(self, run: CaptionRun, texts: Sequence[str]) -> Sequence[Any]:
        """Return what is on each picture, or on a drawing of each sentence."""
        return Captioner(run).captions(texts)

    def predict_file(
        self,
        run: CaptionRun,
        path: Path,
        text: str | None,
        encoding: str | None,
    ) -> Captions:
        """Return the captions of all pictures of a folder."""
        if text is not None or encoding is not None:
            raise UsageError(
                f"{run.folder} holds a run of {self.name}, which is given a folder of pictures: "
                "there is no column of texts (--text), and no encoding"
            )
        return caption_folder(run, path)

    def finish(self, run: CaptionRun, data: Captioned) -> Sequence[str]:
        """Caption some of the pictures that were held out."""
        right: dict[int, list[str]] = {}
        for picture, words in parts(data, run.settings).held_out:
            right.setdefault(picture, []).append(joined(words, WORDS))
        some = list(right)[:SHOWN]
        if not some:
            return []
        captioner = Captioner(run)
        found = [captioner.sentence(one) for one in captioner.written(data.pictures[some])]
        same = sum(one in right[picture] for picture, one in zip(some, found, strict=True))
        return [f"of {counted(len(some), 'picture')} held out {same:,} get a caption as in the "
                f"data; “{right[some[0]][0]}” gets “{found[0]}”"]  # fmt: skip

    def sample(self, run: CaptionRun, text: str) -> Any:  # noqa: ARG002
        """Refuse: a model of two inputs is not given one text.

        Raises:
            UsageError: always.
        """
        raise UsageError(
            f"{run.folder} holds a run of {self.name}, whose model is given a picture and the "
            "beginning of its caption: there is no workbook of that"
        )

    def tokens(self, run: CaptionRun) -> Sequence[str]:
        """Return the words of the captions."""
        return run.known.words.tokens

    def outputs(self, run: CaptionRun) -> Sequence[str]:
        """Return the words of the captions: each gets a probability."""
        return run.known.words.tokens


def _refuse_other_size(run: CaptionRun, data: Captioned, place: Path) -> None:
    shape, got = run.known.shape, data.pictures.shape[1:]
    if got != shape:
        raise InputError(
            f"{place}: the pictures have {got[0]} × {got[1]} places, and the model was trained on "
            f"pictures of {shape[0]} × {shape[1]}: scale them first"
        )


def _about_words(run: CaptionRun, every: Sequence[Sample]) -> list[str]:
    """Say how many captions cannot be written: of unknown words, or too long."""
    known, most = run.known.words, run.settings.max_length
    unknown = [known.unknown(words) for _, words in every]
    strange = list(dict.fromkeys(word for words in unknown for word in words))
    too_long = sum(len(words) > most for _, words in every)
    notes = []
    if strange:
        number = counted(sum(map(bool, unknown)), "caption has", "captions have")
        more = " …" if len(strange) > 8 else ""
        notes.append(
            f"{number} words that the model does not know, and cannot write: "
            f"{', '.join(strange[:8])}{more}"
        )
    if too_long:
        number = counted(too_long, "caption has", "captions have")
        notes.append(f"{number} more than {counted(most, 'word')}, and none that is written has")
    return notes


CAPTION = CaptionTask()
