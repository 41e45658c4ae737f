"""Workspaces of every format there has been, with the facts of a workspace of today in them.

Made from the frozen steps of ``store.migrations``, so no file of old has to be kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from profiler_app.store import connect, migrations
from profiler_app.store.connect import Key, key_of_file
from profiler_app.store.schema import fact_tables

FORMATS = range(1, len(migrations.STEPS))
"""The formats before the one of today."""
_KEPT = ("operation", "seal", "reseal", "change", "sequence", "setting")


def make_older(made: Path, passphrase: str, older: Path, version: int) -> Key:
    """Write the facts and the history of a workspace into a new file of an older format.

    What is computed is left out, as in a workspace nobody has refreshed. The key is the same.
    """
    key = key_of_file(made, passphrase)
    connection = connect.connect(older, key)
    steps = migrations.STEPS
    migrations.STEPS = steps[:version]
    try:
        migrations.migrate(connection, older)
    finally:
        migrations.STEPS = steps
    connection.execute(f'ATTACH DATABASE ? AS made KEY "{key.pragma}"', (str(made),))
    triggers = connection.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN")
    for name, _sql in (watching := triggers.fetchall()):
        connection.execute(f'DROP TRIGGER "{name}"')
    for table in (*fact_tables(), *_KEPT):
        _copy(connection, table)
    for _name, sql in watching:
        connection.execute(sql)
    connection.execute("COMMIT")
    connection.execute("DETACH DATABASE made")
    connect.close(connection)
    return key


def _copy(connection: Any, table: str) -> None:
    then, now = (
        [row[1] for row in connection.execute(f'PRAGMA {schema}.table_info("{table}")')]
        for schema in ("main", "made")
    )
    if shared := [f'"{column}"' for column in then if column in now]:
        columns = ", ".join(shared)
        connection.execute(
            f'INSERT INTO main."{table}"({columns}) SELECT {columns} FROM made."{table}"'
        )
