from typing import Any

from django.db import migrations

OF_THE_FLOOR = ("raise_hand", "lower_hand", "move_hand", "give_floor", "yield_floor", "next_speaker", "pass_turn")
OF_THE_FLOOR += ("postpone_turn",)


def hide(apps: Any, _schema: Any) -> None:
    """Commands of the floor that stayed in a journal for what else they did, as `_hide` leaves them since."""
    entries = apps.get_model("codev_sessions", "JournalEntry").objects.filter(
        command__in=OF_THE_FLOOR, session__state__is_airtime_forgotten=True
    )
    entries.exclude(actor__startswith="user:").update(actor="house")
    entries.update(command="forgotten", arguments={}, fingerprint="")


class Migration(migrations.Migration):
    """Whose hand took a session up again is forgotten with all others (decision 014)."""

    dependencies = [("codev_sessions", "0033_contested_corrections")]

    operations = [migrations.RunPython(hide, migrations.RunPython.noop, elidable=True)]
