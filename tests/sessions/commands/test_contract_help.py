"""What kind of help is wished for: said with the contract, taken over by its next versions, and read with it."""

from __future__ import annotations

import html
import json
import re

import pytest

from sessions.models import Contract, JournalEntry
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import QUESTION, reworded

HELP = "zqhelp"


@pytest.fixture
def wished(evening: Evening) -> Evening:
    """Amina says with her contract what help she wishes for; Bruno has proposed a wording before."""
    reworded(evening)
    evening.do("amina", "write_contract", text="Trois idées.", help=HELP)
    return evening


def helps() -> list[str]:
    return [one.help for one in Contract.objects.order_by("number")]


def test_a_version_that_does_not_say_takes_it_over(wished: Evening) -> None:
    wished.do("amina", "write_contract", text="Deux idées.")
    wished.do("amina", "adopt_wording", id=QUESTION)
    wished.do("amina", "write_contract", text="Une idée.", help="")
    assert helps() == [HELP, HELP, HELP, ""]
    assert HELP.encode() not in b"".join(bytes(one.sealed_help or b"") for one in Contract.objects.all())
    assert HELP not in json.dumps(list(JournalEntry.objects.values("arguments", "events")))


def test_it_is_read_by_who_reads_the_contract_and_stands_on_no_wall(wished: Evening) -> None:
    for name in ("amina", "bruno", "farid", "claire"):
        assert HELP in wished.browser(name).get(wished.path()).content.decode(), name
    for name in ("bruno", "chloe", "driss"):
        wished.do(name, "accept_contract")
    wished.do("claire", "ask_accord")
    assert HELP not in wished.browser(SCREEN).get(wished.path("screen/")).content.decode()
    wished.prove("amina")
    assert HELP in wished.browser("amina").get(wished.path("keepsake/")).content.decode()


def test_who_words_the_contract_begins_with_what_stands(wished: Evening) -> None:
    """Client and scribe: who sends the box again without touching the help would else take it away."""
    for name, begins in {"amina": True, "farid": True, "bruno": False}.items():
        page = wished.browser(name).get(wished.path()).content.decode()
        found = re.search(r'data-values-of="contract" data-values="([^"]+)"', page)
        assert bool(found) == begins, name
        if found:
            assert json.loads(html.unescape(found[1])) == {"text": "Trois idées.", "help": HELP}


def test_it_is_short_and_may_be_left_empty(wished: Evening) -> None:
    http = wished.browser("amina")
    assert wished.post(http, "write_contract", text="Une idée.", help="x" * 121).status_code == 422
    assert wished.post(http, "write_contract", text="Une idée.", help="").status_code == 204
    assert wished.post(http, "write_contract", text="Une seule.").status_code == 204
    assert helps() == [HELP, "", ""]
