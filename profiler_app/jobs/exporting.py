"""Taking facts out into a file that this program, or another, reads back as the same facts.

The headers are the names of the fields, so that the file is recognised by them; customers and
products are named by their stable keys. Identifiers stand in clear: the file is for exchange.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Final

from profiler_app.domain.checked import clean_text
from profiler_app.domain.dates import from_day
from profiler_app.domain.errors import NothingExported
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.fields import fields, option_label
from profiler_app.domain.import_kinds import Kind, kind_of
from profiler_app.domain.progress import Progress
from profiler_app.domain.regions import region_of
from profiler_app.domain.text import N_, _, language
from profiler_app.ingest.targets import TargetField, target_fields
from profiler_app.jobs.export_notes import marked, noted
from profiler_app.reports.workbooks import MOST_ROWS, Cell, too_many
from profiler_app.store import fact_reading
from profiler_app.store.fact_reading import Row
from profiler_app.store.workspace import Workspace

_STEP: Final = 1_000
_OF_ORDERS: Final = {"amount": "net", "line_key": "content_key"}
_OF_PRODUCTS: Final = {"product_code": "code", "product_name": "name"}
_REGIONS: Final = ("province", "city", "county")

Read = Callable[[Row], Cell]


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written: how many rows of which kind."""

    kind: str
    rows: int
    file: str


def export_kind(
    progress: Progress,
    workspace: Workspace,
    kind: str,
    path: Path,
    *,
    reason: ExportReason,
    survey: str = "",
) -> Exported:
    """Write all rows of a kind (.xlsx, else CSV), and return how many.

    Of answers those to one ``survey`` are written, by its code. Read again, the file changes
    nothing: identifiers stand in clear, whatever ``reason`` says; it is the watermark of the file
    and noted in the history. Cancelled, the old file stays and nothing is noted. Raises
    NothingExported when there is nothing to write, PlaceNotWritable, NoSpaceForFile or
    TooManyRowsForSheet.
    """
    progress.step(0.0, N_("Writing the file"))
    if kind == "surveys":
        heads, rows, total = _survey(workspace, survey)
    else:
        heads, rows, total = _facts(workspace, kind_of(kind))
    if not total:
        raise NothingExported(reason=_("there is nothing of this kind to export."))
    as_workbook = path.suffix.lower() == ".xlsx"
    if as_workbook and total > MOST_ROWS:
        raise too_many(path)
    reason = replace(reason, in_clear=True)
    write = marked(path, reason, sheet=kind_of(kind).label)
    with noted(workspace, reason, kind) as note:
        note.rows = write(path, heads, _watched(progress, rows, total))
    return Exported(kind, note.rows, path.name)


def _watched(
    progress: Progress, rows: Iterator[Sequence[Cell]], total: int
) -> Iterator[Sequence[Cell]]:
    for done, row in enumerate(rows):
        if done % _STEP == 0:
            progress.step(min(0.95, done / total), N_("Writing the file"))
        yield row


def _facts(workspace: Workspace, kind: Kind) -> tuple[list[str], Iterator[Sequence[Cell]], int]:
    connection = workspace.connection
    columns = _customer_columns() if kind.id == "customers" else _columns(kind)
    rows = (
        [read(row) for _head, read in columns] for row in fact_reading.read_facts(connection, kind)
    )
    return [head for head, _read in columns], rows, fact_reading.count_facts(connection, kind)


def _customer_columns() -> list[tuple[str, Read]]:
    """Return what is exported of customers: the number, then everything that can be told."""
    known = target_fields("customers")
    found: list[tuple[str, Read]] = []
    for field in fields().values():
        if field.place not in ("column", "attribute") or field.id not in known:
            continue
        head = field.synonyms[language() == "en"] if field.id == "number" else field.label
        found.append((head, partial(_customer_cell, known[field.id])))
    return found


def _customer_cell(field: TargetField, row: Row) -> Cell:
    value = row.get(field.id)
    if value is None:
        return None
    if field.id in _REGIONS:
        return _region(field.id, str(value))
    if field.place == "attribute":
        value = _of_attribute(field, str(value))
    return _cell(field, value)


