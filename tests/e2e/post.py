"""What a mail server of the tests took, as whoever it was for, and whoever looks over a shoulder, reads it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from email.message import EmailMessage as Letter

from tests.mails import text_of
from tests.smtp import Post

from .people import PATIENCE

# What a mail of the product says of itself, and no line that somebody typed adds to it.
HEADERS = {"Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID"}
HEADERS |= {"List-Unsubscribe", "List-Unsubscribe-Post"}


def letters_to(post: Post, address: str, about: str, count: int = 1) -> list[Letter]:
    """What came for somebody whose subject has this pattern, in order, once there are so many."""
    ends = time.monotonic() + PATIENCE
    while True:
        post.taken.clear()
        found = [one for one in post.letters if one["To"] == address and re.search(about, one["Subject"])]
        if len(found) >= count:
            return found
        come = [(one["To"], one["Subject"]) for one in post.letters]
        assert post.taken.wait(max(0.0, ends - time.monotonic())), f"{address}, {about}: {come}"


def link_in(letter: Letter, path: str) -> str:
    found = re.search(rf"http\S+{path}\S*", text_of(letter))
    assert found, text_of(letter)
    return found[0]


def dates_in(letter: Letter) -> Iterator[tuple[str, str, int]]:
    """Of each message for a calendar: METHOD, UID and SEQUENCE."""
    for part in letter.walk():
        if part.get_content_type() == "text/calendar":
            text = re.sub(r"\r?\n[ \t]", "", str(part.get_content()))
            said = dict(re.findall(r"(?m)^(METHOD|UID|SEQUENCE):(.*?)\r?$", text))
            yield said["METHOD"], said["UID"], int(said["SEQUENCE"])


def readable(letter: Letter) -> str:
    """All of a mail that anybody can read: subject, texts, attachments, and every header."""
    parts = [str(part.get_content()) for part in letter.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(f"{name}: {value}" for name, value in letter.items()), *parts])
