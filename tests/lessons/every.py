"""Every lesson as it is built by default, and in other forms and sizes."""

from xlrnn import lessons
from xlrnn.lessons.hello_bptt import HelloBptt
from xlrnn.lessons.hello_training import HelloTraining

OTHERS = {
    "hello-bptt textbook": HelloBptt(form="textbook"),
    "hello-bptt banana": HelloBptt("banana", "banxyzq", 7, "textbook", 3),
    "hello-bptt two letters": HelloBptt("ab", "ab", 1, "article", 2),
    "hello-training Adam": HelloTraining(epochs=20, optimizer="Adam"),
    "hello-training textbook": HelloTraining("banana", "banx", 5, "textbook", 3, 15, "Adam"),
}

DEFAULTS = {name: lessons.get(name).chosen({}, None) for name in lessons.LESSON_NAMES}
EVERY = {**DEFAULTS, **OTHERS}
