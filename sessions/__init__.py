"""Sessions: the method's steps, live and afterwards."""
