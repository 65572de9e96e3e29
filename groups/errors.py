"""What a request can be refused for. Each has a stable code; words are chosen at the edge."""

from __future__ import annotations


class CodevError(Exception):
    """A refusal: `code` never changes and never carries content, `status` is the HTTP answer."""

    status = 400

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotAllowed(CodevError):  # noqa: N818
    """This person may not do this, whatever the moment."""

    status = 403


class Refused(CodevError):  # noqa: N818
    """Not now: the session's step or state forbids it."""

    status = 409


class Stale(Refused):
    """What the sender believed is no longer so."""

    def __init__(self) -> None:
        super().__init__("stale")


class Invalid(CodevError):  # noqa: N818
    """A field cannot be understood."""

    status = 422

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.field = field


class NotFound(CodevError):  # noqa: N818
    """It does not exist, or not for this person."""

    status = 404
