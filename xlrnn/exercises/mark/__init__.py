"""One workbook from the file to its verdicts: opened, calculated, judged, asked once more.

Here belongs what it takes to be sure of a verdict: several trials, several engines, repairs.
"""
