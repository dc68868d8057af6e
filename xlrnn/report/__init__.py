"""Results for people and for programs: a folder for each kind of result, a file for each form.

What is done to get them (verify, grade, train) stands in `xlrnn.api`; here is only how it is shown.
"""
