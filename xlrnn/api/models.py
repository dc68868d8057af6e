"""The verbs of models: train, judge and use them, and write one as a workbook."""

import builtins
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlrnn.api.given import PathLike, path_or_none, several
from xlrnn.api.workbooks import refuse_to_overwrite, workbook
from xlrnn.arguments import check_count
from xlrnn.errors import UsageError

if TYPE_CHECKING:
    from xlrnn.lessons import Lesson
    from xlrnn.lessons.export.source import Source
    from xlrnn.nn.models import Model, Sequential
    from xlrnn.tasks.caption.whole_file import Captions
    from xlrnn.tasks.evaluation import Evaluation
    from xlrnn.tasks.refusal import Refusal
    from xlrnn.tasks.run import Run
    from xlrnn.tasks.sentiment.whole_file import Predictions
    from xlrnn.tasks.train import Tell
    from xlrnn.tasks.translate.whole_file import Translations

READING = ("text", "label", "classes", "encoding", "source", "target", "file", "caption")


def train(
    task: str,
    folder: PathLike,
    *,
    data: PathLike | None = None,
    resume: bool = False,
    verbose: int = 0,
    tell: "Tell | None" = None,
    **settings: Any,
) -> "Run[Any, Any]":
    """Train a model: `next-char`, `next-word`, `sentiment`, `translate` or `caption`.

    Args:
        task: the task.
        folder: the run folder, which holds a checkpoint after every epoch.
        data: a text file, a file of labelled texts, one of sentences and their translations, or a
            folder of pictures with a table of captions; without it, `next-char` learns the
            article's "hello", `sentiment` generated tweets, `translate` generated sentences,
            `caption` drawings.
        resume: go on with the run in the folder where its last checkpoint stands.
        verbose: 1 to show the progress.
        tell: is told what there is to say of the data and of the result, line by line.
        settings: what else is asked for, by name; see the `settings` of the task.
    """
    from xlrnn.tasks.train import train as run

    path, file = Path(folder), path_or_none(data)
    return run(task, path, data=file, resume=resume, verbose=verbose, tell=tell, **settings)


def evaluate(
    folder: PathLike, data: PathLike | None = None, *, beam: int | None = None, **reading: Any
) -> "Evaluation":
    """Judge the model of a run by a file, or by what was held out of its own data.

    Args:
        folder: the run folder.
        data: the file; of captions a folder of pictures with its table.
        beam: how many beginnings of a translation, or a caption, are followed.
        reading: how to read that file, where it is not as the run's own: `text`, `label`,
            `classes`, `encoding`; see `xlrnn.text.readers.read_labelled`; of translations
            `source`, `target`, `encoding`; of captions `file`, `caption`, `encoding`.

    Raises:
        UsageError: if it is said how to read a file, and there is none.
    """
    from xlrnn.tasks.run import read_run

    run = read_run(Path(folder))
    given = {name: value for name, value in reading.items() if value is not None}
    unknown = ", ".join(sorted(given.keys() - READING))
    if unknown:
        raise UsageError(f"evaluate has no option {unknown}: expected {', '.join(READING)}")
    if given and data is None:
        raise UsageError(
            f"{', '.join(given)}: these say how to read a file, and there is none (--data)"
        )
    return run.task.evaluate(run.changed({**given, "beam": beam}), path_or_none(data))


def predict(
    folder: PathLike,
    texts: str | Sequence[str],
    *,
    beam: int | None = None,
    picture: PathLike | None = None,
    force: bool = False,
) -> "builtins.list[Any]":
    """Return what the model of a run makes of each text.

    Args:
        folder: the run folder.
        texts: the texts; for `caption` files of pictures, or sentences that are drawn.
        beam: how many beginnings of a translation, or a caption, are followed.
        picture: gets a PNG of what a translation looked at for every word, or of pictures with
            their captions.
        force: overwrite a file.

    Returns:
        For each text a `Prediction` of what comes next, a `SentimentPrediction`, a `Translation`
        or a `Caption`; a `Refusal` for a text to which there is no answer, unless that holds for
        all.

    Raises:
        UsageError: if something asked for is not for this task, or a file is in the way.
    """
    from xlrnn.atomic import write_atomically
    from xlrnn.report.models.looked_at import looked_at_picture
    from xlrnn.tasks.run import read_run

    drawing = path_or_none(picture)
    _refuse_existing(drawing, force)
    run = read_run(Path(folder)).changed({"beam": beam})
    found = [*run.task.predict(run, several(texts))]
    if drawing is not None:
        write_atomically(drawing, looked_at_picture(found))
    return found


def _refuse_existing(path: Path | None, force: bool) -> None:
    if path is not None and path.exists() and not force:
        raise UsageError(f"{path} exists: name another file, or overwrite it (--force)")


