"""Who came by a room code under a new name, and was let in by nobody, is no member."""

from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower


def mark_knocks(apps: Any, schema_editor: Any) -> None:
    """Those with nothing but devices that still knock. Whoever was let in has accepted a charter, on a device or aloud."""
    seats = apps.get_model("codev_groups", "Seat")._base_manager.filter(participant=OuterRef("pk"))
    acceptances = apps.get_model("codev_groups", "CharterAcceptance")._base_manager.filter(participant=OuterRef("pk"))
    links = apps.get_model("codev_groups", "PersonalLink")._base_manager.filter(participant=OuterRef("pk"))
    people = apps.get_model("codev_groups", "Participant")._base_manager
    people.filter(
        Exists(seats.filter(is_newcomer=True)),
        ~Exists(seats.filter(Q(admitted_at__isnull=False) | Q(link__isnull=False))),
        ~Exists(acceptances),
        ~Exists(links),
        removed_at=None,
        email="",
    ).update(is_knocking=True)


class Migration(migrations.Migration):
    dependencies = [
        ("codev_groups", "0019_who_is_who"),
    ]

    operations = [
        migrations.AddField("participant", "is_knocking", models.BooleanField(default=False, editable=False)),
        migrations.RunPython(mark_knocks, migrations.RunPython.noop),
        migrations.RemoveConstraint("participant", "one_name_a_current_participant"),
        migrations.AddConstraint(
            "participant",
            models.UniqueConstraint(
                models.F("group"),
                Lower("name"),
                condition=Q(removed_at=None, is_knocking=False),
                name="one_name_a_current_participant",
            ),
        ),
        migrations.RemoveField("seat", "is_newcomer"),
    ]
