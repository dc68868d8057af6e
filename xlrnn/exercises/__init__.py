"""Exercises: blank some cells of a lesson, hand them out, mark what comes back and say why.

`exercise` writes workbooks and keys, `grade` marks files with the lesson's own rules. Both are
made from the lesson itself, so that exercise and solution cannot drift apart.
"""
