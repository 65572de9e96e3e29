"""A request in one hop: one thread for the whole chain, nothing left behind, streams sent from the event loop."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from asgiref.sync import iscoroutinefunction
from asgiref.testing import ApplicationCommunicator
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.utils import translation
from pytest_django.fixtures import Settings

from codev.handler import Handler
from tests.services import PATIENCE

# Threads that others have used keep connections, which are looked at as a request begins.
pytestmark = pytest.mark.django_db(transaction=True)
BIG = b"text=" + b"x" * 600_000
closed: list[str] = []


def where(request: HttpRequest) -> HttpResponse:
    said = f"{threading.current_thread().name} {translation.get_language()} {request.POST.get('text', '')}"
    translation.activate("en")
    return HttpResponse(said)


def fail(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("what Léa said")


def lines(request: HttpRequest) -> HttpResponseBase:
    return StreamingHttpResponse(f"{count} {threading.current_thread().name}\n" for count in range(2))


def file(request: HttpRequest) -> HttpResponseBase:
    return FileResponse(io.BytesIO(b"a file"), as_attachment=True, filename="a.txt")


def wait(request: HttpRequest) -> HttpResponseBase:
    async def waited() -> AsyncIterator[bytes]:
        yield threading.current_thread().name.encode()
        try:
            await asyncio.Event().wait()
        finally:
            closed.append("wait")

    return StreamingHttpResponse(waited())


urlpatterns = [
    path("where/", where),
    path("accounts/where/", where),
    path("fail/", fail),
    path("lines/", lines),
    path("file/", file),
    path("wait/", wait),
]


@pytest.fixture(autouse=True)
def own_addresses(settings: Settings, request: pytest.FixtureRequest) -> None:
    if "views_of_the_product" not in request.fixturenames:
        settings.ROOT_URLCONF = __name__
        settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "Csrf" not in one]


def begin(method: str, address: str, body: bytes = b"", **headers: str) -> ApplicationCommunicator:
    carried = {"host": "testserver", "content-type": "application/x-www-form-urlencoded", **headers}
    scope = {
        "type": "http",
        "method": method,
        "path": address,
        "query_string": b"",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in carried.items()],
    }
    return ApplicationCommunicator(Handler(), scope)


async def ask(method: str, address: str, body: bytes = b"", **headers: str) -> tuple[int, dict[bytes, bytes], str]:
    asking = begin(method, address, **headers)
    half = len(body) // 2
    await asking.send_input({"type": "http.request", "body": body[:half], "more_body": True})
    await asking.send_input({"type": "http.request", "body": body[half:]})
    start = await asking.receive_output(PATIENCE)
    parts = [await asking.receive_output(PATIENCE)]
    while parts[-1].get("more_body"):
        parts.append(await asking.receive_output(PATIENCE))
    await asking.wait(PATIENCE)
    return start["status"], dict(start["headers"]), b"".join(part.get("body", b"") for part in parts).decode()


@pytest.mark.parametrize(
    ("method", "address", "thread"),
    [
        ("GET", "/where/", "reader"),
        ("HEAD", "/where/", "reader"),
        ("POST", "/where/", "writer"),
        ("DELETE", "/where/", "writer"),
        ("POST", "/accounts/where/", "slow"),
    ],
)
async def test_each_kind_of_work_has_threads_of_its_own(method: str, address: str, thread: str) -> None:
    status, _, said = await ask(method, address, b"text=word")
    assert (status, said.split("_")[0]) == (200, thread)
    assert said.endswith(" word") == (method == "POST")


async def test_nothing_of_a_request_is_left_to_the_next() -> None:
    said = {(await ask("GET", "/where/"))[2].split()[1] for _ in range(20)}
    assert said == {"fr"}


async def test_a_view_that_fails_is_answered_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Without the words of what failed."""
    status, _, said = await ask("GET", "/fail/")
    assert (status, "what Léa said" in said) == (500, False)
    assert any(record.exc_info for record in caplog.records)


async def test_an_address_that_is_no_text_is_refused() -> None:
    asking = begin("GET", "/where/")
    asking.scope["query_string"] = b"\xff"
    await asking.send_input({"type": "http.request"})
    assert (await asking.receive_output(PATIENCE))["status"] == 400


@pytest.mark.parametrize("form", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/plain"])
@pytest.mark.parametrize("length", [str(len(BIG)), "1"])
async def test_a_body_that_is_too_big_is_refused(form: str, length: str) -> None:
    status, headers, said = await ask("POST", "/where/", BIG, **{"content-type": form, "content-length": length})
    assert (status, headers[b"connection"]) == (413, b"close")
    assert said.startswith("Trop de données")


async def test_a_form_in_another_encoding_is_refused(views_of_the_product: list[Any]) -> None:
    """The page that says so reads the form too, for its token."""
    form = "application/x-www-form-urlencoded; charset=utf-16"
    headers = {"content-type": form, "cookie": f"csrftoken={'t' * 32}"}
    status, _, said = await ask("POST", "/join/", "code=word".encode("utf-16"), **headers)
    assert (status, said) == (400, "")


async def test_a_stream_that_blocks_is_read_in_the_thread() -> None:
    _, _, said = await ask("GET", "/lines/")
    assert [line.split("_")[0] for line in said.splitlines()] == ["0 reader", "1 reader"]


async def test_a_file_is_sent_with_its_headers() -> None:
    status, headers, said = await ask("GET", "/file/")
    assert (status, said, headers[b"Content-Length"]) == (200, "a file", b"6")
    assert headers[b"Content-Disposition"] == b'attachment; filename="a.txt"'


async def test_a_stream_that_waits_holds_no_thread_and_ends_with_its_client() -> None:
    closed.clear()
    waiting = [begin("GET", "/wait/") for _ in range(20)]
    for one in waiting:
        await one.send_input({"type": "http.request"})
    for one in waiting:
        await one.receive_output(PATIENCE)
        assert (await one.receive_output(PATIENCE))["body"] == threading.current_thread().name.encode()
    assert (await ask("GET", "/where/"))[0] == 200
    for one in waiting:
        await one.send_input({"type": "http.disconnect"})
        await one.wait(PATIENCE)
    assert closed == ["wait"] * 20


async def test_nobody_is_answered_who_left_while_asking() -> None:
    asking = begin("POST", "/where/")
    await asking.send_input({"type": "http.request", "body": b"text", "more_body": True})
    await asking.send_input({"type": "http.disconnect"})
    await asking.wait(PATIENCE)
    assert await asking.receive_nothing()


@pytest.fixture
def views_of_the_product() -> list[Any]:
    return list(_views(get_resolver()))


def _views(resolver: URLResolver) -> Iterator[Any]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield one.callback
        else:
            yield from _views(one)


def test_no_view_is_a_coroutine(views_of_the_product: list[Any]) -> None:
    """In a plain chain it would run on a loop of its own, with another hub."""
    assert len(views_of_the_product) > 100
    assert not [view for view in views_of_the_product if iscoroutinefunction(view)]
