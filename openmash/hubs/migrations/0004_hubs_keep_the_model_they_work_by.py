"""Hubs opened before versions were kept go on by the text that their model's name stood for."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid5

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SHIPPED = Path(__file__).parent.parent / "operating_models"


def keep_what_they_work_by(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Read every hub (the wall is put up again after each migration) and keep its model's text as its first version."""
    schema_editor.execute("ALTER TABLE hubs_hub NO FORCE ROW LEVEL SECURITY")
    hub, version = apps.get_model("hubs", "Hub"), apps.get_model("hubs", "ModelVersion")
    using = schema_editor.connection.alias
    now = datetime.now(UTC)
    for row in hub.objects.using(using).all():
        text = (SHIPPED / f"{row.operating_model}.toml").read_text(encoding="utf-8")
        nobody = uuid5(row.id, "system")
        version.objects.using(using).create(
            hub_id=row.id,
            name=row.operating_model,
            version=tomllib.loads(text)["version"],
            state="approved",
            text=text,
            why="The hub opened with it.",
            made_at=row.opened_at,
            made_by=nobody,
            made_by_name="OpenMASH",
            approved_at=now,
            approved_by=nobody,
            approved_by_name="OpenMASH",
        )


class Migration(migrations.Migration):
    dependencies = [("hubs", "0003_versions_of_the_model")]

    operations = [migrations.RunPython(keep_what_they_work_by, migrations.RunPython.noop)]
