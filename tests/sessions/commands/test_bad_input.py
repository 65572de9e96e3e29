"""What nobody should send: refused with a sentence in the sender's language, never a 500, and nothing has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils.html import strip_tags

from sessions.models import Commitment, Contract, Contribution, JournalEntry
from tests.sessions.cast.clicks import CLICKS
from tests.sessions.cast.evening import Evening, gather
from tests.sessions.cast.moments import (
    QUESTION,
    action_plan,
    bruno_gone,
    check_in,
    clarification,
    consultation,
    contract,
    lobby,
    questioned,
)

JSON = {"Accept": "application/json"}
UUID_MISSING = "6678fbb8-a871-4dfd-97c1-239eed2f4a23"
LONG = "é" * 100_000


def everything(evening: Evening) -> tuple[Any, ...]:
    """All that a refused request must leave alone."""
    session = evening.session
    words = [list(model.objects.order_by("pk").values()) for model in (Contribution, Contract, Commitment)]
    return session.revision, session.state, JournalEntry.objects.count(), words


def sentence(answer: HttpResponse) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def refused(evening: Evening, name: str, command: str, fields: dict[str, Any], status: int) -> tuple[str, str]:
    """Sends it in both languages; gives both sentences once it is sure that nothing has changed."""
    before, said, http = everything(evening), [], evening.browser(name)
    for language in ("fr", "en"):
        http.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        answer = http.post(evening.path(f"do/{command}/"), {"key": str(uuid4()), **fields})
        assert answer.status_code == status, (command, fields, answer.content)
        said.append(sentence(answer))
    assert everything(evening) == before
    assert all(said)
    assert said[0] != said[1]
    return said[0], said[1]


def written(kind: str, text: str) -> dict[str, str]:
    return {"id": UUID_MISSING, "kind": kind, "text": text}


def allowed(kind: str) -> dict[str, str]:
    return {"participant": UUID_MISSING, "kind": kind}


Moment = Callable[[Evening], None]
CASES: dict[str, tuple[Moment, str, str, dict[str, Any], int]] = {
    "unknown command": (check_in, "claire", "explode", {}, 404),
    "command of the machine": (check_in, "amina", "arrive", {}, 404),
    "private name": (check_in, "claire", "_begin", {}, 404),
    "participant of nowhere": (lobby, "claire", "admit", {"participant": UUID_MISSING}, 404),
    "speaker of nowhere": (clarification, "claire", "give_floor", {"participant": UUID_MISSING}, 409),
    "clients of nowhere": (lobby, "claire", "choose_clients", {"participants": [UUID_MISSING]}, 409),
    "no clients": (lobby, "claire", "choose_clients", {}, 422),
    "clients that are none": (lobby, "claire", "choose_clients", {"participants": ["x", "y"]}, 422),
    "contribution of nowhere": (clarification, "bruno", "edit", {"id": UUID_MISSING, "text": "x"}, 404),
    "withdrawn of nowhere": (clarification, "bruno", "withdraw", {"id": UUID_MISSING}, 404),
    "answered of nowhere": (clarification, "claire", "mark_answered", {"id": UUID_MISSING}, 404),
    "another's contribution": (questioned, "chloe", "edit", {"id": str(QUESTION), "text": "x"}, 404),
    "another's to withdraw": (questioned, "claire", "withdraw", {"id": str(QUESTION)}, 404),
    "another's to answer": (questioned, "chloe", "mark_answered", {"id": str(QUESTION)}, 403),
    "unknown kind": (clarification, "bruno", "contribute", written("advice", "x"), 422),
    "kind of another step": (clarification, "bruno", "contribute", written("option", "x"), 409),
    "kind of another role": (clarification, "amina", "contribute", written("question", "x"), 409),
    "100 kB of text": (clarification, "bruno", "contribute", written("question", LONG), 422),
    "100 kB of contract": (contract, "amina", "write_contract", {"text": LONG}, 422),
    "null bytes": (clarification, "bruno", "contribute", written("question", "a\0b"), 422),
    "nothing written": (clarification, "bruno", "contribute", written("question", " "), 422),
    "no text": (contract, "amina", "write_contract", {}, 422),
    "id that is none": (clarification, "bruno", "contribute", {"id": "1", "kind": "question", "text": "x"}, 422),
    "null byte in a mode": (clarification, "claire", "set_floor_mode", {"mode": "fr\0ee"}, 422),
    "unknown mode": (clarification, "claire", "set_floor_mode", {"mode": "shouting"}, 422),
    "unknown role": (lobby, "claire", "assign_role", {"role": "boss"}, 422),
    "no key": (check_in, "claire", "next", {"key": ""}, 422),
    "malformed key": (check_in, "claire", "next", {"key": "not-a-key"}, 422),
    "key with a null byte": (check_in, "claire", "next", {"key": "\0" * 32}, 422),
    "step that is no number": (check_in, "claire", "next", {"from_step": "one"}, 422),
    "empty belief about the step": (check_in, "claire", "next", {"from_step": ""}, 422),
    "empty belief of a prompt's": (check_in, "claire", "write_prompt", {"text": "x", "from_step": ""}, 422),
    "turn of nobody": (check_in, "claire", "pass_turn", {"participant": ""}, 422),
    "place of nobody": (lobby, "bruno", "say_where", {"where": "room", "participant": ""}, 422),
    "rule of nobody": (clarification, "claire", "reframe", {"whom": ""}, 422),
    "contract accepted for nobody": (contract, "bruno", "accept_contract", {"behalf": ""}, 422),
    "step below nothing": (check_in, "claire", "jump", {"to_step": "-1"}, 422),
    "step of nowhere": (check_in, "claire", "jump", {"to_step": "99"}, 422),
    "step beyond numbers": (check_in, "claire", "jump", {"to_step": "9" * 5000}, 422),
    "stale step beyond numbers": (check_in, "claire", "next", {"from_step": "9" * 30}, 409),
    "no step": (check_in, "claire", "jump", {}, 422),
    "seconds that are words": (check_in, "claire", "extend", {"seconds": "many"}, 422),
    "no seconds": (check_in, "claire", "extend", {"seconds": "0"}, 422),
    "too many seconds": (check_in, "claire", "extend", {"seconds": "86400"}, 422),
    "break that is no number": (check_in, "claire", "take_break", {"minutes": "long"}, 422),
    "break of no time": (check_in, "claire", "take_break", {"minutes": "0"}, 422),
    "break of a day": (check_in, "claire", "take_break", {"minutes": "1440"}, 422),
    "break beyond numbers": (check_in, "claire", "take_break", {"minutes": "9" * 5000}, 422),
    "no break to end": (check_in, "claire", "end_break", {}, 409),
    "round of nowhere": (check_in, "claire", "resume_round", {"round": "7"}, 409),
    "round beyond numbers": (check_in, "claire", "resume_round", {"round": "9" * 30}, 409),
    "round below nothing": (check_in, "claire", "resume_round", {"round": "-1"}, 422),
    "no round": (check_in, "claire", "resume_round", {}, 422),
    "nothing to interrupt": (check_in, "claire", "interrupt_round", {}, 409),
    "interrupted from a stale step": (consultation, "claire", "interrupt_round", {"from_step": "0"}, 409),
    "seated of nowhere": (lobby, "claire", "seat", {"participant": UUID_MISSING}, 404),
    "left of nowhere": (check_in, "claire", "mark_left", {"participant": UUID_MISSING}, 409),
    "back of nowhere": (check_in, "claire", "mark_back", {"participant": "me"}, 422),
    "written for nobody": (clarification, "farid", "contribute", {**written("question", "x"), "behalf": "x"}, 422),
    "written for a stranger": (
        clarification, "farid", "contribute", {**written("question", "x"), "behalf": UUID_MISSING}, 409,
    ),
    "allowed of nowhere": (clarification, "claire", "allow_writing", allowed("option"), 409),
    "unknown kind allowed": (clarification, "claire", "allow_writing", allowed("advice"), 422),
    "contract allowed": (clarification, "claire", "allow_writing", allowed("contract"), 422),
    "exception for a stranger": (
        clarification, "claire", "give_floor", {"participant": UUID_MISSING, "exceptional": "on"}, 409,
    ),
    "a driver's exception": (
        clarification, "farid", "allow_writing", allowed("option"), 403,
    ),
    "date that is none": (action_plan, "amina", "add_commitment", {"text": "x", "due": "2099-02-31"}, 422),
    "date gone by": (action_plan, "amina", "add_commitment", {"text": "x", "due": "2001-01-01"}, 422),
    "date of year 0": (action_plan, "amina", "add_commitment", {"text": "x", "due": "0000-00-00"}, 422),
    "a driver's command": (check_in, "amina", "next", {}, 403),
    "a deputy's wish": (check_in, "david", "next", {}, 403),
    "a participant's command": (clarification, "claire", "raise_hand", {}, 403),
    "whoever waits": (clarification, "gina", "raise_hand", {}, 403),
    "wish in another's name": (consultation, "bruno", "accept_contract", {}, 409),
}  # fmt: skip


@pytest.mark.parametrize("moment", sorted({case[0] for case in CASES.values()}, key=lambda one: one.__name__))
def test_bad_input_is_refused_with_a_sentence(evening: Evening, moment: Moment) -> None:
    moment(evening)
    for case, (when, name, command, fields, status) in CASES.items():
        if when is moment:
            who = {"participant": evening.id("chloe")} if case == "unknown role" else {}
            refused(evening, name, command, {**fields, **who}, status)


def test_participant_of_another_group_is_not_admitted_nor_heard(evening: Evening) -> None:
    other = gather(("zoe",), organisation="Voisins")
    check_in(evening)
    refused(evening, "claire", "admit", {"participant": other.id("zoe")}, 404)
    refused(evening, "claire", "seat", {"participant": other.id("zoe")}, 404)
    refused(evening, "claire", "mark_left", {"participant": other.id("zoe")}, 409)
    refused(evening, "claire", "give_floor", {"participant": other.id("zoe")}, 409)
    refused(evening, "claire", "choose_clients", {"participants": [other.id("zoe")]}, 409)


def test_who_left_does_not_leave_again_and_who_is_here_does_not_come_back(evening: Evening) -> None:
    bruno_gone(evening)
    assert refused(evening, "claire", "mark_left", {"participant": evening.id("bruno")}, 409)
    assert refused(evening, "claire", "mark_back", {"participant": evening.id("chloe")}, 409)


def test_contribution_of_another_session_is_not_reached(evening: Evening) -> None:
    other = gather(organisation="Voisins")
    questioned(other)
    clarification(evening)
    for command, fields in (
        ("edit", {"text": "x"}),
        ("withdraw", {}),
        ("contribute", {"kind": "question", "text": "x"}),
    ):
        refused(evening, "bruno", command, {"id": str(QUESTION), **fields}, 404)
    refused(evening, "claire", "mark_answered", {"id": str(QUESTION)}, 404)
    assert Contribution.objects.get().text == "Depuis quand ?"


def test_removed_participant_is_told_nothing_is_there(evening: Evening) -> None:
    clarification(evening)
    evening.people["bruno"].removed_at = evening.session.created_at
    evening.people["bruno"].save()
    refused(evening, "bruno", "raise_hand", {}, 404)


def test_key_forged_from_anothers_journal_changes_nothing(evening: Evening) -> None:
    """A key is one's own: sent by another it is a new one, sent again with other words it is refused."""
    questioned(evening)
    key = JournalEntry.objects.latest("revision").key
    refused(evening, "bruno", "contribute", {"key": str(key), "id": UUID_MISSING, "kind": "question", "text": "y"}, 422)
    refused(evening, "bruno", "raise_hand", {"key": str(key)}, 422)


