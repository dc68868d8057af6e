"""The workbooks of an exercise: the student's, and the teacher's solution.

Here belongs what a student sees; what is asked is decided in `ask`.
"""
