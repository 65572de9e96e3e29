"""What a request can be refused for. Each has a stable code; words for it are chosen where it is answered.

The rulebook imports this and nothing else from outside: so it imports nothing itself.
"""

from __future__ import annotations


class CodevError(Exception):
    """A refusal: `code` never changes and never carries content, `status` is the HTTP answer.

    docs/live.md names every code; a test holds it to those that are raised.
    """

    status = 400

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotAllowed(CodevError):  # noqa: N818
    """This person may not do this, whatever the moment."""

    status = 403


class Refused(CodevError):  # noqa: N818
    """Not now: the moment forbids it (the session's step, a link that is closed, a group that is full)."""

    status = 409


class Stale(Refused):
    """What the sender believed is no longer so: somebody else was quicker. Nothing was done."""

    def __init__(self) -> None:
        super().__init__("stale")


class Invalid(CodevError):  # noqa: N818
    """A value cannot be understood or is out of range; `field` is the form's field it belongs to, "" for none."""

    status = 422

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.field = field


class NotFound(CodevError):  # noqa: N818
    """It does not exist, or not for this person: the answer is the same, so that nobody learns which."""

    status = 404
