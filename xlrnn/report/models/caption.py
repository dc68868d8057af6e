"""A caption as text: what it is, and what there is to say of it."""

from xlrnn.tasks.caption.predict import Caption


def caption_lines(found: Caption) -> list[str]:
    """Return the picture's name, its caption, and notes."""
    return [f"{found.text} → {found.caption}", *(f"  {note}" for note in found.notes)]
