"""An engine in a process of its own, with limits, without network and files.

Here belongs what holds any program back; an engine's own adapter stands one folder up.
"""
