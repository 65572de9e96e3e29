import secrets
from typing import Any

from django.db import migrations, models

import sessions.models.doors

ALPHABET, LENGTH = "ACDEFHJKMNPRTVWXY34679", 6


def give_codes(apps: Any, schema_editor: Any) -> None:
    """Each session of before gets a code of its own."""
    sessions = apps.get_model("codev_sessions", "Session").objects
    given = set()
    for pk in sessions.values_list("pk", flat=True):
        code = ""
        while not code or code in given:
            code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        given.add(code)
        sessions.filter(pk=pk).update(room_code=code)


class Migration(migrations.Migration):
    dependencies = [("codev_sessions", "0004_people_as_they_come")]

    operations = [
        migrations.AddField("session", "room_code", models.CharField(editable=False, max_length=LENGTH, null=True)),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            "session",
            "room_code",
            models.CharField(default=sessions.models.doors.new_code, editable=False, max_length=LENGTH, unique=True),
        ),
    ]
