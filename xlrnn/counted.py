"""Numbers with the word for what is counted, as English says them: 1 text, 2 texts."""


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number and what it counts.

    Args:
        count: how many there are.
        one: what a single one is called; a verb may follow.
        many: the same of any other number, by default with an s at the end.

    Example:
        >>> counted(1, "text"), counted(0, "text"), counted(2500, "row is", "rows are")
        ('1 text', '0 texts', '2,500 rows are')
    """
    return f"{count:,} {noun(count, one, many)}"


def noun(count: int, one: str, many: str = "") -> str:
    """Return what is counted alone, where the number stands elsewhere.

    Example:
        >>> noun(1, "text"), noun(2, "class", "classes")
        ('text', 'classes')
    """
    return one if count == 1 else many or f"{one}s"
