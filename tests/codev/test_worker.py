"""Mails of real servers: through a kill and a restart, between two processes, and unseen by who asks for a code."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.installation import environment_of, manage
from tests.mails import code_in
from tests.postgres import new_databases
from tests.services import PATIENCE, Daphne
from tests.smtp import Post

Start = Callable[..., Daphne]
KNOWN, UNKNOWN = "alba@example.org", "nora@example.org"
TOKEN = "t" * 32


def served(folder: Path, post: Post, **more: str) -> dict[str, str]:
    """The environment of a server that knows one account and sends its mails to this post."""
    environment = environment_of(folder, EMAIL_URL=post.url, CODEV_TRUST_PROXY="1", **more)
    manage(environment, "create_organisation", "Atelier", "--admin-email", KNOWN, "--admin-name", "Alba")
    return environment


def ask(server: Daphne, email: str) -> float:
    """Ask for a code in a fresh browser at a place of its own; the seconds until the answer."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    place = ".".join(str(random.randint(1, 250)) for _ in range(4))
    headers = {"Cookie": f"csrftoken={TOKEN}", "X-CSRFToken": TOKEN, "X-Forwarded-For": place}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.connect()
    begun = time.perf_counter()
    connection.request("POST", "/accounts/login/code/", urlencode({"email": email}), headers)
    answer = connection.getresponse()
    answer.read()
    seconds = time.perf_counter() - begun
    connection.close()
    assert (answer.status, answer.headers["Location"]) == (302, "/accounts/login/code/confirm/")
    return seconds


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def told_apart(server: Daphne, tries: int) -> float:
    """How far the times of known and unknown addresses are apart, in standard deviations of their ranks' sum."""
    times: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    for _ in range(tries):
        for email in random.sample([KNOWN, UNKNOWN], 2):
            times[email].append(ask(server, email))
    pairs = [(known > unknown) - (known < unknown) for known in times[KNOWN] for unknown in times[UNKNOWN]]
    # Mann and Whitney's U, from its mean, by its deviation.
    return abs(sum(pairs) / 2) / (tries * tries * (2 * tries + 1) / 12) ** 0.5


def test_through_a_kill_nothing_is_lost_and_what_comes_twice_is_the_same(
    var: Path, start_daphne: Start, post: Post
) -> None:
    environment = served(var, post)
    first = start_daphne(environment)
    post.slow = 0.05
    assert told_apart(first, 15) < 4
    post.slow = 0
    until(lambda: len(post.letters) == 15)
    post.letters.clear()
    post.taken.clear()
    post.answers.clear()
    for _ in range(3):
        ask(first, KNOWN)
    # One was taken, and we have not heard of it; the others wait.
    assert post.taken.wait(PATIENCE)
    first.process.kill()
    first.process.wait()
    assert len(post.letters) == 1
    post.answers.set()
    start_daphne(environment)
    until(lambda: len(post.letters) == 4)
    assert sorted(Counter(letter["Message-ID"] for letter in post.letters).values()) == [1, 1, 2]
    assert len({code_in(letter) for letter in post.letters}) == 3


@pytest.mark.long
def test_a_server_that_ends_finishes_the_mail_it_is_at(var: Path, start_daphne: Start, post: Post) -> None:
    environment = served(var, post)
    first = start_daphne(environment)
    post.slow = 0.1
    for _ in range(2):
        ask(first, KNOWN)
    assert post.taken.wait(PATIENCE)
    begun = time.monotonic()
    first.process.terminate()
    assert first.process.wait(PATIENCE) == 0
    assert time.monotonic() - begun < 5
    start_daphne(environment)
    until(lambda: len(post.letters) == 2)
    time.sleep(2)
    assert len({letter["Message-ID"] for letter in post.letters}) == len(post.letters) == 2


@pytest.mark.long
def test_of_two_processes_one_sends(
    tmp_path: Path, postgres_server: str, redis_server: str, start_daphne: Start, post: Post
) -> None:
    databases = new_databases(postgres_server, "mails")
    environment = served(tmp_path, post, REDIS_URL=redis_server, **databases)
    both = [start_daphne(environment), start_daphne(environment)]
    for number in range(40):
        ask(both[number % 2], KNOWN)
    until(lambda: len(post.letters) >= 40)
    time.sleep(2)
    assert len({letter["Message-ID"] for letter in post.letters}) == len(post.letters) == 40


@pytest.mark.long
@pytest.mark.parametrize("mails", ["quick", "slow", "down"])
def test_nobody_tells_by_time_who_has_an_account(var: Path, start_daphne: Start, post: Post, mails: str) -> None:
    post.slow = 0.3 if mails == "slow" else 0
    environment = served(var, post)
    if mails == "down":
        post.close()
    server = start_daphne(environment)
    for email in [KNOWN, UNKNOWN] * 5:
        ask(server, email)  # until all is loaded
    assert told_apart(server, 200) < 4
