"""Bells: a revision reaches whoever listens, and a bell that fails disturbs nobody."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from channels.layers import InMemoryChannelLayer, channel_layers, get_channel_layer
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.db import transaction
from pytest_django.fixtures import Settings
from redis.exceptions import AuthenticationError

from codev import doorbell
from tests.installation import environment_of
from tests.loops import Loop
from tests.services import PATIENCE, ROOT, Redis, free_port, need

SESSION = UUID("00000000-0000-4000-8000-000000000001")
RING = {"type": "ring", "bell": f"session.{SESSION}", "revision": 7}


@pytest.fixture(autouse=True)
def installation() -> Iterator[None]:
    """Each test has a layer of its own, and no loop is known."""
    own, loop = get_channel_layer(), doorbell._loop
    channel_layers.set("default", InMemoryChannelLayer())
    doorbell._loop = None
    yield
    channel_layers.set("default", own)
    doorbell._loop = loop


async def listen(kind: doorbell.Kind) -> str:
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add(doorbell.channel_group(kind, SESSION), channel)
    return channel


async def heard(channel: str) -> object:
    return await asyncio.wait_for(get_channel_layer().receive(channel), PATIENCE)


@pytest.mark.parametrize("kind", ["session", "group", "person"])
async def test_ring_from_a_thread_reaches_this_process(kind: doorbell.Kind) -> None:
    channel = await listen(kind)
    doorbell.use_loop(asyncio.get_running_loop())
    await asyncio.to_thread(doorbell.ring, kind, SESSION, 7)
    assert await heard(channel) == {**RING, "bell": f"{kind}.{SESSION}"}


@pytest.mark.django_db(transaction=True)
async def test_ring_waits_for_the_commit() -> None:
    channel = await listen("session")
    doorbell.use_loop(asyncio.get_running_loop())

    def write() -> None:
        with transaction.atomic():
            transaction.on_commit(lambda: doorbell.ring("session", SESSION, 7))
            doorbell.ring("session", SESSION, 6)

    await asyncio.to_thread(write)
    assert [await heard(channel), await heard(channel)] == [{**RING, "revision": 6}, RING]


async def test_ring_crosses_redis_to_another_process(redis_server: str, settings: Settings) -> None:
    settings.REDIS_URL = redis_server
    channel_layers.set("default", RedisPubSubChannelLayer(hosts=[redis_server]))
    channel = await listen("session")
    # No loop is known here, as in a management command: the ring goes by Redis.
    await asyncio.to_thread(doorbell.ring, "session", SESSION, 7)
    assert await heard(channel) == RING
    await get_channel_layer().flush()


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[str]:
    """A Redis with a password, behind TLS: its URL."""
    need("redis-server")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days=1"]
    named = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*make, *named, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    files = ["--tls-cert-file", str(certificate), "--tls-key-file", str(key), "--tls-ca-cert-file", str(certificate)]
    redis = Redis("--tls-auth-clients", "no", *files)
    redis.options += ("--tls-port", str(redis.port), "--port", "0", "--user", "default", "off")
    redis.options += ("--user", "codev", "on", ">password", "~*", "&*", "+@all")
    try:
        redis.start()
        yield f"rediss://codev:password@127.0.0.1:{redis.port}/0?ssl_ca_certs={certificate}"
    finally:
        redis.stop()


def layer_of(url: str) -> dict[str, Any]:
    """What the settings make of REDIS_URL."""
    read = [sys.executable, "-c", "import json; from codev import settings; print(json.dumps(settings._REDIS_LAYER))"]
    environment = environment_of(Path(tempfile.gettempdir()), REDIS_URL=url)
    return json.loads(subprocess.run(read, env=environment, cwd=ROOT, check=True, capture_output=True).stdout)


async def test_ring_goes_by_tls_and_with_a_password(guarded: str) -> None:
    made = await asyncio.to_thread(layer_of, guarded)
    assert made["CONFIG"]["hosts"][0]["address"] == guarded
    channel_layers.set("default", RedisPubSubChannelLayer(**made["CONFIG"]))
    channel = await listen("session")
    doorbell.use_loop(asyncio.get_running_loop())
    await asyncio.to_thread(doorbell.ring, "session", SESSION, 7)
    assert await heard(channel) == RING
    await get_channel_layer().flush()
    channel_layers.set("default", RedisPubSubChannelLayer(hosts=[guarded.replace("codev:password@", "")]))
    with pytest.raises(AuthenticationError):
        await get_channel_layer().group_send("session", RING)
    await get_channel_layer().flush()


def test_ring_without_listeners_is_nothing(caplog: pytest.LogCaptureFixture) -> None:
    doorbell.ring("session", SESSION, 7)
    assert caplog.records == []


def test_ring_that_fails_is_logged_and_not_raised(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    channel_layers.set("default", RedisPubSubChannelLayer(hosts=[settings.REDIS_URL]))
    doorbell.ring("session", SESSION, 7)
    assert [(record.levelno, record.getMessage()) for record in caplog.records] == [
        (logging.ERROR, f"The bell of session.{SESSION} did not ring")
    ]


async def test_ring_that_fails_in_the_loop_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    channel_layers.set("default", RedisPubSubChannelLayer(hosts=[f"redis://127.0.0.1:{free_port()}/0"]))
    doorbell.use_loop(asyncio.get_running_loop())
    await asyncio.to_thread(doorbell.ring, "session", SESSION, 7)
    while not caplog.records:  # noqa: ASYNC110 (a log record sets no event)
        await asyncio.sleep(0.01)
    assert [record.getMessage() for record in caplog.records] == ["A bell did not ring"]
    await get_channel_layer().flush()


async def test_ring_forgets_a_loop_that_has_ended(caplog: pytest.LogCaptureFixture) -> None:
    ended = asyncio.new_event_loop()
    ended.close()
    doorbell.use_loop(ended)
    await asyncio.to_thread(doorbell.ring, "session", SESSION, 7)
    assert caplog.records == []


def test_a_ring_as_a_loop_ends_is_sent_or_given_up(recwarn: pytest.WarningsRecorder) -> None:
    """By a thread that outlives what it worked for: nothing is left to be found, and blamed, by whoever comes later."""
    for moment in range(20):
        loop = Loop()
        doorbell.use_loop(loop)
        ringing = threading.Thread(target=lambda: [doorbell.ring("session", SESSION, one) for one in range(200)])
        loop.call_soon(ringing.start)
        loop.run_until_complete(asyncio.sleep(moment / 10_000))
        loop.close()
        ringing.join()
    gc.collect()
    assert [str(one.message) for one in recwarn if one.category is RuntimeWarning] == []
