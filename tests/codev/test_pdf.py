"""PDF files: they fetch nothing, hold every word as text, and where none can be made a page says so."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.utils import translation

from codev import handler, pdf, pool
from codev.checks import files_can_be_made
from sessions.views.answers import no_file
from tests.pdf import opened

TEMPLATE = "pdf/debrief.html"
GROUP = SimpleNamespace(group=SimpleNamespace(name="Les mardis"))
SESSION = SimpleNamespace(cycle=GROUP, number=1, scheduled_at=datetime(2026, 3, 4, 10, tzinfo=UTC), zone=UTC)


def filled(*texts: str) -> dict[str, object]:
    return {"session": SESSION, "lines": [{"label": "?", "text": text} for text in texts]}


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A system without what lays out letters."""
    monkeypatch.setattr(pdf, "LIBRARIES", (*pdf.LIBRARIES, ("libno-such-thing.so.0",)))
    pdf.is_possible.cache_clear()
    yield
    pdf.is_possible.cache_clear()


def test_what_people_wrote_stays_text_and_nothing_is_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        ours = f"http://127.0.0.1:{listening.getsockname()[1]}/zq.png"
        marked = f'<img src="{ours}"><a href="{ours}">zq</a><link rel="attachment" href="file:///etc/passwd">'
        odd = "\N{RIGHT-TO-LEFT OVERRIDE}abc\N{POP DIRECTIONAL FORMATTING} \0 \ud800 \N{GRINNING FACE} "
        odd += "<script>zq()</script>"
        file = opened(pdf.made(TEMPLATE, filled(marked, odd, "ŵ" * 5000, "root:x:0")))
        with pytest.raises(BlockingIOError):
            listening.accept()
    assert marked.replace(" ", "") in file.text.replace(" ", "")
    assert "<script>zq()</script>" in file.text
    assert file.text.count("ŵ") == 5000
    assert file.tags >= {"H1", "H2", "P"}


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1:9/zq", "data:image/png;base64,AAAA", "/zq"]
)
def test_a_template_that_asks_for_something_fails(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    page = f'<html lang="fr"><title>zq</title><style>@import "{address}"</style><p>zq</p></html>'
    monkeypatch.setattr(pdf, "render_to_string", lambda *_: page)
    with pytest.raises(ValueError, match="fetches nothing"):
        pdf.made(TEMPLATE, {})


def test_a_file_is_in_the_reader_s_language_and_says_whose_it_is_by_no_word_of_it() -> None:
    for language, title in (("fr", "Votre bilan de séance"), ("en", "Your debrief of the session")):
        with translation.override(language):
            file = opened(pdf.made(TEMPLATE, filled("zq")))
        assert (file.language, file.title) == (language, title)


@pytest.mark.parametrize(
    ("once", "times"),
    [
        ("x ", pdf.MOST_LETTERS // 2),
        ("x", 25_000),
        ("x" * 100 + " ", 250),
        ("x\u00a0", 12_500),
        ("\n", pdf.MOST_LINES),
        ("\u2028", pdf.MOST_LINES),
        ("\u2067x \u2069", 15_000),
        ("aא " * 10, 700),
        ("aφ" * 10 + " ", 700),
    ],
)
def test_what_would_keep_the_server_busy_is_refused(once: str, times: int) -> None:
    with pytest.raises(pdf.TooLongError):
        pdf.made(TEMPLATE, filled(once * times))


def test_files_are_made_one_at_a_time_and_keep_nobody_else_waiting() -> None:
    asked = {"path": "/sessions/x/keepsake/keepsake.pdf", "method": "GET"}
    assert handler._threads_for(asked) is pool.printers()
    assert pool.printers()._max_workers == 1
    assert handler._threads_for({"path": "/sessions/x/keepsake/", "method": "GET"}) is pool.readers()


def test_where_none_can_be_made_a_page_says_so_and_the_operator_is_told(bare: None) -> None:
    with pytest.raises(pdf.UnavailableError) as raised:
        pdf.made(TEMPLATE, filled("zq"))
    assert [one.id for one in files_can_be_made(None)] == ["codev.W007"]
    request = RequestFactory().get("/zq.pdf", headers={"Referer": "http://testserver/sessions/zq/keepsake/"})
    with translation.override("fr"):
        answer = no_file(request, raised.value)
    assert (answer.status_code, answer["Cache-Control"]) == (501, "no-store")
    assert "Ce serveur ne fait pas de fichiers PDF" in answer.content.decode()
    assert 'href="http://testserver/sessions/zq/keepsake/"' in answer.content.decode()
    # From elsewhere, nobody is led back there.
    elsewhere = RequestFactory().get("/zq.pdf", headers={"Referer": "https://zq.example.org/"})
    assert "zq.example.org" not in no_file(elsewhere, pdf.TooLongError()).content.decode()


def test_here_they_can_be_made() -> None:
    assert files_can_be_made(None) == []
