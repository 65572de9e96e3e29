from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("codev_groups", "0007_guest_seats")]

    operations = [
        migrations.AddField(
            "group", "is_passing", models.BooleanField(default=False, verbose_name="for one session only")
        )
    ]