def test_too_many_writes_a_minute(evening: Evening, settings: Any) -> None:
    settings.CODEV_WRITES_PER_MINUTE = 2
    clarification(evening)
    for _ in range(2):
        evening.do("bruno", "contribute", id=uuid4(), kind="question", text="Encore ?")
    _french, english = refused(
        evening, "bruno", "contribute", {"id": str(uuid4()), "kind": "question", "text": "Encore ?"}, 409
    )
    assert english == "That was a lot at once. Wait a moment, what you wrote is kept here."
    evening.do("chloe", "contribute", id=uuid4(), kind="question", text="À mon tour")
    evening.do("bruno", "raise_hand")


def test_body_over_the_limit(evening: Evening) -> None:
    clarification(evening)
    before = everything(evening)
    said = []
    for language in ("fr", "en"):
        http = evening.browser("bruno", language=language)
        body = f"key={uuid4()}&id={uuid4()}&kind=question&text=" + "x" * 600_000
        answer = http.post(evening.path("do/contribute/"), body, content_type="application/x-www-form-urlencoded")
        assert 400 <= answer.status_code < 500
        said.append(sentence(answer))
    assert everything(evening) == before
    assert said[0] != said[1]


def test_too_many_fields(evening: Evening) -> None:
    lobby(evening)
    before = everything(evening)
    fields = {"participants": [evening.id("amina")] * 300}
    assert 400 <= evening.post(evening.browser("claire"), "choose_clients", **fields).status_code < 500
    assert everything(evening) == before


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x", "??"])
def test_other_bodies_are_no_commands(evening: Evening, content_type: str) -> None:
    check_in(evening)
    before = everything(evening)
    answer = evening.browser("claire").post(evening.path("do/next/"), b'{"key": 1}', content_type=content_type)
    assert 400 <= answer.status_code < 500
    assert everything(evening) == before


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch", "options", "trace"])
def test_commands_are_posted(evening: Evening, method: str) -> None:
    check_in(evening)
    before = everything(evening)
    assert getattr(evening.browser("claire"), method)(evening.path("do/next/")).status_code == 405
    assert everything(evening) == before


