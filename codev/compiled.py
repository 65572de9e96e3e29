"""Hot statements, written with the ORM and made into SQL once: Django makes it anew at each call, which costs more than
the database does. What comes back are the ORM's own rows and instances.

    @reads(session=UUIDField())
    def revision(session: Any) -> QuerySet[Session, int]:
        return Session.objects.filter(pk=session).values_list("revision", flat=True)

    revision.first(session=session_id)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.core.signals import setting_changed
from django.db import connections, router
from django.db.models import Field, Model, QuerySet, Value
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable, get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError, mark_for_rollback_on_error
from django.utils import translation

Row = TypeVar("Row")
# What a parameter's values are adapted by: a field, or for `__in` a list that holds this field alone.
Kinds = Mapping[str, Any]
ROWS: dict[Any, Callable[[list[Any]], Any]] = {ValuesListIterable: tuple, FlatValuesListIterable: itemgetter(0)}


class Parameter(Value):
    """Stands in the SQL for a value that comes with each call: the `place`th of a list, or the only one."""

    def __init__(self, value: str, output_field: Field[Any, Any], place: int | None = None) -> None:
        super().__init__(value, output_field)
        self.place = place

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        return "%s", [self]

    def adapted(self, values: Mapping[str, Any], connection: Any) -> Any:
        """The value as the driver takes it. Raises ValueError for a None to compare with, which no column equals."""
        given = values[self.value]
        value = given if self.place is None else given[self.place]
        if self.for_save:
            return self.output_field.get_db_prep_save(value, connection)
        if value is None:
            raise ValueError(f"{self.value} is None: a query that asks for NULL is another query")
        return self.output_field.get_db_prep_value(value, connection)


@dataclass(frozen=True)
class Statement:
    """SQL, its parameters in their order (constants as they are), and what reads each row that comes back."""

    sql: str
    parameters: tuple[Any, ...]
    locks: bool = False
    read: Callable[[Iterable[Any]], Iterable[Any]] = field(default=iter, compare=False)

    def run(self, cursor: Any, values: Mapping[str, Any]) -> None:
        connection = cursor.db
        # As the ORM asks when it makes the SQL: outside a transaction the lock would be gone at once.
        if self.locks and connection.get_autocommit():
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        cursor.execute(self.sql, self.given(values, connection))

    def given(self, values: Mapping[str, Any], connection: Any) -> tuple[Any, ...]:
        """The parameters as the driver takes them."""
        return tuple(one.adapted(values, connection) if isinstance(one, Parameter) else one for one in self.parameters)


@dataclass(eq=False)
class Compiled:
    """What `build` makes, as SQL: once for each kind of database, and each length of the lists it was called with."""

    build: Callable[..., Any]
    kinds: Kinds
    _statements: dict[Any, Statement | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Settings change in tests alone; a statement that holds one is then made again.
        setting_changed.connect(self._forget)

    def _forget(self, **changed: Any) -> None:
        self._statements.clear()

    def _statement(self, connection: Any, values: Mapping[str, Any]) -> Statement | None:
        """Raises KeyError for a list that is missing, TypeError where not the parameters alone decide."""
        lengths = tuple(len(values[name]) for name, kind in self.kinds.items() if isinstance(kind, list))
        key = connection.vendor, lengths
        try:
            return self._statements[key]
        except KeyError:
            # A text of one language or an instant in the SQL would stay as it was at the first call.
            made, *again = (self._made_in(language, connection, lengths) for language, _name in settings.LANGUAGES)
        if any(one != made for one in again):
            raise TypeError(f"{self.build.__name__} is not the same statement at each call")
        self._statements[key] = made
        return made

    def _made_in(self, language: str, connection: Any, lengths: tuple[int, ...]) -> Statement | None:
        with translation.override(language):
            try:
                return self._make(connection, self._parameters(lengths))
            except EmptyResultSet:
                # Nothing can be found, as in an empty list.
                return None

    def _make(self, connection: Any, parameters: Mapping[str, Any]) -> Statement:
        raise NotImplementedError

    def _parameters(self, lengths: Iterable[int]) -> dict[str, Any]:
        sizes = iter(lengths)
        return {
            name: [Parameter(name, kind[0], place) for place in range(next(sizes))]
            if isinstance(kind, list)
            else Parameter(name, kind)
            for name, kind in self.kinds.items()
        }

    def _built(self) -> Any:
        """What is built for lists of one."""
        return self.build(**self._parameters(1 for _ in self.kinds))


class Reads(Compiled, Generic[Row]):
    """A QuerySet."""

    def all(self, **values: Any) -> list[Row]:
        """All rows, as `list(queryset)` gives them."""
        connection = connections[self._alias]
        statement = self._statement(connection, values)
        if statement is None:
            return []
        with connection.cursor() as cursor:
            statement.run(cursor, values)
            return list(statement.read(cursor.fetchall()))

    def first(self, **values: Any) -> Row | None:
        """The first row, None without any. The query itself says how many are read (`[:1]`), and in which order."""
        rows = self.all(**values)
        return rows[0] if rows else None

    @cached_property
    def _alias(self) -> str:
        return str(self._built().db)

    def _make(self, connection: Any, parameters: Mapping[str, Any]) -> Statement:
        queryset = self.build(**parameters)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, given = compiler.as_sql()
        locks = queryset.query.select_for_update and connection.features.has_select_for_update
        # A connection belongs to a thread. What is kept for all of them has one of its own, which is never opened.
        compiler.connection = connection.copy()
        return Statement(sql, tuple(given), locks, _reading(queryset, compiler))


class Writes(Compiled):
    """An UPDATE or an INSERT, as `update` and `insert` say it; no signals are sent."""

    def run(self, **values: Any) -> int:
        """Carry it out: how many rows it wrote."""
        connection = connections[self._alias]
        statement = self._statement(connection, values)
        if statement is None:
            return 0
        with mark_for_rollback_on_error(using=self._alias), connection.cursor() as cursor:
            statement.run(cursor, values)
            return int(cursor.rowcount)

    def run_all(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Carry it out for each row, in one call. In a transaction: else those before one that fails are kept."""
        connection = connections[self._alias]
        if found := [(one, values) for values in rows if (one := self._statement(connection, values))]:
            with mark_for_rollback_on_error(using=self._alias), connection.cursor() as cursor:
                cursor.executemany(found[0][0].sql, [one.given(values, connection) for one, values in found])

    @cached_property
    def _alias(self) -> str:
        return router.db_for_write(self._built().model)

    def _make(self, connection: Any, parameters: Mapping[str, Any]) -> Statement:
        made = self.build(**parameters).get_compiler(connection=connection).as_sql()
        sql, given = made[0] if isinstance(made, list) else made
        return Statement(sql, tuple(given))


