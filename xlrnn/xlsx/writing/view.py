"""How a sheet is shown and printed: widths, frozen headers, folds, page set-up."""

from xlsxwriter.worksheet import Worksheet

from xlrnn.sheet.page import Page

_A4 = 9
# Programs that do not fit rows to their text would cut the title.
_TITLE_HEIGHT = 28


def apply_look(sheet: Worksheet, page: Page) -> None:
    """Set up a sheet as its page wants it."""
    look = page.look
    folds = {
        column: fold.folded
        for fold in look.folded_columns
        for column in range(fold.first, fold.last + 1)
    }
    for column in sorted({*look.widths, *folds}):
        options = {"level": 1, "hidden": folds[column]} if column in folds else {}
        sheet.set_column(column - 1, column - 1, look.widths.get(column), None, options)
    for fold in look.folded_columns:
        after = fold.last
        sheet.set_column(after, after, look.widths.get(after + 1), None, {"collapsed": fold.folded})
    for fold in look.folded_rows:
        for row in range(fold.first, fold.last + 1):
            sheet.set_row(row - 1, None, None, {"level": 1, "hidden": fold.folded})
    for row, height in {1: _TITLE_HEIGHT, **look.heights}.items():
        sheet.set_row(row - 1, height)
    if look.freeze is not None:
        sheet.freeze_panes(look.freeze.row - 1, look.freeze.column - 1)
    sheet.outline_settings(True, False, True, False)
    sheet.set_zoom(look.zoom)
    _set_up_printing(sheet, page)


def _set_up_printing(sheet: Worksheet, page: Page) -> None:
    look = page.look
    sheet.set_paper(_A4)
    if look.portrait:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_margins(left=0.25, right=0.25, top=0.5, bottom=0.6)
    part = f"&C&9{look.left_out}; the rest is on the screen" if look.left_out else ""
    sheet.set_footer(f"&L&9&F · &A{part}&R&9page &P of &N")
    if look.print_area is not None:
        first, last = look.print_area.first, look.print_area.last
        sheet.print_area(first.row - 1, first.column - 1, last.row - 1, last.column - 1)
    if look.one_page:
        sheet.fit_to_pages(1, 1)
        return
    if look.scale:
        sheet.set_print_scale(look.scale)
        sheet.set_h_pagebreaks([row - 1 for row in look.breaks])
        sheet.set_v_pagebreaks([column - 1 for column in look.column_breaks])
    elif look.one_wide:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(60)
    if look.repeat_rows:
        sheet.repeat_rows(0, look.repeat_rows - 1)
    if look.repeat_columns and not look.one_wide:
        sheet.repeat_columns(0, look.repeat_columns - 1)
