"""What a web page asks xlrnn, where Python itself runs in the browser (Pyodide).

Here belongs how the page's questions reach the verbs, and what stands in there for what a browser
does not have: processes, and a WebAssembly runtime of its own. What the page looks like does not:
that is `xlrnn.playground`.
"""
