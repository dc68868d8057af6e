"""The ways in which a workbook goes wrong: each kind lists what it can do to one formula.

A kind is a function from a target, a cell with a formula, to the edits that it knows for it.
Whether an edit changes any number is not known here.
"""

from tests.mutation import (
    array_kinds,
    doubtful_kinds,
    formula_kinds,
    keeping_kinds,
    network_kinds,
    value_kinds,
)
from tests.mutation.target import Kind

KINDS: dict[str, Kind] = {
    "operands swapped": formula_kinds.operands_swapped,
    "sign": formula_kinds.sign,
    "operator": formula_kinds.operator,
    "`$` lost": formula_kinds.dollar_lost,
    "row off by one": formula_kinds.row_off_by_one,
    "column off by one": formula_kinds.column_off_by_one,
    "range resized": formula_kinds.range_resized,
    "wrong range in an array formula": array_kinds.wrong_range_in_array,
    "name stands for another column": array_kinds.name_shifted,
    "neighbour's formula": formula_kinds.copied_unmoved,
    "bias left out": network_kinds.bias_left_out,
    "previous state not used": network_kinds.previous_state_not_used,
    "transposed matrix": network_kinds.transposed_matrix,
    "softmax without normalisation": network_kinds.softmax_without_normalisation,
    "function changed": formula_kinds.function_changed,
    "constant instead of formula": value_kinds.constant,
    "array formula fills less": array_kinds.array_shrunk,
    "rounded to 4 digits": value_kinds.rounded_to_4_digits,
    "slightly off": value_kinds.slightly_off,
    'text "0.5"': value_kinds.text_for_number,
    "error value": value_kinds.error_value,
    "emptied": value_kinds.emptied,
    "read from the reference": value_kinds.read_from_the_reference,
    "reference changed": value_kinds.reference_changed,
    "read from the other notation": keeping_kinds.read_from_the_other_notation,
    "for the given inputs only": keeping_kinds.for_the_given_inputs_only,
    "a number as a formula": keeping_kinds.number_as_a_formula,
    "a case left out": keeping_kinds.case_left_out,
    "name defined twice": doubtful_kinds.name_defined_twice,
    "name made relative": doubtful_kinds.name_made_relative,
    "row or column hidden": doubtful_kinds.hidden_line,
    "page behind another": doubtful_kinds.page_behind_another,
    "odd sign": doubtful_kinds.sign_that_looks_like_another,
}
