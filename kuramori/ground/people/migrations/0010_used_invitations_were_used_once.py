from __future__ import annotations

from django.db import migrations


def count_the_used(apps, schema_editor):
    """An invitation that was used up had been used once."""
    apps.get_model("people", "Link").objects.filter(used_at__isnull=False).update(uses=1)


class Migration(migrations.Migration):
    dependencies = [("people", "0009_invitations_become_links")]

    operations = [migrations.RunPython(count_the_used, migrations.RunPython.noop)]
