"""The first migration step: tables of facts, the ledger with its triggers, derived tables."""

from __future__ import annotations

from typing import Any

from profiler_app.store.schema import ADDED_LATER, fact_tables, target_of

_SQL_TYPES = {"text": str, "date": str, "real": float}

# A foreign key is declared where its column leads an index; without one, deleting a single
# product would scan every order. The remaining references are proven by ``integrity``.
_INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "customer": (
        ("member_no",),
        ("core_cust_no",),
        ("cn_id",),
        ("uscc",),
        ("mobile",),
        ("email",),
        ("name",),
    ),
    "contact": (("customer_id",), ("value",)),
    "identifier": (("customer_id",), ("value",)),
    "attribute": (("customer_id", "field"),),
    "product": (("code",), ("name",)),
    "order_line": (("customer_id", "day"), ("order_no", "content_key")),
    "account": (("customer_id",), ("account_no",)),
    "balance": (("account_id", "day"), ("customer_id", "day")),
    "flow": (("customer_id", "day"),),
    "facility": (("customer_id",),),
    "repayment": (("customer_id",), ("facility_id",)),
    "relation": (("customer_id",), ("other_id",)),
    "survey_question": (("survey_id",),),
    "survey_answer": (("customer_id",), ("response_id",)),
    "campaign_member": (("campaign_id",), ("customer_id",)),
    "rejected_row": (("import_id",),),
}

_LEDGER = """
CREATE TABLE operation(
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, facts TEXT NOT NULL,
  undoes INTEGER REFERENCES operation(id), previous BLOB NOT NULL, hash BLOB) STRICT;
CREATE TABLE seal(
  operation_id INTEGER NOT NULL REFERENCES operation(id), table_name TEXT NOT NULL,
  first_id INTEGER NOT NULL, last_id INTEGER NOT NULL, salt BLOB, digest BLOB NOT NULL,
  PRIMARY KEY(operation_id, table_name, first_id)) STRICT, WITHOUT ROWID;
CREATE TABLE change(
  id INTEGER PRIMARY KEY, operation_id INTEGER NOT NULL REFERENCES operation(id),
  table_name TEXT NOT NULL, row_id INTEGER NOT NULL, customer_id INTEGER, action TEXT NOT NULL,
  before TEXT, salt BLOB, digest BLOB) STRICT;
CREATE INDEX change_by_operation ON change(operation_id);
CREATE INDEX change_by_row ON change(table_name, row_id);
CREATE INDEX change_by_customer ON change(customer_id);
CREATE TABLE open_operation(id INTEGER PRIMARY KEY CHECK(id = 1), operation_id INTEGER) STRICT;
INSERT INTO open_operation VALUES(1, NULL);
CREATE TABLE sequence(table_name TEXT PRIMARY KEY, next_id INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID
"""

_DERIVED = """
CREATE TABLE run(
  id INTEGER PRIMARY KEY, as_of TEXT NOT NULL, at TEXT NOT NULL, operation_id INTEGER NOT NULL,
  customers INTEGER NOT NULL, counts TEXT NOT NULL, context TEXT NOT NULL) STRICT;
CREATE TABLE feature_column(
  name TEXT PRIMARY KEY, kind TEXT NOT NULL, labels TEXT NOT NULL, dtype TEXT NOT NULL,
  data BLOB NOT NULL, known BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE tag_bits(
  run_id INTEGER NOT NULL REFERENCES run(id), tag TEXT NOT NULL, is_difference INTEGER NOT NULL,
  holders BLOB NOT NULL, unknown BLOB NOT NULL, holding INTEGER NOT NULL,
  not_known INTEGER NOT NULL, PRIMARY KEY(tag, run_id)) STRICT, WITHOUT ROWID;
CREATE TABLE search_entry(
  customer_id INTEGER PRIMARY KEY, pinyin TEXT NOT NULL, initials TEXT NOT NULL,
  others TEXT NOT NULL) STRICT
"""


def first_tables(database: Any) -> None:
    """Make every table of format 1."""
    execute_each(database, _LEDGER)
    for table, columns in fact_tables().items():
        later = ADDED_LATER.get(table, ())
        first = {name: kind for name, kind in columns.items() if name not in later}
        _make_fact_table(database, table, first)
    execute_each(database, _DERIVED)
    database.execute("CREATE UNIQUE INDEX customer_number ON customer(number)")
    database.execute("CREATE INDEX customer_merged ON customer(merged_into) WHERE merged_into")


