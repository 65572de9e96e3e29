"""Every address of the product with real ids, made from its patterns: ours, allauth's and the admin's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import URLResolver, get_resolver, reverse

from tests.sessions.planted.house import House

# Name with its namespace, path, and what stands in it.
Pattern = tuple[str, str, list[str]]
OLD = tuple(f"/accounts/social/{one}/" for one in ("login/cancelled", "login/error", "signup", "connections"))
PROBES = ("/health/", "/metrics", *OLD)


def patterns(resolver: Any = None, names: str = "", path: str = "", kept: Any = ()) -> Iterator[Pattern]:
    for one in (resolver or get_resolver()).url_patterns:
        here, parts = path + str(one.pattern), [*kept, *one.pattern.regex.groupindex]
        if isinstance(one, URLResolver):
            yield from patterns(one, f"{names}{one.namespace}:" if one.namespace else names, here, parts)
        elif one.name:
            yield f"{names}{one.name}", here, parts
        else:
            # The admin's own two: an old address of rows, and whatever else; and OLD ones of allauth, by these names.
            is_known = here.startswith("admin/") or f"/{here}" in OLD
            assert is_known, f"{here}: an address without a name is visited by nobody here; name it"


def addresses(house: House, *, rows: int) -> list[str]:
    """Every one, those of the admin for that many rows. What stands in an address and is not known here fails."""
    found = []
    for name, path, kept in patterns():
        found += [reverse(name, kwargs=given) for given in fillings(house, name, path, kept, rows)]
    return [*dict.fromkeys(found), *PROBES, "/nothing/"]


def fillings(house: House, name: str, path: str, kept: list[str], rows: int) -> Iterator[dict[str, Any]]:
    if name.startswith("admin:") and kept == ["object_id"]:
        for model in admin.site._registry:
            if f":{model._meta.app_label}_{model._meta.model_name}_" in name:
                yield from ({"object_id": row.pk} for row in model._default_manager.all()[:rows])
        return
    if name == "admin:view_on_site":
        content_type = ContentType.objects.get(app_label="codev_groups", model="group")
        yield {"content_type_id": content_type.pk, "object_id": house.ids["group_id"]}
        return
    known = {**IDS, **house.ids}
    unknown = {one for one in kept if one not in known}
    assert not unknown, f"{path} ({name}): say in IDS of routes.py, or in House.ids, what stands for {unknown}"
    whole = [known[one] if isinstance(known[one], list) else [known[one]] for one in kept]
    combined: list[list[Any]] = [[]]
    for values in whole:
        combined = [[*before, value] for before in combined for value in values]
    for values in combined:
        yield dict(zip(kept, values, strict=True))


# What no row has. Real secrets are for whom they were given: whoever holds one is what it makes of him.
IDS: dict[str, Any] = {
    "token": "forged",
    "secret": "00000000-0000-4000-8000-000000000000",
    "command": ["pause", "contribute"],
    "cycle_number": 1,
    "kind": ["pdf", "xlsx", "csv"],
    "sign_in_id": "00000000-0000-4000-8000-000000000000",
    "pk": 0,
    "provider_id": "sso",
    "uidb36": "1",
    "key": "forged-key",
    "app_label": ["codev_groups", "codev_sessions", "account", "auth"],
    "url": "nothing",
}
