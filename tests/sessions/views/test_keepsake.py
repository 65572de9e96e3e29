"""What a client keeps begins with what the round was about: headline and question."""

from __future__ import annotations

from sessions.models import Round
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import learning, presentation

TITLE, ASKED = "zqtitle", "zqquestion"
EVERYBODY = ("claire", "colin", "david", "amina", "bruno", "elsa", "farid", "gina", SCREEN, "hakim", "agnes", "")


def keepsake(evening: Evening, name: str = "amina") -> str:
    answer = evening.browser(name, language="fr").get(evening.path("keepsake/"))
    return str(answer.content.decode()) if answer.status_code == 200 else ""


def worded(evening: Evening) -> None:
    presentation(evening)
    evening.do("amina", "word_headline", title=TITLE, question=ASKED)
    evening.do("claire", "close")


def test_it_begins_with_headline_and_question(evening: Evening) -> None:
    worded(evening)
    page = keepsake(evening)
    assert "Votre sujet" in page
    assert page.index(TITLE) < page.index(ASKED)


def test_nobody_else_finds_them_there(evening: Evening) -> None:
    worded(evening)
    assert {name for name in EVERYBODY if TITLE in keepsake(evening, name)} == {"amina"}


def test_a_round_without_a_headline_says_nothing_of_it(evening: Evening) -> None:
    learning(evening)
    evening.do("claire", "close")
    assert "Votre sujet" not in keepsake(evening)


def test_words_that_cannot_be_opened_are_said_calmly(evening: Evening) -> None:
    worded(evening)
    Round.objects.filter(session=evening.session_id, number=0).update(sealed_headline=b"\x01")
    page = keepsake(evening)
    assert "Ce texte ne peut plus être lu." in page
    assert ASKED in page
