"""Sentences that a reader may type into a workbook, and what becomes of them there."""

import openpyxl

SENTENCES = {
    "another": "I HATE the rain, but not my friends!",
    "upper case": "GREAT DAY",
    "equals sign": "=good+bad",
    "plus sign": "+1 for the best day",
    "unknown words": "qwertz love asdfgh zxcvb",
    "nothing known": "qwertz asdfgh",
    "empty": None,
    "spaces": "   ",
    "punctuation": "?! ... :)",
    "signs inside words": 'so~on *wild* what? it\'s "quoted"',
    "emoji": "😀😀 love 👍🏽 it",
    "right to left": "مرحبا love שלום",
    "accents": "L’amour ÉTÉ good",
    "line break": "good\nday",
    "a number": 2012,
    "longer than the network": "the day was good and i love my new friends " * 3,
    "longer than the page": "good " * 60 + "bad",
}

# LibreOffice takes a second for each.
FEW = {
    kind: SENTENCES[kind]
    for kind in ("equals sign", "empty", "emoji", "line break", "a number", "longer than the page")
}


def typed(path, sentence, to):
    """Type a sentence into a workbook, as a program stores it: a text, whatever it begins with."""
    workbook = openpyxl.load_workbook(path)
    sheet, area = next(workbook.defined_names["sentence"].destinations)
    cell = workbook[sheet][area.replace("$", "")]
    cell.value = sentence
    if isinstance(sentence, str):
        cell.data_type = "s"
    workbook.save(to)
    workbook.close()
    return to
