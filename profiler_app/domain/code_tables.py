"""Code tables the user may complete without touching the program (CLN-05).

``options.json`` (allowed values of fields), ``regions.json`` (GB/T 2260) and ``industries.json``
(GB/T 4754) in the folder ``tables`` of the user's data are written like those of
``resources/catalogs`` and hold only what is new or different: entries of a table are added or
replaced by their code, values of a list by their ``id``. Nothing is ever taken out, because
stored data may need it.

    {"channel": [{"id": "livestream", "zh": "直播间", "en": "Live stream"}]}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from profiler_app.domain.errors import BrokenTable
from profiler_app.domain.resources import shipped_catalog
from profiler_app.domain.text import N_, _

TABLES: Final = ("options", "regions", "industries")
_NO_JSON: Final = N_("it is no JSON text")
_added: dict[str, Any] = {}


def use_tables(folder: Path) -> list[BrokenTable]:
    """Take the tables of a folder from now on; return what is wrong with those that cannot be.

    To be called before the first catalog is read.
    """
    _added.clear()
    problems = []
    for name in TABLES:
        path = folder / f"{name}.json"
        if path.is_file():
            try:
                _added[name] = _read(path, name)
            except BrokenTable as problem:
                problems.append(problem)
    return problems


def completed(name: str, shipped: Any) -> Any:
    """Return a shipped table with what the user added."""
    return _merged(shipped, _added[name]) if name in _added else shipped


def _read(path: Path, name: str) -> Any:
    try:
        added = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise BrokenTable(file=str(path), reason=_(_NO_JSON)) from error
    wrong = _mismatch(shipped_catalog(name), added, name)
    if wrong:
        reason = _("{where} is not written as in the shipped table").format(where=wrong)
        raise BrokenTable(file=str(path), reason=reason)
    return added


def _mismatch(pattern: Any, value: Any, where: str) -> str:
    """Return where a value is not of the form of its pattern, "" if nowhere."""
    if isinstance(pattern, Mapping):
        if not isinstance(value, Mapping):
            return where
        other = next(iter(pattern.values()), None)
        known = ((key, each, pattern.get(key, other)) for key, each in value.items())
        return next(
            (
                wrong
                for key, each, like in known
                if (wrong := _mismatch(like, each, f"{where}.{key}"))
            ),
            "",
        )
    if isinstance(pattern, list) and pattern and isinstance(pattern[0], Mapping):
        if not isinstance(value, list):
            return where
        for place, row in enumerate(value, start=1):
            texts = isinstance(row, Mapping) and (row.get(key) for key in ("id", "zh", "en"))
            if not texts or not all(isinstance(text, str) and text for text in texts):
                return f"{where}[{place}]"
        return ""
    return "" if type(value) is type(pattern) else where


def _merged(shipped: Any, added: Any) -> Any:
    if isinstance(shipped, Mapping):
        both = {key: _merged(shipped[key], added[key]) for key in added if key in shipped}
        return {**shipped, **added, **both}
    if isinstance(shipped, list) and shipped and isinstance(shipped[0], Mapping):
        rows = {row["id"]: row for row in (*shipped, *added)}
        return [*rows.values()]
    return added