def predict_file(
    folder: PathLike,
    data: PathLike,
    output: PathLike | None = None,
    *,
    text: str | None = None,
    encoding: str | None = None,
    probabilities: bool = False,
    force: bool = False,
    beam: int | None = None,
) -> "Predictions | Translations | Captions":
    """Tell the class of every text of a file, its translation, or captions, and write them.

    Args:
        folder: the run folder of a model that tells classes apart, translates, or writes captions.
        data: the file, of which labels are not looked at; for captions a folder of pictures.
        output: a csv with a row for each text: its id (or the text, where there is none) and its
            class, spelled and named as in the data that the model learned from, as
            competitions want it; or its translation; or a row for each picture: file and caption.
        text: the column of the texts; by default that of the run, or recognised.
        encoding: of the file; by default recognised.
        probabilities: whether the csv tells the probability of each class, too.
        force: overwrite a file.
        beam: how many beginnings of a translation, or a caption, are followed.

    Raises:
        UsageError: if the model says something else, or a file is in the way.
        UnreadableError, InputError: if the file cannot be read, or no texts are found in it.
    """
    from xlrnn.atomic import write_atomically
    from xlrnn.tasks.run import read_run

    target = path_or_none(output)
    _refuse_existing(target, force)
    run = read_run(Path(folder)).changed({"beam": beam})
    found: Predictions | Translations | Captions
    found = run.task.predict_file(run, Path(data), text, encoding)
    if target is not None:
        write_atomically(target, found.to_csv(probabilities=probabilities).encode())
    return found


def generate(
    folder: PathLike,
    texts: str | Sequence[str],
    count: int,
    *,
    temperature: float = 1.0,
    seed: int | None = None,
    tell: "Tell | None" = None,
) -> "builtins.list[str | Refusal]":
    """Let texts go on by so many letters or words; see `xlrnn.tasks.next_token.predict`.

    Args:
        folder: the run folder.
        texts: what they begin with.
        count: how many letters or words follow.
        temperature: below 1 bolder, above 1 more surprising; 0 takes the most likely.
        seed: of the draws.
        tell: is told of words that the model does not know.

    Returns:
        Each text with what follows; a `Refusal` for one that cannot go on, unless that holds for
        all.
    """
    from xlrnn.tasks.next_token.predict import Predictor, about_unknown
    from xlrnn.tasks.refusal import answers
    from xlrnn.tasks.run import read_run

    predictor = Predictor(read_run(Path(folder)))
    beginnings = several(texts)
    found = answers(beginnings, lambda text: predictor.generate(text, count, temperature, seed))
    for text in beginnings:
        if tell is not None and (unknown := predictor.unknown(text)):
            tell(about_unknown(unknown))
    return found


def export(
    model: "Sequential | Model | PathLike",
    path: PathLike,
    input: Any,
    *,
    words: int | None = None,
    tokens: Sequence[str] = (),
    force: bool = False,
    trust: bool = False,
    tell: "Tell | None" = None,
) -> Path:
    """Write a trained model with one sample as a workbook of live formulas.

    Args:
        model: a model of `xlrnn.nn`, or where one is kept: a file that its `save` wrote, a
            `.keras`, `.h5`, `.onnx` or `.pt2` file, the folder of a run.
        path: the workbook, whose name ends in .xlsx.
        input: one sample: the words' numbers, an array of features, or as the command takes it;
            of a model with several inputs a list, or a dict by their names.
        words: how many rows of the words' table are carried beside those that occur: the first;
            by default none or, where the input is a sentence that can be changed, `WORDS`.
        tokens: the letters or words that the numbers of the input stand for, by number from 0,
            where the model does not know them as a run does.
        force: overwrite a file that xlrnn did not write.
        trust: take a module that PyTorch pickled, too (.pt); reading it runs the code in it.
        tell: is told of a model of another program what was taken, and with what it was compared.

    Raises:
        UsageError: if a layer cannot be written as formulas, or a file is in the way.
        UnreadableError: if there is no model or no input to be read.
        DifferentError: if a model of another program gives other numbers there.
        InputError, ShapeError: if the input is none, or does not fit the model.
    """
    from xlrnn.atomic import write_atomically
    from xlrnn.lessons.export import source_of

    check_count("words", words, 0)
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{path}: expected a name that ends in .xlsx")
    source = source_of(model, input, trust=trust)
    said = source.model.imported or source.model.compared
    if tell is not None and said is not None:
        tell(str(said))
    if tokens:
        source = source.with_tokens(tokens)
    lesson = _with_sample(source, input, words)
    if not force:
        refuse_to_overwrite(path)
    write_atomically(path, workbook(lesson))
    return path


def _with_sample(source: "Source", input: Any, words: int | None) -> "Lesson":
    """Return the lesson that shows a model with a sample."""
    from xlrnn.lessons.export import WORDS, prepared

    sentence = source.sentence(input)
    usual = 0 if sentence is None else WORDS
    return prepared(
        source.model,
        source.sample(input),
        tokens=source.tokens,
        token=source.token,
        labels=source.outputs,
        sentence=sentence,
        more=usual if words is None else words,
        origin=source.origin,
    )
