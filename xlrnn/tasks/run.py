"""A run folder: the settings, the vocabulary, the last checkpoint, the learning curve."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlrnn import __version__, nn
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.nn import saving
from xlrnn.tasks import get
from xlrnn.tasks.settings import Settings
from xlrnn.tasks.tokens import Tokens, Vocabulary
from xlrnn.whole import write_whole

SETTINGS, CHECKPOINT = "run.json", "checkpoint.npz"
CURVE, PICTURE = "curve.csv", "curve.png"
FORMAT = "xlrnn run"


@dataclass(frozen=True)
class Run:
    """A training, begun or ended, in a folder of its own.

    Args:
        folder: where it is kept.
        settings: what it was asked for.
        vocabulary: the tokens that the model knows.
        data: the text file, "" for the article's word.
        digest: tells whether the text is still the same.
    """

    folder: Path
    settings: Settings
    vocabulary: Vocabulary
    data: str
    digest: str

    @property
    def kind(self) -> Tokens:
        """What its tokens are."""
        return get(self.settings.task)

    def write(self) -> None:
        """Write the settings."""
        content = {
            "format": FORMAT,
            "xlrnn": __version__,
            "settings": self.settings.to_json(),
            "data": self.data,
            "digest": self.digest,
            "vocabulary": list(self.vocabulary.tokens),
        }
        text = json.dumps(content, indent=1, ensure_ascii=False)
        write_whole(self.folder / SETTINGS, text.encode())

    def save(self, model: nn.Sequential, history: Sequence[dict[str, float]]) -> None:
        """Write a checkpoint and the curve so far, each whole or not at all."""
        checkpoint = self.folder / CHECKPOINT
        saving.save_model(model, checkpoint, {"history": list(history)})
        write_whole(self.folder / CURVE, _csv(history).encode())

    def model(self) -> nn.Sequential:
        """Return the model of the last checkpoint."""
        return saving.load_model(self.folder / CHECKPOINT)

    def resumed(self) -> tuple[nn.Sequential, list[dict[str, float]]]:
        """Return the model and the history of the last checkpoint, and let chance go on from it."""
        model = self.model()
        extra = saving.load_extra(self.folder / CHECKPOINT)
        nn.core.random.set_random_state(extra["random"])
        return model, list(extra["history"])


def read_run(folder: Path) -> Run:
    """Return the run of a folder.

    Raises:
        UnreadableError: if there is none, or it is damaged.
    """
    path = folder / SETTINGS
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise ValueError(f"its format is {content['format']!r}")
        settings = Settings(**content["settings"])
        tokens = tuple(str(token) for token in content["vocabulary"])
        return Run(folder, settings, Vocabulary(tokens), content["data"], content["digest"])
    except FileNotFoundError:
        raise UnreadableError(
            f"{folder} holds no run ({SETTINGS} is not there): name the folder that `xlrnn train` "
            "wrote"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, UsageError) as error:
        raise UnreadableError(f"{path} is damaged ({error}): train again") from None


def digest(text: str) -> str:
    """Return what tells a text from others."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _csv(history: Sequence[dict[str, float]]) -> str:
    names = list(history[0]) if history else []
    lines = [",".join(["epoch", *names])]
    for epoch, logs in enumerate(history, start=1):
        lines.append(",".join([str(epoch), *(repr(logs[name]) for name in names)]))
    return "\n".join(lines) + "\n"
