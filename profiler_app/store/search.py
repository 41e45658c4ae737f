"""Finding customers by name, pinyin, initials, the end of a telephone number, or an identifier."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from profiler_app.store.connect import Connection

_BATCH = 5_000


def unindexed(connection: Connection) -> Iterable[tuple[int, str, str]]:
    """Yield (id, name, other names) of customers whose search entry is missing or outdated."""
    cursor = connection.execute(
        "SELECT c.id, c.name, coalesce(c.short_name, '') FROM customer c "
        "LEFT JOIN search_entry s ON s.customer_id = c.id "
        "WHERE s.customer_id IS NULL OR s.others <> c.name || ' ' || coalesce(c.short_name, '')"
    )
    return chain.from_iterable(iter(lambda: cursor.fetchmany(_BATCH), []))


def write_entries(connection: Connection, entries: Iterable[tuple[int, str, str, str]]) -> None:
    """Store (id, pinyin, initials, names the entry was made from)."""
    connection.executemany("INSERT OR REPLACE INTO search_entry VALUES(?,?,?,?)", entries)


def drop_orphans(connection: Connection) -> None:
    """Forget entries of customers that are gone."""
    connection.execute(
        "DELETE FROM search_entry WHERE customer_id NOT IN (SELECT id FROM customer)"
    )


def search(connection: Connection, text: str) -> list[tuple[int, int]]:
    """Return (id, rank) of the customers a text finds; the smaller the rank the better the match.

    0 name begins with it, 1 pinyin initials begin with it, 2 pinyin begins with it, 3 it stands
    somewhere in the name, 4 inside the pinyin, 5 a telephone number ends with it, 6 an identifier
    is or begins with it. Customers without a search entry yet are still found by name and number.
    """
    wanted = text.strip()
    if not wanted:
        return []
    plain = wanted.lower().replace(" ", "").replace("'", "")
    digits = wanted.replace(" ", "").replace("-", "")
    rows: list[tuple[int, int]] = []
    cursor = connection.execute(
        _SQL,
        {
            "text": wanted,
            "like": _like(wanted),
            "letters": plain if plain.isascii() and plain.isalnum() else None,
            "digits": digits if digits.isdecimal() and len(digits) >= 3 else None,
        },
    )
    while batch := cursor.fetchmany(_BATCH):
        rows.extend(batch)
    return rows


def _like(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


# Several readings of a name stand one after the other, each after a blank.
_SQL = """
SELECT id, rank FROM (
  SELECT c.id, CASE
    WHEN instr(c.name, :text) = 1 THEN 0
    WHEN instr(s.initials, ' ' || :letters) THEN 1
    WHEN instr(s.pinyin, ' ' || :letters) THEN 2
    WHEN c.name LIKE :like ESCAPE '\\' OR c.short_name LIKE :like ESCAPE '\\' THEN 3
    WHEN length(:letters) > 1 AND (instr(s.pinyin, :letters) OR instr(s.initials, :letters)) THEN 4
    WHEN substr(c.mobile, -length(:digits)) = :digits
      OR substr(c.phone, -length(:digits)) = :digits THEN 5
    WHEN instr(c.number, upper(:text)) OR instr(c.member_no, :text) = 1
      OR instr(c.core_cust_no, :text) = 1 OR c.cn_id = upper(:text) OR c.uscc = upper(:text)
      OR instr(c.email, lower(:text)) = 1 OR instr(c.mobile, :digits) THEN 6
    END AS rank
  FROM customer c LEFT JOIN search_entry s ON s.customer_id = c.id
  WHERE c.merged_into IS NULL)
WHERE rank IS NOT NULL
"""


def matching_names(connection: Connection, customers: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    """Return pinyin and initials of some customers, to show why a search found them."""
    marks = ", ".join(str(int(customer)) for customer in customers)
    rows = connection.execute(
        f"SELECT customer_id, pinyin, initials FROM search_entry WHERE customer_id IN ({marks})"
    )
    return {row[0]: row[1:] for row in rows.fetchall()}
