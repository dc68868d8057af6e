"""What a model thinks of a text, as text: the probabilities, then how they moved."""

from xlrnn.tasks.sentiment.predict import SentimentPrediction

BAR = 20


def prediction_lines(found: SentimentPrediction) -> list[str]:
    """Return the classes with their probabilities, and a line for each word."""
    pairs = zip(found.classes, found.probabilities, strict=True)
    lines = [f"{found.text} → " + "  ".join(f"{name} {p:.3f}" for name, p in pairs)]
    if found.blind:
        lines.append("  no word of it is known: this is what the model says to anything")
    if found.unseen:
        lines.append(f"  its first {found.unseen} known words are too far back to be seen")
    which = len(found.order) - 1
    width = max((len(step.word) for step in found.steps), default=0)
    for step in found.steps:
        p = step.probabilities[which]
        shown = f"{found.order[which]} {p:.3f} {'█' * round(p * BAR)}"
        lines.append(f"  {step.word:<{width}}  {shown if step.known else '(unknown word)'}")
    return lines
