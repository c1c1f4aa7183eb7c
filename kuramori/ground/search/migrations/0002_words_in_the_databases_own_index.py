from django.db import migrations

# Each database cuts nothing itself: it is handed words (see `search.spelling`). FTS5 keeps no texts and no places of
# words, only which rows hold them; hits are looked at again in `search_text`.
SQLITE = """
CREATE VIRTUAL TABLE search_words USING fts5(
    grams, content='', columnsize=0, detail=none, tokenize='ascii'
)
"""
POSTGRESQL = (
    "ALTER TABLE search_text ADD COLUMN words tsvector",
    # New rows wait in a list that every question has to read through: a short one.
    "CREATE INDEX search_words ON search_text USING gin (words) WITH (gin_pending_list_limit = 512)",
)


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)
    else:
        for statement in POSTGRESQL:
            schema_editor.execute(statement)


def unmake(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_words")
    else:
        schema_editor.execute("ALTER TABLE search_text DROP COLUMN words")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_texts_to_find")]

    operations = [migrations.RunPython(make, unmake)]
