"""The translation of every sentence of a file, as a csv."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xlrnn.counted import counted
from xlrnn.tasks.answers_csv import answers_csv
from xlrnn.tasks.refusal import Refusal
from xlrnn.tasks.translate.predict import TranslateRun, Translation, Translator
from xlrnn.text.readers.unlabelled import UnlabelledTexts, read_texts

COLUMN = "translation"


@dataclass(frozen=True)
class Translations:
    """The translations of the sentences of a file.

    Args:
        texts: the sentences, with what tells them apart.
        translations: of each; a refusal for one that is empty.
    """

    texts: UnlabelledTexts
    translations: Sequence[Translation | Refusal]

    def remarks(self) -> list[str]:
        """Return what a person should know of them."""
        found = [str(self.texts.skipped)] if self.texts.skipped else []
        empty = sum(isinstance(one, Refusal) for one in self.translations)
        noted = sum(isinstance(one, Translation) and bool(one.notes) for one in self.translations)
        if empty:
            found.append(f"{counted(empty, 'sentence is', 'sentences are')} empty")
        if noted:
            found.append(
                f"of {counted(noted, 'sentence')} there is more to say (words that are not known, "
                "too long, no end): predict one to see it"
            )
        return found

    def summary(self) -> str:
        """Return what the csv holds."""
        number = counted(len(self.translations), "sentence")
        return f"{self.texts.column!r} and {COLUMN!r} of {number}"

    def to_csv(self, *, probabilities: bool = False) -> str:
        """Return a row for each sentence: what tells it apart, its translation.

        Raises:
            UsageError: if the probabilities of classes are asked for: there are none.
        """
        given = ("" if isinstance(one, Refusal) else one.translation for one in self.translations)
        rows = zip(self.texts.ids, given, strict=True)
        return answers_csv((self.texts.column, COLUMN), rows, probabilities=probabilities)


def translate_file(
    run: TranslateRun, path: Path, text: str | None, encoding: str | None
) -> Translations:
    """Return the translation of every sentence of a file.

    Args:
        run: the run.
        path: the file; see `read_texts`.
        text: the column of the sentences; by default that of the run, or recognised.
        encoding: of the file; by default recognised.
    """
    texts = read_texts(path, text=text or run.settings.source, encoding=encoding)
    return Translations(texts, Translator(run).translations(texts.texts))