def reads(**kinds: Any) -> Callable[[Callable[..., QuerySet[Any, Row]]], Reads[Row]]:
    """Make a function that returns a QuerySet into a query that is compiled once.

    Each parameter is named with the field that its values are adapted by, or a list of it for `__in`. All that changes
    has to be one, the instant too. None is no value to compare with, and no lookup may look into a value.
    """
    return lambda build: Reads(build, kinds)


def writes(**kinds: Any) -> Callable[[Callable[..., UpdateQuery | InsertQuery]], Writes]:
    """The same for a function that returns `update(…)` or `insert(…)`; what is written may be None."""
    return lambda build: Writes(build, kinds)


def update(rows: QuerySet[Any, Any], **columns: Any) -> UpdateQuery:
    """What `rows.update(**columns)` would do."""
    query: UpdateQuery = rows.query.chain(UpdateQuery)  # type: ignore[assignment]
    query.add_update_values(columns)
    return query


def insert(row: Model, **conflict: Any) -> InsertQuery:
    """What `row.save(force_insert=True)` would do, an automatic id aside; `conflict` as `InsertQuery` takes it."""
    query = InsertQuery(type(row), **conflict)
    query.insert_values([one for one in row._meta.local_concrete_fields if one is not row._meta.auto_field], [row])
    return query


def _reading(queryset: Any, compiler: SQLCompiler) -> Callable[[Iterable[Any]], Iterable[Any]]:
    """What makes rows of the driver into what this queryset gives: instances, tuples or single values."""
    kind = queryset._iterable_class
    if queryset._prefetch_related_lookups or queryset._known_related_objects or kind not in {ModelIterable, *ROWS}:
        raise TypeError("Rows, tuples and values of one statement alone: this cannot be compiled")
    converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
    one = _instances(compiler, queryset.db) if kind is ModelIterable else ROWS[kind]
    return lambda rows: map(one, compiler.apply_converters(rows, converters))


def _instances(compiler: SQLCompiler, alias: str) -> Callable[[list[Any]], Any]:
    """What ModelIterable does with each row, all that is the same for every row done before."""
    select, info, annotations = compiler.select, compiler.klass_info, compiler.annotation_col_map
    model, places = info["model"], info["select_fields"]
    start, end = places[0], places[-1] + 1
    names = [one[0].target.attname for one in select[start:end]]
    populators = get_related_populators(info, select, alias)  # type: ignore[call-arg]  # the stubs are of a later Django

    def instance(row: list[Any]) -> Any:
        found = model.from_db(alias, names, row[start:end])
        for populator in populators:
            populator.populate(row, found)
        for name, place in annotations.items():
            setattr(found, name, row[place])
        return found

    return instance
