from django.db import migrations, models


class Migration(migrations.Migration):
    """What figures choose by has the place, by whose clocks they count."""

    dependencies = [("codev_sessions", "0024_preparations")]

    operations = [
        migrations.RemoveIndex("session", "sessions_by_cycle_and_date"),
        migrations.AddIndex(
            "session",
            models.Index(
                fields=(
                    *("cycle", "scheduled_at", "number", "status"),
                    *("held_minutes", "consultations", "is_end_estimated", "time_zone", "id"),
                ),
                name="sessions_by_cycle_and_date",
            ),
        ),
    ]
