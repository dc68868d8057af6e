"""LibreOffice's near end, for a Python with uno that is often not the one that runs xlrnn.

Stands alone (standard library and uno). Starts soffice with the throw-away profile that
`xlrnn.engines.profile` wrote, and answers the requests of `xlrnn.engines.isolation.process`.
What is asked of soffice goes through a pipe, and each new object costs several round trips:
so pages and areas are kept while their workbook is loaded.
"""
