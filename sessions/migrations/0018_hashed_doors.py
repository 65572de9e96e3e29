"""Room codes and room screens' secrets are kept as hashes, and sealed; they go on opening what they opened."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from codev import sealing
from sessions.models import doors


def hash_doors(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("codev_sessions", "Session").objects.using(schema_editor.connection.alias)
    for pk, code, secret in list(rows.values_list("pk", "room_code", "screen_secret")):
        rows.filter(pk=pk).update(
            room_code_hash=doors.code_hashes(code)[0],
            sealed_room_code=sealing.seal_secret(pk, code, "room_code"),
            screen_secret_hash=doors.screen_hash(secret),
            sealed_screen_secret=sealing.seal_secret(pk, str(secret), "screen_secret"),
        )


class Migration(migrations.Migration):
    dependencies = [("codev_sessions", "0017_sessions_left_open")]

    operations = [
        *(
            migrations.AddField("session", name, field)
            for name, field in {
                "room_code_hash": models.CharField(editable=False, max_length=64, null=True),
                "sealed_room_code": models.BinaryField(null=True),
                "screen_secret_hash": models.CharField(editable=False, max_length=64, null=True),
                "sealed_screen_secret": models.BinaryField(null=True),
            }.items()
        ),
        migrations.RunPython(hash_doors),
        migrations.RemoveField("session", "room_code"),
        migrations.RemoveField("session", "screen_secret"),
        migrations.AlterField(
            "session", "room_code_hash", models.CharField(editable=False, max_length=64, unique=True)
        ),
        migrations.AlterField("session", "sealed_room_code", models.BinaryField()),
        migrations.AlterField(
            "session", "screen_secret_hash", models.CharField(db_index=True, editable=False, max_length=64)
        ),
        migrations.AlterField("session", "sealed_screen_secret", models.BinaryField()),
    ]
