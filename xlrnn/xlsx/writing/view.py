"""How a sheet is shown and printed: widths, frozen headers, folds, page set-up."""

from xlsxwriter.worksheet import Worksheet

from xlrnn.sheet.page import Page

_A4 = 9
# Programs that do not fit rows to their text would cut the title.
_TITLE_HEIGHT = 28


def apply_view(sheet: Worksheet, page: Page) -> None:
    """Set up a sheet as its page wants it."""
    view = page.view
    folds = {
        column: fold.folded
        for fold in view.folded_columns
        for column in range(fold.first, fold.last + 1)
    }
    for column in sorted({*view.widths, *folds}):
        options = {"level": 1, "hidden": folds[column]} if column in folds else {}
        sheet.set_column(column - 1, column - 1, view.widths.get(column), None, options)
    for fold in view.folded_columns:
        after = fold.last
        sheet.set_column(after, after, view.widths.get(after + 1), None, {"collapsed": fold.folded})
    for fold in view.folded_rows:
        for row in range(fold.first, fold.last + 1):
            sheet.set_row(row - 1, None, None, {"level": 1, "hidden": fold.folded})
    for row, height in {1: _TITLE_HEIGHT, **view.heights}.items():
        sheet.set_row(row - 1, height)
    if view.freeze is not None:
        sheet.freeze_panes(view.freeze.row - 1, view.freeze.column - 1)
    sheet.outline_settings(True, False, True, False)
    sheet.set_zoom(view.zoom)
    _set_up_printing(sheet, page)


def _set_up_printing(sheet: Worksheet, page: Page) -> None:
    view = page.view
    sheet.set_paper(_A4)
    if view.portrait:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_margins(left=0.25, right=0.25, top=0.5, bottom=0.6)
    part = f"&C&9{view.not_printed}; the rest is on the screen" if view.not_printed else ""
    sheet.set_footer(f"&L&9&F · &A{part}&R&9page &P of &N")
    if view.print_area is not None:
        first, last = view.print_area.first, view.print_area.last
        sheet.print_area(first.row - 1, first.column - 1, last.row - 1, last.column - 1)
    if view.one_page:
        sheet.fit_to_pages(1, 1)
        return
    if view.scale:
        sheet.set_print_scale(view.scale)
        sheet.set_h_pagebreaks([row - 1 for row in view.breaks])
        sheet.set_v_pagebreaks([column - 1 for column in view.column_breaks])
    elif view.one_wide:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(60)
    if view.repeat_rows:
        sheet.repeat_rows(0, view.repeat_rows - 1)
    if view.repeat_columns and not view.one_wide:
        sheet.repeat_columns(0, view.repeat_columns - 1)
