"""What every lesson is made of: options, frame, plan, and small numbers.

Here belongs what no lesson has for itself; nothing here knows one by name.
"""
