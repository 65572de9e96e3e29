"""Static files: hashed for production, plain bodies under ASGI."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from pathlib import Path

from django.test import AsyncClient, Client

from tests.installation import environment_of, manage
from tests.services import ROOT, Daphne


def test_file_is_served_whole(client: Client) -> None:
    answer = client.get("/static/icon.svg")
    assert not answer.streaming
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content == (ROOT / "static/icon.svg").read_bytes()


async def test_file_is_served_under_asgi_without_a_warning(async_client: AsyncClient) -> None:
    answer = await async_client.get("/static/icon.svg")
    assert answer.content == (ROOT / "static/icon.svg").read_bytes()


def test_unchanged_file_is_not_sent_again(client: Client) -> None:
    known = client.get("/static/icon.svg")["Last-Modified"]
    answer = client.get("/static/icon.svg", headers={"If-Modified-Since": known})
    assert (answer.status_code, answer.content) == (304, b"")


def test_page_names_hashed_files_and_they_last(var: Path, start_daphne: Callable[..., Daphne]) -> None:
    environment = environment_of(var)
    manage(environment, "collectstatic", "--noinput", "--verbosity", "0", "--ignore", "admin")
    daphne = start_daphne(environment)
    page = urllib.request.urlopen(f"{daphne.url}/accounts/login/").read().decode()
    (icon,) = re.findall(r'"(/static/icon\.[0-9a-f]{12}\.svg)"', page)
    answer = urllib.request.urlopen(f"{daphne.url}{icon}")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.read() == (ROOT / "static/icon.svg").read_bytes()
    (style,) = re.findall(r'"(/static/css/around\.[0-9a-f]{12}\.css)"', page)
    served = urllib.request.urlopen(f"{daphne.url}{style}").read().decode()
    assert ".brand{" in served
    assert "@import" not in served
    (script,) = re.findall(r'"(/static/js/pages/leave\.[0-9a-f]{12}\.js)"', page)
    assert "const $modules={};" in urllib.request.urlopen(f"{daphne.url}{script}").read().decode()
