"""Statements compiled once: made once, for each kind of database, and only where they are the same each time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.db.models import BigAutoField, CharField, F, PositiveIntegerField, QuerySet, UUIDField
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from pytest_django import Settings

from codev.compiled import insert, reads, update, writes
from groups.models import Group, Organisation
from sessions.models import Session
from tests.codev.orm import same
from tests.sessions.cast.evening import Evening, gather

pytestmark = pytest.mark.xdist_group("compiled")


@reads(name=CharField())
def named(name: Any) -> QuerySet[Organisation]:
    return Organisation.objects.filter(name=name)


def test_sql_is_made_once_for_each_kind_of_database_and_length_of_list(
    evening: Evening, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    @reads(held=[UUIDField()])
    def held(held: Any) -> QuerySet[Group]:
        made.append(len(held))
        return Group.objects.filter(pk__in=held)

    for ids in ([evening.group.pk], [uuid4()], [uuid4(), uuid4()], [evening.group.pk, uuid4()]):
        assert held.all(held=ids) == ([evening.group] if evening.group.pk in ids else [])
    # Once to know the database, then once in each language.
    assert made == [1, 1, 1, 2, 2]


def test_threads_use_their_own_connections(transactional_db: None) -> None:
    """What one compiled serves another, after that one's connection is closed too."""
    owner = Organisation.objects.create(name="Atelier")

    @reads(pk=UUIDField())
    def found(pk: Any) -> QuerySet[Organisation]:
        return Organisation.objects.filter(pk=pk)

    def ask() -> tuple[list[Organisation], int]:
        try:
            return found.all(pk=owner.pk), id(connections["default"])
        finally:
            connections.close_all()

    answers = []
    for _thread in range(2):
        with ThreadPoolExecutor(1) as pool:
            answers.append(pool.submit(ask).result())
    assert [rows for rows, _connection in answers] == [[owner], [owner]]
    assert found.all(pk=owner.pk) == [owner]


def test_nothing_equals_null(db: None) -> None:
    with pytest.raises(ValueError, match="name is None"):
        named.all(name=None)


def test_every_parameter_is_given(db: None) -> None:
    with pytest.raises(KeyError, match="name"):
        named.all()


def _in_words(pk: Any) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk=pk, name=gettext("facilitator"))


def _in_lazy_words(pk: Any) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk=pk, name=gettext_lazy("facilitator"))


def _by_now(pk: Any) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk=pk, created_at__lt=timezone.now())


@pytest.mark.parametrize("build", [_in_words, _in_lazy_words, _by_now])
def test_what_depends_on_language_or_instant_is_refused(db: None, build: Callable[..., Any]) -> None:
    with pytest.raises(TypeError, match="not the same statement"):
        reads(pk=UUIDField())(build).all(pk=uuid4())


def _with_more(pk: Any) -> QuerySet[Group]:
    return Group.objects.filter(pk=pk).prefetch_related("charters")


def _as_dicts(pk: Any) -> QuerySet[Any, Any]:
    return Group.objects.filter(pk=pk).values("name")


@pytest.mark.parametrize("build", [_with_more, _as_dicts])
def test_what_one_statement_does_not_read_is_refused(db: None, build: Callable[..., Any]) -> None:
    with pytest.raises(TypeError, match="cannot be compiled"):
        reads(pk=UUIDField())(build).all(pk=uuid4())


def test_a_setting_that_changes_is_read_again(db: None, settings: Settings) -> None:
    Organisation.objects.create(name="3")

    @reads(name=CharField())
    def voting(name: Any) -> QuerySet[Organisation, str]:
        return Organisation.objects.filter(name=name).exclude(name=str(settings.CODEV_VOTES_EACH)).values_list("name")

    assert voting.all(name="3") == []
    settings.CODEV_VOTES_EACH = 4
    assert voting.all(name="3") == [("3",)]


def test_rows_are_changed_and_made(database: Any) -> None:
    name = f"Atelier {uuid4()}"

    @writes(pk=UUIDField(), name=CharField(), created_at=CharField())
    def found(pk: Any, name: Any, created_at: Any) -> Any:
        return insert(Organisation(pk=pk, name=name, is_demo=True))

    @writes(ids=[UUIDField()], name=CharField())
    def rename(ids: Any, name: Any) -> Any:
        return update(Organisation.objects.filter(pk__in=ids), name=name, is_demo=F("is_demo"))

    # `created_at` is filled in by the model at each insertion, so that it cannot be compiled.
    with pytest.raises(TypeError, match="not the same statement"):
        found.run(pk=uuid4(), name=name, created_at="")
    ids = [Organisation.objects.create(name="avant").pk for _one in range(2)]
    assert rename.run(ids=ids, name=name) == 2
    assert rename.run(ids=[], name="rien") == 0
    assert Organisation.objects.filter(name=name).count() == 2


def test_a_number_is_adapted_as_its_field_does(database: Any) -> None:
    session = gather(organisation=f"Nombre {uuid4()}").session

    @reads(revision=PositiveIntegerField(), session=UUIDField(), user=BigAutoField())
    def at(revision: Any, session: Any, user: Any) -> QuerySet[Session]:
        return Session.objects.filter(revision=revision, pk=session).exclude(cycle__group__facilitators__user=user)

    assert same(at, revision="0", session=str(session.pk), user=2**40) == [session]
