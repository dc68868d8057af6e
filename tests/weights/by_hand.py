"""Changes that somebody makes in a workbook, with openpyxl, which stores no results."""

import openpyxl

from xlrnn.lessons.export.written import WRITTEN

CONSTANTS = {name for entry in WRITTEN.values() for name in entry.constants}


def turned(weight):
    """Return another weight: each number goes elsewhere, and what is above 0 stays there."""
    return weight * 0.75 + 0.0625


def cells_of(workbook, name):
    """Return the cells of a defined name, row by row."""
    sheet, area = next(workbook.defined_names[name].destinations)
    found = workbook[sheet][area.replace("$", "")]
    return found if isinstance(found, tuple) else ((found,),)


def change(path, *changes):
    """Type something into cells of blocks: name, row, column, value.

    Returns:
        The last cell, as users read it.
    """
    workbook = openpyxl.load_workbook(path)
    place = ""
    for name, row, column, value in changes:
        cell = cells_of(workbook, name)[row][column]
        cell.value = value
        place = f"{cell.parent.title}!{cell.coordinate}"
    workbook.save(path)
    workbook.close()
    return place


def edit(path, action):
    """Do something to an open workbook, and save it."""
    workbook = openpyxl.load_workbook(path)
    action(workbook)
    workbook.save(path)
    workbook.close()


def turn_weights(path, book, *, as_formulas=False):
    """Turn every weight of an exported model; as formulas, the cells calculate it.

    Args:
        path: the file.
        book: its blocks.
        as_formulas: whether `=0.5*0.75+0.0625` is typed, or its result.
    """
    workbook = openpyxl.load_workbook(path)
    for block in book.blocks:
        if block.role.value != "parameter" or block.entry.text:
            continue
        if any(block.key.endswith(end) for end in (*CONSTANTS, "tolerance", "word_ids", "_0")):
            continue
        for row in cells_of(workbook, block.name):
            for cell in row:
                value = float(cell.value)
                formula = f"={value!r}*0.75+0.0625".replace("e", "E")
                cell.value = formula if as_formulas else turned(value)
    workbook.save(path)
    workbook.close()
