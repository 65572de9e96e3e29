"""A prompt in the facilitator's own words is called so. Its table keeps its name: what is stored is never renamed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("codev_sessions", "0013_said_aloud")]

    operations = [
        migrations.AlterModelTable("freeprompt", "codev_sessions_freeprompt"),
        migrations.RenameModel("FreePrompt", "OwnPrompt"),
        migrations.AlterField(
            "ownprompt",
            "session",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="own_prompts", to="codev_sessions.session"
            ),
        ),
    ]
