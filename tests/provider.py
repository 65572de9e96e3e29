"""A real OIDC provider in a process of its own, that a test starts, tells whom it knows, and stops."""

from __future__ import annotations

import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
from django.test import Client

from tests.services import PATIENCE, clean_environment, free_port, stop, wait_for_port


class Provider:
    """What it says of people is what the test told it; any client may ask."""

    def __init__(self, port: int) -> None:
        self.url = f"http://localhost:{port}"

    def knows(self, sub: str, **claims: Any) -> str:
        """From now on it says this of this person."""
        requests.put(f"{self.url}/users/{sub}", json=claims, timeout=PATIENCE).raise_for_status()
        return sub

    def brings(self, http: Client, sub: str, wanted: str = "/") -> Any:
        """A browser goes there from the sign-in page, says who it is, and comes back: the answer."""
        there = http.get(f"/accounts/oidc/sso/login/?next={urllib.parse.quote(wanted)}")
        back = self.says_yes(there.url, sub)
        return http.get(f"{back.path}?{back.query}")

    def says_yes(self, asked: str, sub: str) -> urllib.parse.ParseResult:
        """Where the provider sends back to, once this person has signed in there."""
        answer = requests.post(asked, {"sub": sub}, allow_redirects=False, timeout=PATIENCE)
        assert answer.status_code == 302
        return urllib.parse.urlparse(answer.headers["Location"])


@contextmanager
def running_provider() -> Iterator[Provider]:
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port)]
    process = subprocess.Popen(
        command, env=clean_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True
    )
    try:
        wait_for_port(port, process)
        yield Provider(port)
    finally:
        stop(process)
