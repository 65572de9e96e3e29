"""How long each closed session lasted, and in how many rounds: kept with it, so that a year is added up quickly."""

from datetime import timedelta
from typing import Any

from django.db import migrations, models
from django.db.models import Count, Max, Min

AT_ONCE = 500


def sum_up(apps: Any, schema_editor: Any) -> None:
    database = schema_editor.connection.alias
    sessions = apps.get_model("codev_sessions", "Session").objects.using(database)
    runs = apps.get_model("codev_sessions", "PhaseRun").objects.using(database).order_by()
    closed = list(sessions.filter(status="closed").order_by().values_list("pk", flat=True))
    for place in range(0, len(closed), AT_ONCE):
        some = closed[place : place + AT_ONCE]
        told = {"began": Min("entered_at"), "ended": Max("left_at"), "rounds": Count("round_number", distinct=True)}
        found = {row["session"]: row for row in runs.filter(session__in=some).values("session").annotate(**told)}
        # Only what is written: a state, which is long, need not be read for it.
        rows = [sessions.model(pk=pk, **_summed(found.get(pk))) for pk in some]
        sessions.bulk_update(rows, ["held_minutes", "consultations"], batch_size=100)


def _summed(row: Any) -> dict[str, int]:
    if row is None:
        return {"held_minutes": 0, "consultations": 0}
    lasted = row["ended"] - row["began"] if row["began"] and row["ended"] else timedelta()
    return {"held_minutes": round(lasted / timedelta(minutes=1)), "consultations": row["rounds"]}


class Migration(migrations.Migration):
    dependencies = [("codev_sessions", "0014_own_prompts")]

    operations = [
        migrations.AddField("session", "held_minutes", models.PositiveIntegerField(editable=False, null=True)),
        migrations.AddField("session", "consultations", models.PositiveSmallIntegerField(editable=False, null=True)),
        migrations.RunPython(sum_up, migrations.RunPython.noop),
    ]
