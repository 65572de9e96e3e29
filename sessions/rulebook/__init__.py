"""The rules of the method, pure: no Django, no clock of its own, no I/O."""
