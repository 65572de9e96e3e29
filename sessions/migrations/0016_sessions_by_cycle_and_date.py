"""Lists and figures choose among sessions without reading their states."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("codev_sessions", "0015_held_sessions_summed_up")]

    operations = [
        migrations.AddIndex(
            "session",
            models.Index(
                fields=["cycle", "scheduled_at", "number", "status", "held_minutes", "consultations", "id"],
                name="sessions_by_cycle_and_date",
            ),
        ),
    ]
