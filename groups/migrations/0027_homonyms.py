"""Two people of one name may be in a group, as long as they are called differently."""

from __future__ import annotations

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("codev_groups", "0026_declined_charters")]

    operations = [
        migrations.RemoveConstraint("participant", "one_name_a_current_participant"),
        migrations.AddConstraint(
            "participant",
            models.UniqueConstraint(
                models.F("group"),
                django.db.models.functions.text.Lower("name"),
                django.db.models.functions.text.Lower("called"),
                condition=models.Q(("is_knocking", False), ("removed_at", None)),
                name="current_participants_told_apart",
            ),
        ),
    ]
