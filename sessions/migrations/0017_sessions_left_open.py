"""Sessions that nobody closed: since when they were over is an estimate, until somebody says it."""

from typing import Any

from django.db import migrations, models

NAME = "sessions_by_cycle_and_date"


def estimate(apps: Any, schema_editor: Any) -> None:
    # They were closed by the clock, so that no person said when they ended.
    sessions = apps.get_model("codev_sessions", "Session").objects.using(schema_editor.connection.alias)
    sessions.filter(was_left_open=True).update(is_end_estimated=True)


class Migration(migrations.Migration):
    dependencies = [("codev_sessions", "0016_sessions_by_cycle_and_date")]

    operations = [
        migrations.RenameField("session", "was_forgotten", "was_left_open"),
        migrations.AddField("session", "is_end_estimated", models.BooleanField(default=False, editable=False)),
        migrations.RunPython(estimate, migrations.RunPython.noop),
        migrations.RemoveIndex("session", NAME),
        migrations.AddIndex(
            "session",
            models.Index(
                fields=[
                    *("cycle", "scheduled_at", "number", "status"),
                    *("held_minutes", "consultations", "is_end_estimated", "id"),
                ],
                name=NAME,
            ),
        ),
    ]
