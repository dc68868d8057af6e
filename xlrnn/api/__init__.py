"""One Python function for each verb of the command line.

The verbs of workbooks stand in `workbooks`, those of exercises in `exercises`, those of models in
`models` and `studies`, the way back from a workbook to a model in `weights`, that of the web page
in `sites`, that of the article in `article`; `docs/api.md` shows how they are called, and says what
is stable.
"""

from xlrnn.api.article import reproduce
from xlrnn.api.exercises import check, check_rubric, exercise, grade
from xlrnn.api.maps import map
from xlrnn.api.models import evaluate, export, generate, predict, predict_file, train
from xlrnn.api.sites import playground
from xlrnn.api.studies import study
from xlrnn.api.weights import model, weights
from xlrnn.api.workbooks import (
    WORKBOOKS,
    build,
    check_build,
    engines,
    explain,
    list,
    read,
    reference,
    verify,
    workbook,
)
from xlrnn.report.grades import Grades

__all__ = [
    "WORKBOOKS",
    "Grades",
    "build",
    "check",
    "check_build",
    "check_rubric",
    "engines",
    "evaluate",
    "exercise",
    "explain",
    "export",
    "generate",
    "grade",
    "list",
    "map",
    "model",
    "playground",
    "predict",
    "predict_file",
    "read",
    "reference",
    "reproduce",
    "study",
    "train",
    "verify",
    "weights",
    "workbook",
]
