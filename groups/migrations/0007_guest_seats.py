from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("codev_groups", "0006_oral_charter")]

    operations = [
        migrations.AddField("seat", "session_id", models.UUIDField(blank=True, editable=False, null=True)),
        migrations.AddField("seat", "admitted_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "seat",
            "accepted",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.SET_NULL,
                related_name="+",
                to="codev_groups.charter",
            ),
        ),
        migrations.AddField("seat", "is_newcomer", models.BooleanField(default=False)),
    ]
