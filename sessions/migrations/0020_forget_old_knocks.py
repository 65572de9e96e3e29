"""Of who knocked at a session that is over nothing stays; who attended one was let in."""

from typing import Any

from django.db import migrations
from django.db.models import Exists, OuterRef

OVER = ("closed", "cancelled")


def forget_knocks(apps: Any, schema_editor: Any) -> None:
    people = apps.get_model("codev_groups", "Participant")._base_manager
    attendances = apps.get_model("codev_sessions", "Attendance")._base_manager.filter(participant=OuterRef("pk"))
    people.filter(Exists(attendances), is_knocking=True).update(is_knocking=False)
    seats = apps.get_model("codev_groups", "Seat")._base_manager
    over = apps.get_model("codev_sessions", "Session")._base_manager.filter(status__in=OVER)
    seats.filter(link=None, admitted_at=None, session_id__in=over.values("pk")).delete()
    people.filter(is_knocking=True, seats=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("codev_sessions", "0018_hashed_doors"),
        ("codev_groups", "0021_who_only_knocks"),
    ]

    operations = [
        migrations.RunPython(forget_knocks, migrations.RunPython.noop),
    ]
