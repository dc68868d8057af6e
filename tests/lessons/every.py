"""Every lesson as it is built by default, and in other forms and sizes."""

import math

from xlrnn import lessons
from xlrnn.lessons import Lesson
from xlrnn.lessons.captioning.lesson import Captioning
from xlrnn.lessons.hello.bptt import HelloBptt
from xlrnn.lessons.hello.training import HelloTraining
from xlrnn.lessons.mlp_to_rnn.lesson import MlpToRnn
from xlrnn.lessons.sentiment.lesson import Sentiment
from xlrnn.lessons.translation.lesson import Translation
from xlrnn.lessons.vanishing_gradient.lesson import VanishingGradient

OTHERS = {
    "hello-bptt textbook": HelloBptt(form="textbook"),
    "hello-bptt banana": HelloBptt("banana", "banxyzq", 7, "textbook", 3),
    "hello-bptt two letters": HelloBptt("ab", "ab", 1, "article", 2),
    "hello-training Adam": HelloTraining(epochs=20, optimizer="Adam"),
    "hello-training textbook": HelloTraining("banana", "banx", 5, "textbook", 3, 15, "Adam"),
    "mlp-to-rnn article": MlpToRnn(form="article"),
    "mlp-to-rnn banana": MlpToRnn("banana", "banxyzq", 5, "textbook", 3),
    "mlp-to-rnn two letters": MlpToRnn("ab", "ab", 1, "textbook", 2),
    "vanishing-gradient three units": VanishingGradient(12, 3, 4),
    "vanishing-gradient one unit": VanishingGradient(3, 1, 0),
    "translation two steps": Translation("Anna sees", 2),
    "captioning nothing drawn": Captioning("H", 2),
    "sentiment few words": Sentiment("=😀 Not the best day, is it? שלום!", 20),
}

# Small enough to be made wrong hundreds of times.
SMALL = {
    "hello-bptt": (HelloBptt(), HelloBptt("banana", "banxyzq", 3, "textbook", 3)),
    "hello-training": (
        HelloTraining(epochs=4),
        HelloTraining("abac", "abc", 2, "textbook", 3, 3, "Adam"),
    ),
    "translation": (Translation("we want an apple", 5, 2),),
    "captioning": (Captioning("B", 2),),
    "sentiment": (Sentiment("A good day! No, wait...", 4),),
}

DEFAULTS = {name: lessons.get(name).chosen({}, None) for name in lessons.LESSON_NAMES}
EVERY = {**DEFAULTS, **OTHERS}


def small(name: str) -> tuple[Lesson, ...]:
    """Return one or two small forms of a lesson; of one that lists none, the smallest there are."""
    forms = [lesson for lesson in EVERY.values() if lesson.name == name]
    return SMALL.get(name) or tuple(sorted(forms, key=_cells)[:2])


def _cells(lesson: Lesson) -> int:
    return sum(math.prod(block.shape) for block in lesson.book().blocks)
