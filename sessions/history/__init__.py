"""What HR sees of a group: process figures, never what was said, never who was client.

`figures` is the allow-list: it alone reads rows, and only those that it names.
"""
