"""The documentation as a site of HTML pages: `python -m docs.site`.

The pages themselves are the files of `docs/`; here is only what makes a site of them.
"""
