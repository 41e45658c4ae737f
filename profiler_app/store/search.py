"""Finding customers in the tables themselves, for as long as there is no index."""

from __future__ import annotations

from itertools import chain

from profiler_app.store.connect import Connection

_BATCH = 5_000


def scan(connection: Connection, text: str, digits: str) -> list[tuple[int, int]]:
    """Return (id, rank) of the customers a text finds; the smaller the rank the better the match.

    The ranks and rules are those of ``jobs.searching``, without pinyin. ``digits`` is the text as a
    number of at least three digits, else empty.
    """
    values = {
        "text": text,
        "prefix": f"{_escaped(text)}%",
        "part": f"%{_escaped(text)}%",
        "tail": f"%{_escaped(text)}",
        "digits": digits or None,
        "is_number": len(text) >= 3 and text.isascii(),
    }
    cursor = connection.execute(_SQL, values)
    return list(chain.from_iterable(iter(lambda: cursor.fetchmany(_BATCH), [])))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


_SQL = """
SELECT id, rank FROM (
  SELECT id, CASE
    WHEN name LIKE :prefix ESCAPE '\\' THEN 0
    WHEN name LIKE :part ESCAPE '\\' OR short_name LIKE :part ESCAPE '\\' THEN 3
    WHEN substr(mobile, -length(:digits)) = :digits
      OR substr(phone, -length(:digits)) = :digits THEN 5
    WHEN instr(mobile, :digits) = 1 OR instr(mobile, '+86' || :digits) = 1
      OR instr(phone, :digits) = 1 THEN 6
    WHEN NOT :is_number THEN NULL
    WHEN instr(number, upper(:text)) = 1 OR number LIKE :tail ESCAPE '\\'
      OR instr(mobile, :text) = 1 OR instr(member_no, :text) = 1 OR instr(core_cust_no, :text) = 1
      OR instr(email, lower(:text)) = 1 OR cn_id = upper(:text) OR uscc = upper(:text) THEN 6
    END AS rank
  FROM customer WHERE merged_into IS NULL)
WHERE rank IS NOT NULL
"""
