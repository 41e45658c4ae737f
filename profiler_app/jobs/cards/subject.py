"""Everything a card is made from: the rows of one customer, and what is computed from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.evaluation import Kleene
from profiler_app.analysis.features import Context, compute_features
from profiler_app.analysis.formulas import with_formulas
from profiler_app.analysis.tagging import COMPLIANCE
from profiler_app.domain.dates import from_day, to_day
from profiler_app.domain.errors import CustomerNotFound
from profiler_app.domain.fields import Field, fields
from profiler_app.domain.merging import NEVER_MERGE
from profiler_app.domain.own_fields import own_formulas
from profiler_app.domain.rules.showing import show
from profiler_app.domain.tags import known_tags
from profiler_app.jobs import tagging
from profiler_app.jobs.cards.consent import consent_state
from profiler_app.jobs.column_reading import attribute_column, coded_column
from profiler_app.jobs.facts import facts_of_rows, sources
from profiler_app.store import activity, neighbours, runs
from profiler_app.store.connect import Connection
from profiler_app.store.feature_blocks import read_features_of
from profiler_app.store.rewind import Row, customer_rows, last_operation_of
from profiler_app.store.workspace import Workspace

_DATED = {
    "account": "opened_on",
    "asset": "installed_on",
    "attribute": "as_of",
    "facility": "as_of",
    "relation": "since",
    "risk_assessment": "done_on",
    "risk_event": "occurred_on",
    "statement": "period_end",
}
FORETOLD = (
    "p_alive", "exp_orders_12m", "clv_36m", "churn_prob", "churn_prob_cut_red", "potential_score",
    "influence_score",
)  # fmt: skip
_NUMBERS = frozenset({"int", "num", "ratio", "money", "bool", "date"})


@dataclass(frozen=True, eq=False)
class Subject:
    """One customer on one day.

    ``rows`` are the customer's own rows by table, all of them; ``dated`` leaves those up to
    ``as_of``. ``columns`` are facts and features of length 1, ``tags`` the assignment of all
    tags. ``written`` names by column of the customer row the operation that last changed it.
    ``incoming`` are relations others have to the customer, ``others`` the customers at both ends.
    """

    customer: int
    as_of: date
    known_on: date | None
    until: int | None
    currency: str
    rows: Mapping[str, Sequence[Row]]
    run: runs.Run | None
    columns: Mapping[str, Column]
    tags: Mapping[str, Kleene]
    operations: Mapping[int, Row]
    written: Mapping[str, int]
    products: Mapping[int, Row]
    incoming: Sequence[Row]
    others: Mapping[int, Row]
    connection: Connection

    @property
    def own(self) -> Row:
        """The row of the customer itself."""
        return self.rows["customer"][0]

    @property
    def kind(self) -> str:
        """``person`` or ``company``."""
        return str(self.own["kind"] or "person")

    @property
    def line(self) -> str:
        """``trade`` or ``bank``."""
        return str(self.own["line"] or "trade")

    @property
    def group(self) -> str:
        """What the customer is, as ``person:trade``."""
        return f"{self.kind}:{self.line}"

    def dated(self, table: str) -> list[Row]:
        """Return the rows of a table up to ``as_of``; rows without a date are kept."""
        return up_to(self.as_of, table, self.rows.get(table, ()))

    def value(self, field: str) -> Any:
        """Return the raw value of a fact or feature, None when unknown."""
        column = self.columns.get(field)
        return None if column is None else column.value(0)

    def text(self, field: str) -> str | None:
        """Return a value for reading, None when unknown."""
        value = self.value(field)
        return None if value is None else show(fields()[field], value, currency=self.currency)

    def has(self, tag: str) -> bool:
        """Whether the customer has a tag; without consent none but those of compliance."""
        shown = self.allowed or known_tags()[tag].group == COMPLIANCE
        return shown and bool(self.tags[tag].true[0])

    @cached_property
    def held(self) -> tuple[str, ...]:
        """The tags of the customer, in the order of the catalog."""
        return tuple(tag for tag in self.tags if self.has(tag))

    @cached_property
    def today(self) -> date:
        """The latest day known to the workspace: consents are always those of today."""
        return max(self.as_of, date.fromisoformat(self.run.as_of)) if self.run else self.as_of

    @cached_property
    def allowed(self) -> bool:
        """Whether the customer may be profiled; companies always may."""
        if self.kind == "company":
            return True
        if self.tags["no_profiling"].true[0]:
            return False
        if not activity.has_rows(self.connection, "consent"):
            return True  # nobody records consent here; silence is no refusal
        state, _until = consent_state(self.rows.get("consent", ()), "profiling", on=self.today)
        return state == "granted"

    @cached_property
    def attributes(self) -> Mapping[str, Row]:
        """The newest attribute row of each field with a value."""
        return {row["field"]: row for row in self.dated("attribute") if row["value"] is not None}

    @cached_property
    def lines(self) -> list[Row]:
        """The order lines that count (done sales, returns, exchanges), by day."""
        counted = [
            row
            for row in self.dated("order_line")
            if row["status"] in (None, "done") and row["kind"] in ("sale", "return", "exchange")
        ]
        return sorted(counted, key=lambda row: (row["day"], row["id"]))

    @cached_property
    def orders(self) -> int:
        """How many orders there are."""
        return len({order_key(row) for row in self.lines if row["kind"] == "sale"})

    def product_name(self, number: int | None) -> str:
        """Return the name of a product, blank when there is none."""
        found = self.products.get(number or 0)
        return str(found["name"] or found["code"]) if found else ""

    def day_of_operation(self, number: int) -> date | None:
        """Return the local day of an operation."""
        found = self.operations.get(number)
        if found is None:
            return None
        return datetime.fromisoformat(found["at"]).astimezone().date()


def order_key(row: Row) -> tuple[Any, ...]:
    """Return what makes lines one order: its number and day."""
    return (row["order_no"] or "", row["day"])


def up_to(as_of: date, table: str, rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a table dated on or before a day; rows without a date are kept."""
    if rows and "day" in rows[0]:
        last = to_day(as_of.isoformat())
        return [row for row in rows if row["day"] is None or row["day"] <= last]
    column, iso = _DATED.get(table), as_of.isoformat()
    return [row for row in rows if column is None or row[column] is None or row[column] <= iso]


