"""What the operator's tools are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus

import pytest
from channels.layers import channel_layers, get_channel_layer
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.db import connections
from django.test import AsyncClient, Client
from pytest_django.fixtures import Settings

from codev import ops
from tests.services import free_port

UseLayer = Callable[[str], object]
WELL = {"status": "ok", "database": "ok", "channel_layer": "ok", "version": "0.1.0"}
TOKEN = "a token for the metrics"


@pytest.fixture
def use_layer() -> Iterator[UseLayer]:
    """Serve with another channel layer than the tests' own."""
    own = get_channel_layer()
    yield lambda url: channel_layers.set("default", RedisPubSubChannelLayer(hosts=[url]))
    channel_layers.set("default", own)


@pytest.mark.django_db(transaction=True)
def test_health_is_well(client: Client) -> None:
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (HTTPStatus.OK, WELL)


@pytest.mark.django_db(transaction=True)
def test_health_leaves_no_channel_behind(client: Client) -> None:
    client.get("/health/")
    assert get_channel_layer().channels == {}


@pytest.mark.django_db(transaction=True)
async def test_health_asks_redis(async_client: AsyncClient, use_layer: UseLayer, redis_server: str) -> None:
    use_layer(redis_server)
    answer = await async_client.get("/health/")
    channels = dict(get_channel_layer().channels)
    await get_channel_layer().flush()
    assert (answer.json(), channels) == (WELL, {})


@pytest.mark.django_db(transaction=True)
async def test_health_says_that_redis_is_gone(async_client: AsyncClient, use_layer: UseLayer) -> None:
    use_layer(f"redis://127.0.0.1:{free_port()}/0")
    answer = await async_client.get("/health/")
    await get_channel_layer().flush()
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.json() == {**WELL, "status": "failing", "channel_layer": "failing"}


@pytest.mark.django_db(transaction=True)
def test_health_keeps_its_connections_and_replaces_one_that_broke(client: Client) -> None:
    assert client.get("/health/").json() == WELL
    before = ops._pool.submit(lambda: connections["keys"].connection).result()
    assert client.get("/health/").json() == WELL
    assert ops._pool.submit(lambda: connections["keys"].connection).result() is before
    before.close()
    assert client.get("/health/").json() == WELL
    assert ops._pool.submit(lambda: connections["keys"].connection).result() is not before


@pytest.mark.django_db(transaction=True)
def test_health_says_that_a_database_is_gone(client: Client) -> None:
    # The connection that is kept would go on reading the file it opened.
    ops._pool.submit(connections.close_all).result()
    keys = connections["keys"]
    name = keys.settings_dict["NAME"]
    keys.settings_dict["NAME"] = "/nowhere/keys.sqlite3"
    answer = client.get("/health/")
    keys.settings_dict["NAME"] = name
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.json() == {**WELL, "status": "failing", "database": "failing"}


@pytest.mark.parametrize("path", ["/health/", "/metrics"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_tools_only_ask(client: Client, settings: Settings, method: str, path: str) -> None:
    settings.CODEV_METRICS_TOKEN = TOKEN
    answer = client.generic(method, path, headers={"Authorization": f"Bearer {TOKEN}"})
    assert (answer.status_code, answer["Allow"]) == (HTTPStatus.METHOD_NOT_ALLOWED, "GET, HEAD")


def test_metrics_do_not_exist_without_a_token(client: Client) -> None:
    assert client.get("/metrics").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("header", ["", "Bearer another", "Basic é"])
def test_metrics_refuse_a_wrong_token(client: Client, settings: Settings, header: str) -> None:
    settings.CODEV_METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers={"Authorization": header}).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.django_db
def test_metrics_are_prometheus_text(client: Client, settings: Settings) -> None:
    settings.CODEV_METRICS_TOKEN = TOKEN
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == HTTPStatus.OK
    assert "python_info" in answer.content.decode()
