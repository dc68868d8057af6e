"""How good a model is, as text and as JSON."""

import json

from xlrnn import provenance
from xlrnn.clean import clean
from xlrnn.report.columns import aligned
from xlrnn.tasks.classification import Classification
from xlrnn.tasks.evaluation import Evaluation


def as_json(found: Evaluation) -> str:
    """Return the result for programs; its `schema` names the form."""
    content = {**found.to_json(), **provenance.as_json()}
    return json.dumps(content, indent=1, ensure_ascii=False)


def as_text(found: Evaluation) -> list[str]:
    """Return the result for people, line by line."""
    units = found.unit if found.count == 1 else f"{found.unit}s"
    place = found.data or "its own data"
    lines = [f"{found.task} {found.model}: {found.count:,} {units} of {place} ({found.part})"]
    lines += found.notes
    lines += [f"{name} {value:.4f}" for name, value in found.values.items()]
    if found.classes is not None:
        lines += ["", *_scores(found.classes), "", *_confusion(found.classes)]
        lines += ["", *_calibration(found.classes)]
    return [clean(line) for line in lines]


def _scores(found: Classification) -> list[str]:
    rows = [["class", "precision", "recall", "F1", "texts"]]
    for score in found.scores:
        shares = [f"{share:.4f}" for share in (score.precision, score.recall, score.f1)]
        rows.append([score.name, *shares, f"{score.support:,}"])
    return aligned(rows)


def _confusion(found: Classification) -> list[str]:
    names = [score.name for score in found.scores]
    rows = [["true, below: called →", *names]]
    for name, counts in zip(names, found.confusion, strict=True):
        rows.append([name, *(f"{count:,}" for count in counts)])
    return aligned(rows)


def _calibration(found: Classification) -> list[str]:
    rows = [["confidence", "texts", "mean", "accuracy"]]
    for each in found.calibration:
        shares = [f"{share:.4f}" for share in (each.confidence, each.accuracy)]
        rows.append([f"{each.low:.1f} to {each.high:.1f}", f"{each.count:,}", *shares])
    error = found.expected_calibration_error
    return [*aligned(rows), f"expected calibration error {error:.4f}"]
