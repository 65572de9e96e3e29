from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("codev_groups", "0014_looks_by_group_and_date"),
    ]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="called",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="what to call them"),
        ),
    ]