@pytest.mark.parametrize("path", ["", "screen/", "stage/"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_read(evening: Evening, path: str, method: str) -> None:
    assert getattr(evening.browser("claire"), method)(evening.path(path)).status_code == 405


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-CSRFToken": "forged"}, {"X-CSRFToken": "a" * 64}, {"Origin": "https://elsewhere.example"}],
)
def test_forged_request_is_refused_with_a_sentence(evening: Evening, headers: dict[str, str]) -> None:
    check_in(evening)
    before, said = everything(evening), []
    for language in ("fr", "en"):
        http = evening.browser("claire", language=language, strict=True)
        http.get(evening.path())
        answer = evening.post(http, "next", headers=headers)
        assert answer.status_code == 403
        said.append(sentence(answer))
    assert everything(evening) == before
    assert said[0] != said[1]


def test_token_of_the_page_is_accepted(evening: Evening) -> None:
    check_in(evening)
    http = evening.browser("claire", strict=True)
    http.get(evening.path())
    assert evening.post(http, "next", headers={"X-CSRFToken": http.cookies["csrftoken"].value}).status_code == 204


def test_json_names_the_field(evening: Evening) -> None:
    clarification(evening)
    http = evening.browser("bruno", language="en")
    answer = evening.post(http, "contribute", id="1", kind="question", text=LONG, headers=JSON)
    assert (answer.status_code, answer.json()["code"], sorted(answer.json()["fields"])) == (
        422,
        "invalid",
        ["id", "text"],
    )


@pytest.mark.parametrize("wanted", ["x", "\0", "' OR 1=1", UUID_MISSING])
def test_as_somebody_who_is_not_here_is_nobody(evening: Evening, wanted: str) -> None:
    clarification(evening)
    http = evening.browser("bruno")
    assert http.get(evening.path(), {"as": wanted}).status_code == 404
    assert evening.post(http, "raise_hand", **{"as": wanted}).status_code == 404


@pytest.mark.parametrize("shown", ["", "x", "-1", "\0", "9" * 400, "1.5"])
def test_poll_with_nonsense_gets_the_whole_frame(evening: Evening, shown: str) -> None:
    answer = evening.browser("claire").get(evening.path("stage/"), {"shown": shown})
    assert (answer.status_code, answer.content[:21]) == (200, b'<div id="live-state" ')


@pytest.mark.parametrize("path", ["/sessions/x/", "/sessions/x/do/next/", "/sessions/screen/x/", "/demo/x/"])
def test_addresses_of_nothing(evening: Evening, path: str) -> None:
    http: Client = evening.browser("claire")
    assert http.get(path).status_code == 404


def test_every_click_survives_a_missing_everything(evening: Evening) -> None:
    """Each command with nothing but a key: refused or done, never a fault."""
    check_in(evening)
    http = {name: evening.browser(name) for name in ("claire", "amina")}
    for command in CLICKS:
        if command not in ("close", "next", "pause", "pass_turn"):
            status = evening.post(http["amina" if CLICKS[command].by != "claire" else "claire"], command).status_code
            assert status in (204, 403, 404, 409, 422), command
