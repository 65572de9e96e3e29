from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever does not agree with a correction of the own hours says so; nobody did before."""

    dependencies = [("codev_sessions", "0032_group_memory")]

    operations = [
        migrations.AddField("correction", "contested_at", models.DateTimeField(null=True)),
        migrations.AddField("correction", "contested_words", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddField(
            "correction",
            "contested_way",
            models.CharField(
                blank=True,
                choices=[
                    ("device", "on the person’s own device"),
                    ("screen", "on the facilitator’s screen"),
                    ("paper", "on paper"),
                ],
                default="",
                max_length=8,
            ),
        ),
    ]
