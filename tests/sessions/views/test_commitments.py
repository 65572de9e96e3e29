"""« Vos engagements »: one's own, on one's own devices, followed between sessions and into the next opening."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groups.commands import remove_participant
from groups.models import PersonalLink, Seat
from sessions import commands
from sessions.models import Commitment, ContentKey, Session
from sessions.views import commitments
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import PROMISE, check_in, promise

TEXT, WORD = "zqpromise", "zqword"
SOON = date.today() + timedelta(days=10)


def path(evening: Evening, name: str = "amina", id: UUID | None = None) -> str:
    return f"/commitments/{f'{id}/' if id else ''}?as={evening.id(name)}"


def change(http: Client, evening: Evening, **fields: Any) -> HttpResponse:
    sent = {"version": Commitment.objects.get(pk=PROMISE).version, "state": "taken", "due": "", "word": "", **fields}
    return http.post(path(evening, id=PROMISE), sent)


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def read(http: Client, where: str) -> set[str]:
    return {one for one in (TEXT, WORD) if one in text_of(http.get(where, follow=True))}


def device(evening: Evening, name: str, *, proven: bool = False) -> Client:
    """Another browser of the same person, by a link made anew."""
    link = PersonalLink.objects.create(participant=evening.people[name], token_hash=str(uuid4()))
    first, evening.seats[name] = (
        evening.seats[name],
        Seat.objects.create(participant=evening.people[name], link=link),
    )
    if proven:
        evening.prove(name)
    http = evening.browser(name, language="fr")
    evening.seats[name] = first
    return http


@pytest.fixture
def promised(evening: Evening) -> Evening:
    """Amina committed herself in a session that is over, on a device that is proven since."""
    promise(evening, text=TEXT)
    evening.prove("amina")
    return evening


def row() -> Commitment:
    return Commitment.objects.get(pk=PROMISE)


def test_state_day_and_a_word_are_kept_and_the_word_is_sealed(promised: Evening) -> None:
    http = promised.browser("amina", language="fr")
    answer = change(http, promised, state="trying", due=SOON.isoformat(), word=WORD)
    assert answer.status_code == 302
    page = text_of(http.get(answer["Location"]))
    assert "Enregistré." in page
    assert {TEXT, WORD} <= read(http, path(promised))
    kept = row()
    assert (kept.state, kept.due_on, kept.word, kept.version) == ("trying", SOON, WORD, 1)
    assert WORD.encode() not in bytes(kept.sealed_word or b"")
    # Dropped, and taken up again; the word goes.
    for state in ("dropped", "taken"):
        assert change(http, promised, state=state).status_code == 302
    assert (row().state, row().due_on, row().sealed_word, row().version) == ("taken", None, None, 3)


def test_what_another_device_kept_is_not_written_over(promised: Evening) -> None:
    laptop = device(promised, "amina", proven=True)
    assert change(laptop, promised, state="trying", word="laptop").status_code == 302
    late = change(promised.browser("amina", language="fr"), promised, version=0, state="dropped", word="phone")
    page = text_of(late)
    assert late.status_code == 409
    assert "laptop" in page
    assert ">phone</textarea>" in page.replace("\n", "")
    assert 'name="version" value="1"' in page
    assert row().word == "laptop"
    # An answer that was lost: the same once more is kept already.
    assert change(laptop, promised, version=0, state="trying", word="laptop").status_code == 302
    assert row().version == 1
    assert change(promised.browser("amina"), promised, version=1, state="dropped", word="phone").status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("due", "9999-12-31", "trop loin"),
        ("due", "0000-01-01", "Saisissez une date valide"),
        ("due", "2020-01-01", "Cette date est passée."),
        ("due", "demain", "Saisissez une date valide"),
        ("due", "<script>", "Saisissez une date valide"),
        ("state", "reported", "choix valide"),
        ("state", "", "obligatoire"),
        ("state", "\u202e", "choix valide"),
        ("word", "x" * 10_001, "caractères"),
        ("word", "a\0b", "nul"),
        ("version", "zq", "nombre entier"),
        ("version", str(2**40), "pas plus de"),
        ("version", "-1", "pas moins de"),
    ],
)
def test_bad_input_is_said_at_its_field_and_what_was_typed_stays(
    promised: Evening, field: str, value: str, says: str
) -> None:
    http = promised.browser("amina", language="fr")
    answer = change(http, promised, **{"word": "ce que je tape", field: value})
    assert answer.status_code == 422
    page = text_of(answer)
    assert says in page
    assert field == "word" or "ce que je tape" in page
    assert '<script>"' not in page
    assert row().version == 0


def test_a_day_may_be_any_from_today_on_to_two_years_ahead_and_an_old_one_stays(promised: Evening) -> None:
    midnight = datetime(2027, 1, 12, 23, tzinfo=UTC)  # in Paris
    with time_machine.travel(midnight - timedelta(minutes=1), tick=False):
        http = promised.browser("amina")
        assert change(http, promised, due="2027-01-11").status_code == 422
        assert change(http, promised, due="2027-01-12").status_code == 302
    with time_machine.travel(midnight, tick=False):
        assert change(http, promised, due="2027-01-12", word="encore").status_code == 302
        assert change(http, promised, due="2030-01-01").status_code == 422
        assert change(http, promised, due="2029-12-31").status_code == 302
        assert change(http, promised, due="2027-01-12").status_code == 422


def test_what_was_shared_at_an_opening_stays_so_and_keeps_its_word(promised: Evening) -> None:
    Commitment.objects.update(state="reported", due_on=SOON)
    http = promised.browser("amina", language="fr")
    page = text_of(http.get(path(promised)))
    assert "partagé" in page
    assert 'name="state"' not in page
    assert change(http, promised, state="taken", due="2020-01-01", word=WORD).status_code == 302
    assert (row().state, row().due_on, row().word) == ("reported", SOON, WORD)


OTHERS = ["bruno", "farid", "claire", "colin", "david", "hakim", "agnes", "gina", SCREEN, ""]


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_reads_or_changes_it(promised: Evening, name: str) -> None:
    assert change(promised.browser("amina"), promised, word=WORD).status_code == 302
    http = promised.browser(name)
    for where in ("/commitments/", path(promised), "/given/", "/", f"/given/?as={promised.id('amina')}"):
        assert read(http, where) == set()
    for where in (f"/commitments/{PROMISE}/", path(promised, id=PROMISE)):
        assert http.post(where, {"version": 1, "state": "dropped"}).status_code in (302, 403, 404)
    assert row().version == 1


def test_a_device_that_is_not_proven_shows_what_it_wrote_and_tells_nothing_else(promised: Evening) -> None:
    stranger, nobody = device(promised, "amina"), device(promised, "driss")
    assert read(stranger, path(promised)) == set()
    told = [text_of(http.get(path(promised, name))) for http, name in ((stranger, "amina"), (nobody, "driss"))]
    # The same page for who never was client, but for ids, tokens and nonces.
    plain = [re.sub(r"[0-9a-f-]{36}|[\w+/=-]{20,}", "", page) for page in told]
    assert plain[0] == plain[1]
    assert change(stranger, promised, state="dropped").status_code == 404
    # The word that a proven device wrote does not open where the commitment was written, and is not emptied from there.
    assert change(promised.browser("amina"), promised, word=WORD).status_code == 302
    Seat.objects.filter(participant=promised.people["amina"]).update(proven_at=None)
    phone = promised.browser("amina")
    assert read(phone, path(promised)) == {TEXT}
    assert change(phone, promised, state="trying", word="").status_code == 302
    assert (row().state, row().word) == ("trying", WORD)
    Commitment.objects.update(sealed_word=None)
    assert change(phone, promised, word="zqword du téléphone").status_code == 302
    assert read(phone, path(promised)) == {TEXT, WORD}


def test_an_address_of_later_does_not_open_what_was_taken_on_before(promised: Evening) -> None:
    newer = device(promised, "amina", proven=True)
    Seat.objects.exclude(pk=promised.seats["amina"].pk).filter(participant=promised.people["amina"]).update(
        reaches_from=timezone.now() + timedelta(minutes=1)
    )
    assert read(newer, path(promised)) == set()


def test_the_next_opening_shows_what_was_changed_and_neither_writes_over_the_other(promised: Evening) -> None:
    http = promised.browser("amina", language="fr")
    assert change(http, promised, state="trying", due=SOON.isoformat(), word=WORD).status_code == 302
    check_in(promised)
    promised.do("claire", "jump", to_step=promised.index("follow_up"))
    page = text_of(http.get(promised.path()))
    assert "en cours" in page
    assert TEXT in page
    assert WORD not in page
    assert WORD not in text_of(promised.browser("claire").get(promised.path()))
    # Changed while the follow-up runs: its page is read anew; what was reported is changed in the session alone.
    assert change(http, promised, state="taken", word=WORD).status_code == 302
    promised.do("amina", "report_commitment", id=PROMISE, state="trying", text="J’ai appelé.")
    late = change(http, promised, version=2, state="dropped", word=WORD)
    assert late.status_code == 409
    again = change(http, promised, state="dropped", word=WORD)
    assert (again.status_code, "changez-le dans la séance" in text_of(again)) == (409, True)
    assert change(http, promised, state="trying", word="zqword plus long").status_code == 302
    promised.do("amina", "report_commitment", id=PROMISE, state="not_today")
    assert row().state == "taken"
    promised.do("amina", "report_commitment", id=PROMISE, state="reported", text="C’est fait.")
    promised.do("claire", "close")
    assert change(http, promised, word="fin").status_code == 302
    assert (row().state, row().word) == ("reported", "fin")


def test_it_is_in_ones_data_and_goes_with_its_owner_and_its_key(promised: Evening) -> None:
    http = promised.browser("amina", language="fr")
    assert change(http, promised, state="trying", due=SOON.isoformat(), word=WORD).status_code == 302
    mine = f"/my-data/?as={promised.id('amina')}"
    assert read(http, mine) == {TEXT, WORD}
    exported = json.loads(http.get(mine.replace("?", "my-data.json?")).content)
    (action,) = [one for session in exported["sessions"] for round_ in session["rounds"] for one in round_["actions"]]
    assert action == {"text": TEXT, "due_on": SOON.isoformat(), "state": "trying", "word": WORD}
    ContentKey.objects.destroy(row().session_id)
    page = text_of(http.get(path(promised)))
    assert "Ce texte ne peut plus être lu." in page
    assert "<textarea" not in page
    assert read(http, mine) == set()
    assert change(http, promised, word="trop tard").status_code == 409


def test_erasing_its_owner_empties_it(promised: Evening) -> None:
    assert change(promised.browser("amina"), promised, due=SOON.isoformat(), word=WORD).status_code == 302
    commands.erase_participant(participant=promised.people["amina"])
    assert (row().text, row().due_on, row().sealed_word, row().state) == ("", None, None, "taken")


def test_who_left_the_group_and_a_session_that_is_taken_up_again_change_nothing(promised: Evening) -> None:
    http = promised.browser("amina")
    Session.objects.filter(commitments=PROMISE).update(status="running")
    assert change(http, promised, word=WORD).status_code == 404
    Session.objects.filter(commitments=PROMISE).update(status="closed")
    remove_participant(participant=promised.people["amina"], by=promised.users["claire"])
    assert change(http, promised, word=WORD).status_code in (403, 404)
    assert row().version == 0


def test_somebody_who_saves_without_end_is_slowed_down(promised: Evening, monkeypatch: Any) -> None:
    monkeypatch.setattr(commitments, "SAVES_A_MINUTE", 2)
    http = promised.browser("amina")
    said = [change(http, promised, word=f"mot {number}").status_code for number in range(3)]
    assert said[-1] == 409


def test_a_page_costs_the_same_for_one_and_for_thirty(promised: Evening) -> None:
    http = promised.browser("amina")
    change(http, promised, word=WORD)

    def cost() -> int:
        http.get(path(promised))
        with CaptureQueriesContext(connection) as asked:
            page = text_of(http.get(path(promised)))
        assert page.count('class="commitment') == min(20, Commitment.objects.count())
        return len(asked)

    first, one = cost(), row()
    for number in range(29):
        one.pk = uuid4()
        one.text, one.word = f"{TEXT} {number}", WORD
        one.save(force_insert=True)
    assert cost() == first
    assert text_of(http.get(path(promised) + "&page=2")).count('class="commitment') == 10
    assert http.get(path(promised) + "&page=99999999999").status_code == 200
