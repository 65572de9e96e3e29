"""Rows of browsers stand under the hash of their key, sealed under the key: whoever is signed in remains so."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.db import migrations
from django.utils import timezone

from codev.browsers import SessionStore, hashed


def hash_keys(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("sessions", "Session").objects.using(schema_editor.connection.alias)
    for row in list(rows.filter(expire_date__gt=timezone.now())):
        held = db.SessionStore(row.session_key).decode(row.session_data)
        sealed = SessionStore(row.session_key).encode(held)
        rows.create(session_key=hashed(row.session_key), session_data=sealed, expire_date=row.expire_date)
        row.delete()
    rows.filter(expire_date__lte=timezone.now()).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("codev_groups", "0015_called_names"),
        ("sessions", "0001_initial"),
    ]

    operations = [migrations.RunPython(hash_keys, migrations.RunPython.noop)]
