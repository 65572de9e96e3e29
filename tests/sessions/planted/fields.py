"""Every field that a person may fill, as forms, commands and models have it: found by looking at them, in no list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.forms.forms import BaseForm
from django.test import RequestFactory
from django.urls import URLResolver, get_resolver
from django.utils.module_loading import import_string

from groups.models import User
from sessions.forms.commands import COMMANDS
from sessions.forms.shapes import CommandForm
from sessions.models.keys import SealedText

OURS = ("codev", "groups", "sessions", "allauth")
TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)


def is_text(field: forms.Field) -> bool:
    return isinstance(field, forms.CharField | forms.FileField) and not isinstance(field, forms.UUIDField)


def name_of(form: type[BaseForm], field: str) -> str:
    return f"{form.__module__}.{form.__qualname__}.{field}"


def of_commands() -> set[str]:
    """`do/<command> <field>` of what browsers send in a session."""
    return {
        f"do/{command} {name}"
        for command, form in COMMANDS.items()
        for name, field in form.base_fields.items()
        if is_text(field)
    }


def of_pages() -> set[str]:
    """Those of every form class of a page, ours and allauth's."""
    load_views()
    return {
        name_of(form, name)
        for form in _leaves(BaseForm)
        if form.__module__.split(".")[0] in OURS and not issubclass(form, CommandForm)
        for name, field in form.base_fields.items()
        if is_text(field)
    }


def of_admin() -> set[str]:
    """`admin <model>.<field>` of what the operator may add or change, in the rows of a page too."""
    request = RequestFactory().get("/")
    request.user = User(is_staff=True, is_superuser=True, is_active=True)
    found = set()
    for site in admin.site._registry.values():
        if site.has_add_permission(request) or site.has_change_permission(request):
            inlines = [one.get_formset(request).form for one in site.get_inline_instances(request)]
            for form in (site.get_form(request), *inlines):
                fields = form.base_fields.items()
                found |= {f"admin {form._meta.model._meta.label}.{name}" for name, field in fields if is_text(field)}
    return found


def _leaves(form: type[BaseForm]) -> Iterator[type[BaseForm]]:
    """The classes that none stands on: pages show these."""
    for one in form.__subclasses__():
        if one.__subclasses__():
            yield from _leaves(one)
        else:
            yield one


def load_views() -> None:
    """Forms are found once their modules are imported, as all are that an address leads to, or a setting names."""
    for path in (*settings.ACCOUNT_FORMS.values(), *settings.MFA_FORMS.values()):
        import_string(path)
    resolvers: list[Any] = [get_resolver()]
    while resolvers:
        for pattern in resolvers.pop().url_patterns:
            if isinstance(pattern, URLResolver):
                resolvers.append(pattern)


def columns() -> Iterator[tuple[str, type[models.Model], models.Field[Any, Any]]]:
    """Every column of both databases that may hold a text, by the name `<model>.<field>`."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, TEXTS) and not field.choices and not field.remote_field:
                yield f"{model._meta.label}.{field.name}", model, field


def values(model: type[models.Model], field: models.Field[Any, Any]) -> str:
    """All that stands in a column; words that are sealed there, unsealed."""
    there = (pair for one in model.__mro__ for pair in vars(one).items())
    sealed = (name for name, one in there if isinstance(one, SealedText) and one.column == field.name)
    attribute = next(sealed, field.name)
    return "\n".join(str(getattr(row, attribute)) for row in model._default_manager.all())
