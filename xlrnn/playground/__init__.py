"""The playground: workbooks in a web page, with nothing installed.

Here belongs what puts the page together and where it is written; the page itself lies in `page/`,
as the browser gets it.
"""
