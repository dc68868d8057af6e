"""The functions of spreadsheets that take texts apart."""

from xlrnn.sheet.expression import function

lower_case = function("LOWER")
replaced = function("SUBSTITUTE")
without_gaps = function("TRIM")
character = function("CHAR")
position = function("FIND")
beginning = function("LEFT")
part = function("MID")
length_of = function("LEN")
