"""The mail with a personal link says who invites, for whom, to what and when: in the reader's language, and no more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import translation

from codev import worker
from groups.commands import invite_all
from groups.models import Mail, Participant
from sessions import commands
from sessions.models import Session
from tests.mails import page_of, text_of
from tests.sessions.cast.evening import Evening, gather
from tests.smtp import Post

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
SAID = {
    "fr": (
        "Claire (Atelier) vous invite à un groupe de codéveloppement.",
        "Codéveloppement · Mardi",
        "Prochaine séance : mardi 12 janvier 2027, 9 h – 11 h 10, heure de la Martinique",
        "Claire vous fait envoyer ce message par Codev.",
        "Votre invitation : Codéveloppement · Mardi",
    ),
    "en": (
        "Claire, of Atelier, invites you to a codevelopment group.",
        "Codevelopment · Mardi",
        "Next date: ",
        "Claire had this message sent to you by Codev.",
        "Your invitation: Codevelopment · Mardi",
    ),
}


@pytest.fixture
def evening(db: None) -> Evening:
    """Of a group with another name outside, which meets on the clocks of Martinique; Amina reads English."""
    evening = gather(("amina", "bruno"))
    evening.group.calendar_name, evening.group.time_zone = "Mardi", "America/Martinique"
    evening.group.save()
    for name, language in (("amina", "en"), ("bruno", "")):
        row = Participant.objects.filter(pk=evening.people[name].pk)
        row.update(email=f"{name}@example.org", language=language)
        evening.seats[name].delete()
    return evening


def plan(evening: Evening, at: datetime) -> Session:
    how = {"minutes": 120, "rounds": 2, "protocol_key": "codev-classique"}
    return commands.plan_session(cycle=evening.group.cycle, scheduled_at=at, **how)


def invite(evening: Evening, post: Post) -> dict[str, tuple[str, str, str]]:
    """Text, page and subject of what each is sent."""
    with time_machine.travel(NOW, tick=False), translation.override("fr"):
        invite_all(group=evening.group, by=evening.users["claire"])
        worker.drain()
    letters = [(one["To"].split("@")[0], one) for one in post.letters]
    return {to: (plain(text_of(one)), plain(page_of(one)), plain(str(one["Subject"]))) for to, one in letters}


def plain(text: str) -> str:
    """Blanks as one types them."""
    return " ".join(text.split())


def test_it_says_who_invites_to_what_and_when(evening: Evening, by_post: Post) -> None:
    plan(evening, NOW + timedelta(days=30))
    plan(evening, datetime(2027, 1, 12, 13, tzinfo=UTC))
    cancelled = plan(evening, NOW + timedelta(days=1))
    Session.objects.filter(pk=cancelled.pk).update(status=Session.Status.CANCELLED)
    sent = invite(evening, by_post)
    for name, language in (("bruno", "fr"), ("amina", "en")):
        text, page, subject = sent[name]
        *told, titled = SAID[language]
        assert [words for words in told if words not in text or words not in page] == []
        assert subject == titled
        assert [part for part in (text, page, subject) if evening.group.name in part] == []


def test_without_a_plan_it_names_no_date(evening: Evening, by_post: Post) -> None:
    text, page, _subject = invite(evening, by_post)["bruno"]
    assert "Prochaine séance" not in text + page
    assert "Codéveloppement · Mardi" in text


def test_who_invited_may_be_gone_when_it_leaves(evening: Evening, by_post: Post) -> None:
    with translation.override("fr"):
        invite_all(group=evening.group, by=evening.users["claire"])
    Mail.objects.update(by=None)
    worker.drain()
    said = [text_of(letter) for letter in by_post.letters if letter["To"].startswith("bruno")]
    assert ["Une place vous attend dans un groupe de codéveloppement (Atelier)." in text for text in said] == [
        True
    ] * len(said)
