"""What a client keeps, whole: on the page and, by the same rules, as a file."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from codev import pdf
from groups.commands import make_link
from groups.models import Seat
from sessions.live.hub import presence
from sessions.models import Commitment, ContentKey
from tests.pdf import read
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import action_plan

OTHERS = ("claire", "colin", "david", "bruno", "elsa", "farid", "gina", SCREEN, "hakim", "agnes", "")
HOSTILE = '<script>zq()</script> <img src="file:///etc/passwd"> http://127.0.0.1:9/zq'
UNBROKEN = "ŵ" * 4000  # over more than one page
ALL = ("zqtitle", "zqasked", "zqfirst", "zqwording", "zqhelp", "zqkept", "zqcall", "zqoption", HOSTILE)


def path(evening: Evening, file: str = "") -> str:
    return evening.path(f"keepsake/{file}")


@pytest.fixture
def kept(evening: Evening) -> Evening:
    """Amina was client, and Bruno worded her contract anew; he is client next, and Driss has left before that."""
    e = evening
    action_plan(e)
    e.do("claire", "jump", to_step=e.index("presentation"))
    e.do("amina", "word_headline", title="zqtitle", question="zqasked")
    e.do("claire", "jump", to_step=e.index("contract"))
    e.do("amina", "write_contract", text="zqfirst", help="zqhelp")
    wording = uuid4()
    e.do("bruno", "contribute", id=wording, kind="reformulation", text="zqwording")
    e.do("amina", "adopt_wording", id=wording)
    e.do("claire", "jump", to_step=e.index("consultation"))
    options = [uuid4() for _ in range(3)]
    for id, text in zip(options, ("zqoption", HOSTILE, UNBROKEN), strict=True):
        e.do("chloe", "contribute", id=id, kind="option", text=text)
    e.do("claire", "mark_left", participant=UUID(e.id("driss")))
    e.do("claire", "jump", to_step=e.index("action_plan"))
    e.do("amina", "mark", id=options[0], mark="trying")
    e.do("amina", "write_synthesis", text="zqkept")
    e.do("amina", "add_commitment", text="zqcall", due=date(2099, 1, 31))
    # Driss is away while the second round begins.
    e.do("claire", "jump", to_step=e.index("presentation", 1))
    e.do("claire", "jump", to_step=e.index("closing"))
    presence.write(e.session_id, [presence.sighting(e.visit("amina").standing)])
    e.do("claire", "close")
    Commitment.objects.update(state=Commitment.State.TRYING)
    e.prove("amina")
    return e


def words(text: str) -> set[str]:
    return {word for word in ALL if word in text}


def page_of(http: Client, evening: Evening) -> str:
    answer = http.get(path(evening))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_page_and_file_hold_the_same_whole(kept: Evening) -> None:
    http = kept.browser("amina", language="fr")
    page, file = page_of(http, kept), read(http.get(path(kept, "keepsake.pdf")))
    assert words(page) == {*ALL} - {HOSTILE}  # escaped there
    assert words(file.text) == {*ALL}
    assert file.text.count("ŵ") == len(UNBROKEN)
    assert (file.title, file.language) == ("Ce que vous gardez", "fr")
    assert file.tags >= {"H1", "H2", "H3", "P", "L", "LI"}
    told = [
        "Version 2",
        "en vigueur",
        "dans les mots que Bruno B. a choisis",
        "zqhelp",
        "Version 1",
        "zqfirst",
        "en cours",
    ]
    told += ["pour le 31 janvier 2099", "je vais essayer", "Chloe C.", "Animation", "Claire", "Elsa E., Farid F."]
    assert [one for one in told if one not in file.text] == []
    assert file.text.index("zqwording") < file.text.index("Version 2") < file.text.index("zqfirst")
    assert "<script>zq" not in page
    assert "Votre sujet" in page


def test_the_second_client_gets_the_second_round_and_who_was_there_then(kept: Evening) -> None:
    kept.prove("bruno")
    answer = kept.browser("bruno", language="en").get(path(kept, "keepsake.pdf"))
    file = read(answer)
    assert (file.title, file.language, words(file.text)) == ("What you keep", "en", set())
    day = timezone.localtime(kept.session.scheduled_at, kept.session.zone).date()
    assert answer["Content-Disposition"] == f'attachment; filename="codev-{day}.pdf"'
    assert "Amina A., Chloe C., Elsa E., Farid F." in file.text
    assert "Driss" not in file.text
    assert "Driss D." in page_of(kept.browser("amina"), kept)


def test_nobody_else_gets_it(kept: Evening) -> None:
    for name in OTHERS:
        http = kept.browser(name)
        page, file = (http.get(path(kept, one)) for one in ("", "keepsake.pdf"))
        assert page.status_code == file.status_code, name
        assert page.status_code in (302, 403, 404), name
        assert words(page.content.decode() + file.content.decode()) == set(), name
    # A device that comes in her name is told no more by the file than by the page.
    token = make_link(participant=kept.people["amina"], by=kept.users["claire"])
    stranger = Client()
    stranger.post(f"/join/{token}/")
    assert {stranger.get(path(kept, one)).status_code for one in ("", "keepsake.pdf")} == {403}


def test_a_device_that_is_not_proven_takes_along_what_it_wrote_and_saw(kept: Evening) -> None:
    Seat.objects.filter(pk=kept.seats["amina"].pk).update(proven_at=None)
    http = kept.browser("amina", language="fr")
    page, file = page_of(http, kept), read(http.get(path(kept, "keepsake.pdf")))
    assert words(file.text) == {*ALL}  # all was written on it, or before everybody
    assert "Voici ce qu’un appareil a écrit" in file.text
    # What became of it is told elsewhere, later.
    assert "en cours" not in page + file.text


def test_erased_it_says_so_and_there_is_no_file(kept: Evening) -> None:
    ContentKey.objects.destroy(kept.session_id)
    http = kept.browser("amina", language="fr")
    for file, status in (("", 200), ("keepsake.pdf", 410)):
        answer = http.get(path(kept, file))
        assert (answer.status_code, answer["Content-Type"]) == (status, "text/html; charset=utf-8")
        assert "effacé, comme promis" in answer.content.decode()
        assert "Emporter en PDF" not in answer.content.decode()


def test_where_no_file_can_be_made_the_page_says_so(kept: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "is_possible", lambda: False)
    http = kept.browser("amina", language="fr")
    assert "Ce serveur ne fait pas de fichiers PDF" in page_of(http, kept)
    assert "Emporter en PDF" not in page_of(http, kept)
    answer = http.get(path(kept, "keepsake.pdf"))
    assert answer.status_code == 501
    assert "Imprimez" in answer.content.decode()