def _of_attribute(field: TargetField, text: str) -> Any:
    """Return the value of an attribute, which is kept as text."""
    if field.kind in ("money", "int", "num", "ratio", "number", "bool", "list"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _region(level: str, code: str) -> str:
    """Return a region with what it lies in: the name of a county alone may mean several."""
    found = region_of(code.ljust(6, "0"))
    if found is None:
        return code
    names = (found.province, found.city, found.county)[: _REGIONS.index(level) + 1]
    return "".join(name for name in dict.fromkeys(names) if name)


def _columns(kind: Kind) -> list[tuple[str, Read]]:
    own = [field for field in target_fields(kind.id).values() if field.id.startswith(kind.prefix)]
    return [(field.label, partial(_fact_cell, kind, field)) for field in own]


def _fact_cell(kind: Kind, field: TargetField, row: Row) -> Cell:
    name = field.column
    if field.kind == "moment":
        return _moment(row) if not kind.moments or _is_its_moment(kind, field, row) else None
    if field.ref == "product":
        product: Mapping[str, Any] = row.get("product") or {}
        return product.get("code") or product.get("name")
    if field.ref:
        return row.get(field.ref)
    if kind.id == "orders":
        return _order_cell(field, row)
    return _cell(field, row.get(name))


def _order_cell(field: TargetField, row: Row) -> Cell:
    name = field.column
    product: Mapping[str, Any] = row.get("product") or {}
    if name in _OF_PRODUCTS:
        return product.get(_OF_PRODUCTS[name])
    if name in ("category", "brand"):
        return product.get(name)
    if name == "quantity":
        quantity = row.get("quantity")
        return int(quantity) if quantity is not None and quantity % 1 == 0 else quantity
    if name == "line_key":
        return str(row["content_key"])
    return _cell(field, row.get(_OF_ORDERS.get(name, name)))


def _is_its_moment(kind: Kind, field: TargetField, row: Row) -> bool:
    """An opportunity that is won or lost has a day of closing, another one of opening."""
    ended = row.get("status") in ("done", "lost")
    return field.id == kind.moments[0 if ended else -1]


def _moment(row: Row) -> str | None:
    if row.get("day") is None:
        return None
    day = from_day(row["day"]).isoformat()
    return f"{day} {row['time']}" if row.get("time") else day


def _cell(field: TargetField, value: Any) -> Cell:
    """Return a stored value as the import reads it back."""
    if value is None:
        return None
    if field.kind == "money":
        return Decimal(value) / 100
    if field.kind == "bool":
        return bool(value)
    if field.kind == "enum":
        label = option_label(field.options or field.id, str(value))
        return label if clean_text(label) == label else str(value)
    if field.kind == "list":
        parts = json.loads(value) if isinstance(value, str) and value[:1] == "[" else value
        return "、".join(map(str, parts)) if isinstance(parts, list) else str(parts)
    return value if isinstance(value, int | float | str) else str(value)


def _survey(workspace: Workspace, code: str) -> tuple[list[str], Iterator[Sequence[Cell]], int]:
    """Return the answers to one survey, one row a response."""
    connection = workspace.connection
    every = fact_reading.surveys(connection)
    found = [each for each in every if code in ("", each[1])]
    if (code and not found) or len(found) > 1:
        names = ", ".join(name for _number, name, _count in every)
        reason = _("name one of the questionnaires with --survey: {names}.")
        raise NothingExported(reason=reason.format(names=names))
    if not found:
        return [], iter(()), 0
    ((number, _name, count),) = found
    asked = fact_reading.questions(connection, number)
    known = target_fields("surveys")
    heads = [known[f"survey.{name}"].label for name in ("customer", "moment", "channel")]
    for _question, text, choices in asked:
        heads += [f"{text}: {choice}" for choice in choices] if len(choices) > 1 else [text]
    rows = (
        [
            *(row["customer"], _moment(row), row["channel"]),
            *(cell for each in asked for cell in _answer(row["answers"], each)),
        ]
        for row in fact_reading.read_responses(connection, number)
    )
    return heads, rows, count


def _answer(answers: Mapping[int, str], question: tuple[int, str, Sequence[str]]) -> Sequence[Cell]:
    """Return the cells of an answer: one for each choice where several may be chosen."""
    number, _text, choices = question
    told = answers.get(number)
    if len(choices) < 2:
        return [told]
    made = json.loads(told) if told else []
    return [int(choice in made) if told else None for choice in choices]