def day_or_none(value: str | int | None) -> date | None:
    """Return a stored date (ISO text or day number)."""
    if isinstance(value, int):
        return from_day(value)
    return date.fromisoformat(value[:10]) if value else None


def read_subject(
    workspace: Workspace, customer: int, *, as_of: date, known_on: date | None = None
) -> Subject:
    """Read one customer and compute features and tags from the rows just read.

    Raises CustomerNotFound, also when the customer was not known on ``known_on``.
    """
    connection = workspace.connection
    until = None if known_on is None else last_operation_of(connection, known_on)
    rows = customer_rows(connection, customer, until=until)
    if not rows:
        raise CustomerNotFound(customer=f"#{customer}")
    run = _run(connection, known_on)
    incoming = _shown(neighbours.incoming_relations(connection, customer, until=until))
    rows["relation"] = _shown(rows.get("relation", ()))
    others = _others(connection, rows, incoming, until)
    products = _products(connection, rows, until)
    columns, tags = _compute(
        connection,
        customer,
        rows,
        around=(incoming, others, products),
        as_of=as_of,
        until=until,
        run=run,
    )
    numbers = {row["op"] for found in rows.values() for row in found}
    return Subject(
        customer=customer,
        as_of=as_of,
        known_on=known_on,
        until=until,
        currency=workspace.settings.currency,
        rows=rows,
        run=run,
        columns=columns,
        tags=tags,
        operations=neighbours.operations_on(connection, customer, numbers, until=until),
        written=neighbours.columns_written(connection, customer, until=until),
        products=products,
        incoming=incoming,
        others=others,
        connection=connection,
    )


