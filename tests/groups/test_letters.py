"""Mails of two parts, as a real mail server takes them: who invites is said, and no name writes a line of a header."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from codev import worker
from groups.letters import LINE_MAX, Written
from groups.mails import ask, mail_invitation
from groups.models import Organisation, User
from groups.writers import WRITERS, writes
from tests.groups.conftest import Arrive, Atelier, url
from tests.mails import page_of, text_of
from tests.smtp import Post

pytestmark = pytest.mark.usefixtures("in_english")

BREAKS = ("\n", "\r", "\r\n", "\x0b", "\x1c", "\u2028", "\0")
NAMES = [f"Amina{line}Bcc: forged@example.org" for line in BREAKS]
NAMES += ["Amina\r\n\r\nForged", "é" * 119, "漢字 " * 39, "<b>Amina</b> & “Co”", "👩‍🏫" * 30]
HEADERS = {"Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID"}


@pytest.fixture
def titled() -> Iterator[None]:
    """A kind of mail whose subject, and whose attachment's name, are whatever its sender is called."""
    writes("titled")(
        lambda mail: Written(
            f"{mail.by} writes", "text", "<p>text</p>", ((f"{mail.by}.ics", "BEGIN", "text/calendar"),)
        )
    )
    yield
    del WRITERS["titled"]


def test_no_name_adds_a_line_to_a_mail(claire: User, titled: None, by_post: Post) -> None:
    people = [User.objects.create_user(f"{place}@example.org", name=name) for place, name in enumerate(NAMES)]
    for by in people:
        mail_invitation(claire, organisation=Organisation.objects.create(name=by.name), by=by)
        ask("titled", user=claire, by=by)
    worker.drain()
    assert len(by_post.letters) == 2 * len(NAMES)
    assert {name for letter in by_post.letters for name in letter} == HEADERS
    assert [letter["To"] for letter in by_post.letters] == [claire.email] * len(by_post.letters)
    subjects = [str(letter["Subject"]) for letter in by_post.letters]
    assert max(map(len, subjects)) < LINE_MAX + 10  # what reads it here puts blanks between encoded words
    assert {"Amina Bcc: forged@example.org writes", "<b>Amina</b> & “Co” writes"} <= set(subjects)
    invitations = [letter for letter in by_post.letters if letter["Subject"] == "You are invited to Codev"]
    assert len(invitations) == len(NAMES)
    assert {len(text_of(letter).splitlines()) for letter in invitations} == {7}
    assert [letter for letter in invitations if "<b>" in page_of(letter)] == []


def test_an_account_s_invitation_says_who_invites_and_where_to(atelier: Atelier, arrive: Arrive, by_post: Post) -> None:
    invited = {"name": "Nadia", "email": "nadia@example.org", "role": "facilitator"}
    arrive(atelier.agnes).post(url("invite", atelier.organisation.pk), invited)
    worker.drain()
    (letter,) = by_post.letters
    for part in (text_of(letter), page_of(letter)):
        assert "Agnès invites you to Codev, for Atelier: an account is ready for you." in part
        assert "http://127.0.0.1:8000/accounts/login/" in part
