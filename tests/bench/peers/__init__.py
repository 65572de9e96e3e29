"""Peers of the bench: a naive and a good form of one small live application, and servers that only push ready frames.

They are measured beside the product, in the same run, so that a figure says something on any machine.
"""