def _run(connection: Connection, known_on: date | None) -> runs.Run | None:
    if known_on is None:
        return runs.last_run(connection)
    end = datetime.combine(known_on + timedelta(days=1), time()).astimezone(UTC)
    last = end - timedelta(seconds=1)
    return runs.last_run(connection, until=last.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _shown(relations: Sequence[Row]) -> list[Row]:
    """Leave out who was said to be somebody else: that ties nobody."""
    return [row for row in relations if row["kind"] != NEVER_MERGE]


def _others(
    connection: Connection,
    rows: Mapping[str, Sequence[Row]],
    incoming: Sequence[Row],
    until: int | None,
) -> dict[int, Row]:
    ends = [row["other_id"] for row in rows.get("relation", ())]
    ends += [row["customer_id"] for row in incoming]
    found = neighbours.rows_by_id(connection, "customer", ends, until=until)
    return {row["id"]: row for row in found}


def _products(
    connection: Connection, rows: Mapping[str, Sequence[Row]], until: int | None
) -> dict[int, Row]:
    tables = ("order_line", "account", "facility", "asset", "feedback")
    wanted = [row["product_id"] for table in tables for row in rows.get(table, ())]
    found = neighbours.rows_by_id(connection, "product", wanted, until=until)
    return {row["id"]: row for row in found}


_Around = tuple[Sequence[Row], Mapping[int, Row], Mapping[int, Row]]


def _compute(
    connection: Connection,
    customer: int,
    rows: Mapping[str, Sequence[Row]],
    *,
    around: _Around,
    as_of: date,
    until: int | None,
    run: runs.Run | None,
) -> tuple[dict[str, Column], dict[str, Kleene]]:
    incoming, others, products = around
    questions = [row["question_id"] for row in rows.get("survey_answer", ())]
    shared = {
        "product": list(products.values()),
        "survey_question": neighbours.rows_by_id(
            connection, "survey_question", questions, until=until
        ),
    }
    friends = _rows_of_others(connection, incoming, others, until)
    updated = activity.updated_days(connection, customers=[customer], until=until)
    facts = facts_of_rows([rows, *friends], shared, sources(connection), updated=updated)
    context = Context.from_json(run.context) if run else Context()
    found = compute_features(facts, as_of=as_of, context=context)
    place = np.flatnonzero(facts.ids == customer)
    columns = {name: column.take(place) for name, column in found.columns.items()}
    columns |= _fact_columns(rows, as_of)
    columns |= _of_last_run(connection, customer, as_of=as_of, run=run)
    columns |= with_formulas(own_formulas(), columns, 1)
    events = tagging.happened(facts, as_of)
    columns |= {name: column.take(place) for name, column in events.items()}
    return columns, _tags(customer, rows, columns, as_of=as_of)


def _rows_of_others(
    connection: Connection,
    incoming: Sequence[Row],
    others: Mapping[int, Row],
    until: int | None,
) -> list[dict[str, list[Row]]]:
    """Return of other customers only what features of this one look at, one entry each."""
    referred = [row["customer_id"] for row in incoming if row["kind"] == "referrer"]
    tables = {
        "relation": list(incoming),
        "facility": neighbours.rows_of(connection, "facility", others, until=until),
        "order_line": neighbours.rows_of(connection, "order_line", referred, until=until),
        "account": neighbours.rows_of(connection, "account", referred, until=until),
    }
    return [{"customer": list(others.values()), **tables}] if others else []


def _fact_columns(rows: Mapping[str, Sequence[Row]], as_of: date) -> dict[str, Column]:
    """Make columns of length 1 from the facts of the customer row and the attributes."""
    own = rows["customer"][0]
    newest = {
        row["field"]: row["value"]
        for row in up_to(as_of, "attribute", rows.get("attribute", ()))
        if row["value"] is not None
    }
    columns = {}
    for field in fields().values():
        if field.place == "column":
            columns[field.id] = _column(field, own[field.id])
        elif field.place == "attribute":
            value = newest.get(field.id)
            places = np.zeros(int(value is not None), np.int64)
            columns[field.id] = attribute_column(field, places, [] if value is None else [value], 1)
    return columns


def _column(field: Field, value: Any) -> Column:
    if field.kind not in _NUMBERS:
        codes = np.array([-1 if value is None else 0], np.int32)
        return coded_column(field.kind, codes, () if value is None else (str(value),))
    if isinstance(value, str):
        value = to_day(value[:10])
    return Column(field.kind, np.array([value or 0]), np.array([value is not None]))


def _of_last_run(
    connection: Connection, customer: int, *, as_of: date, run: runs.Run | None
) -> dict[str, Column]:
    """Return what only a run knows: the stage before it, and what models foretold by then.

    The stage is that of the last run of an earlier day, as a refresh would see it; a day before
    the run knows nothing foretold.
    """
    stage = "lifecycle" if run and run.as_of < as_of.isoformat() else "prev_lifecycle"
    foretold = FORETOLD if run and run.as_of <= as_of.isoformat() else ()
    found = read_features_of(connection, (stage, *foretold), customer)
    return {
        "prev_lifecycle" if name == stage else name: Column(
            each.kind, each.values, each.known, each.labels
        )
        for name, each in found.items()
    }


def _tags(
    customer: int,
    rows: Mapping[str, Sequence[Row]],
    columns: Mapping[str, Column],
    *,
    as_of: date,
) -> dict[str, Kleene]:
    ids = np.array([customer], np.int64)

    def decided(table: str) -> tagging.ByHand:
        holding = (
            row
            for row in rows.get(table, ())
            if tagging.holds_on(as_of, row["set_on"], row["until"])
        )
        return tagging.by_hand(((row["tag"], customer) for row in holding), ids)

    return tagging.assign(
        columns,
        kind_line=tagging.kind_and_line(columns["kind"], columns["line"]),
        given=decided("manual_tag"),
        refused=decided("tag_refusal"),
    )