def execute_each(database: Any, script: str) -> None:
    """Run the statements of a script."""
    for statement in script.split(";\n"):
        database.execute(statement)


def _make_fact_table(database: Any, table: str, columns: Any) -> None:
    types = {name: _SQL_TYPES.get(kind, int) for name, kind in columns.items()}
    indexes = _INDEXES.get(table, (("customer_id",),) if "customer_id" in columns else ())
    leading = {index[0] for index in indexes}
    references = [
        (name, target_of(table, name), "id")
        for name, kind in columns.items()
        if kind == "ref" and name in leading
    ]
    database[table].create(
        {"id": int, **types, "op": int, "source_row": int},
        pk="id",
        not_null={"op"} | ({"customer_id"} & set(columns) if table != "order_line" else set()),
        foreign_keys=references,
        strict=True,
    )
    for index in indexes:
        database[table].create_index(index, index_name=f"{table}_{'_'.join(index)}")
    make_triggers(database, table, (*columns, "op", "source_row"))


def make_triggers(database: Any, table: str, columns: tuple[str, ...]) -> None:
    """Let every write of a fact pass the ledger; nothing can forget it.

    Rows that an operation creates carry its number and are sealed when it ends. Changes and
    deletions keep what was there before; a row that returns under its old number is noted too.
    """
    owner = {"customer": "{row}.id"}.get(
        table, "{row}.customer_id" if "customer_id" in columns else "NULL"
    )
    no_operation = (
        "SELECT RAISE(ABORT, 'a fact was written outside an operation') "
        "WHERE (SELECT operation_id FROM open_operation) IS NULL"
    )
    note = (
        "INSERT INTO change(operation_id, table_name, row_id, customer_id, action, before) "
        f"SELECT operation_id, '{table}', {{row}}.id, {owner}, '{{action}}', {{before}} "
        "FROM open_operation"
    )
    cells = " UNION ALL ".join(
        f'SELECT \'{name}\' AS c, OLD."{name}" AS v WHERE OLD."{name}" IS NOT NEW."{name}"'
        for name in columns
    )
    whole = ", ".join(f"'{name}', OLD.\"{name}\"" for name in ("id", *columns))
    inserted = note.format(row="NEW", action="insert", before="NULL")
    deleted = note.format(row="OLD", action="delete", before=f"json_object({whole})")
    updated = note.format(row="OLD", action="update", before="image")
    database.execute(
        f"CREATE TRIGGER {table}_inserted AFTER INSERT ON {table} WHEN NEW.op IS NOT "
        f"(SELECT operation_id FROM open_operation) BEGIN {no_operation}; {inserted}; END"
    )
    database.execute(
        f"CREATE TRIGGER {table}_deleted BEFORE DELETE ON {table} "
        f"BEGIN {no_operation}; {deleted}; END"
    )
    database.execute(
        f"CREATE TRIGGER {table}_updated BEFORE UPDATE ON {table} BEGIN {no_operation}; {updated}, "
        f"(SELECT json_group_object(c, v) AS image, count(*) AS cells FROM ({cells})) "
        "WHERE cells > 0; END"
    )


def column_caches(database: Any) -> None:
    """Make the table of columns kept as arrays; the search index becomes a part of it."""
    database.execute(
        "CREATE TABLE column_cache(name TEXT PRIMARY KEY, operation_id INTEGER NOT NULL, "
        "kind TEXT NOT NULL, dtype TEXT NOT NULL, data BLOB NOT NULL, known BLOB NOT NULL, "
        "unit_dtype TEXT, units BLOB, lengths BLOB) STRICT"
    )
    database.execute("DROP TABLE search_entry")


def seals_of_erased_ranges(database: Any) -> None:
    """Make the table of seals that ranges get in place of their first when rows are erased."""
    database.execute(
        "CREATE TABLE reseal(operation_id INTEGER NOT NULL REFERENCES operation(id), "
        "table_name TEXT NOT NULL, first_id INTEGER NOT NULL, last_id INTEGER NOT NULL, "
        "salt BLOB, digest BLOB NOT NULL, PRIMARY KEY(operation_id, table_name, first_id)) "
        "STRICT, WITHOUT ROWID"
    )
