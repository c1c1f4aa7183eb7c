from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0010_imports_lie_in_parts")]

    operations = [
        migrations.RemoveField(model_name="importdraft", name=name)
        for name in ("sealed_file", "sealed_plan", "sealed_look")
    ]
