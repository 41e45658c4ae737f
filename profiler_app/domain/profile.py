"""What a profile card shows: one value per thing on it, already worded in the current language.

The store and the analysis know nothing of these classes; ``jobs.cards`` fills them, the window,
the printed page and ``profiler card --json`` read them. Texts (``value``, ``note``, ``label``) are
ready to show. Raw values stand beside them for programs: a field whose name ends in ``_minor`` is
money in integer minor units and leaves ``to_json`` as a decimal amount without that ending.
Unknown is None, never zero, and ``reason`` then says why.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Literal

from profiler_app.domain.care import Complaint, Proposal, Withheld

Tone = Literal["neutral", "accent", "success", "warning", "danger"]
Kind = Literal["person", "company"]
Line = Literal["trade", "bank"]
Verdict = Literal["yes", "no", "unknown"]
ConsentState = Literal["granted", "refused", "withdrawn", "expired", "not_asked"]
EventKind = Literal[
    "order",
    "return",
    "transaction",
    "interaction",
    "feedback",
    "complaint",
    "survey",
    "tag",
    "stage",
    "edit",
    "import",
    "risk",
]

_MINOR = "_minor"


@dataclass(frozen=True, slots=True)
class Badge:
    """A short coloured word: lifecycle stage, RFM group, stance; ``since`` when it began."""

    id: str
    label: str
    tone: Tone = "neutral"
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach the customer; ``value`` is filled only when unmasked data was asked for."""

    kind: str
    label: str
    masked: str
    value: str | None = None
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether the customer allows one purpose; ``until`` is when a grant runs out."""

    purpose: str
    label: str
    state: ConsentState
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Kpi:
    """One cell of the figure strip.

    ``value`` None means unknown and ``reason`` says why. ``trend`` holds the last months, oldest
    first, for a small line. ``number`` (count, days, ratio) or ``amount_minor`` is the raw value.
    """

    key: str
    label: str
    value: str | None
    note: str = ""
    tone: Tone = "neutral"
    reason: str = ""
    trend: tuple[float, ...] | None = None
    number: float | None = None
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a dimension; a missing one has ``value`` None and a ``question`` to ask.

    ``source`` is where the value comes from in a word or two ("survey 25-03"); an inferred value
    names its confidence there. ``stale``: old enough to be checked with the customer.
    ``counted`` is False for extra rows outside the completeness count. ``basis`` says how many
    records and which period a derived value rests on. ``edits`` is the field that is changed
    when the cell is edited in place; empty where it cannot be. ``disputed`` is the field about
    which other sources tell something else, ``sources`` how many tell something.
    """

    field: str
    label: str
    value: str | None
    source: str = ""
    as_of: date | None = None
    stale: bool = False
    question: str = ""
    basis: str = ""
    counted: bool = True
    edits: str = ""
    disputed: str = ""
    sources: int = 1


@dataclass(frozen=True, slots=True)
class DimensionBlock:
    """One of the dimensions with its cells; ``filled`` of ``total`` catalog fields are known.

    ``stale`` cells were told too long ago.
    """

    id: str
    label: str
    cells: tuple[Cell, ...]
    filled: int
    total: int
    stale: int = 0


@dataclass(frozen=True, slots=True)
class TagOnCard:
    """A tag the customer has; ``colour`` is the index of its group in the chart palette."""

    id: str
    label: str
    group: str
    group_label: str
    colour: int
    since: date | None = None
    kind: Literal["rule", "manual", "model"] = "rule"


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """One month (its first day): spend, or a month-average balance with its contribution."""

    month: date
    amount_minor: int | None
    orders: int | None = None
    contribution_minor: int | None = None


@dataclass(frozen=True, slots=True)
class CategoryAmount:
    """What was spent on one category in the period of the series."""

    label: str
    amount_minor: int
    share: float


@dataclass(frozen=True, slots=True)
class Series:
    """The monthly chart: ``spend`` for trade, ``balance`` for bank; points oldest first.

    ``mean_minor`` is the mean of the last twelve months; ``last_on`` the day of the last order.
    """

    kind: Literal["spend", "balance"]
    label: str
    points: tuple[MonthPoint, ...]
    mean_minor: int | None = None
    last_on: date | None = None
    categories: tuple[CategoryAmount, ...] = ()


@dataclass(frozen=True, slots=True)
class RfmOnCard:
    """Scores 1 to 5 (5 is best), the raw values behind them and the group they fall into."""

    recency_days: int
    frequency: int
    monetary_minor: int
    recency_score: int
    frequency_score: int
    monetary_score: int
    group: str
    group_label: str
    population: int


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the time line; ``value`` is its amount as text.

    ``record`` names the row it came from ("order:12").
    """

    on: date
    kind: EventKind
    label: str
    text: str
    value: str = ""
    amount_minor: int | None = None
    source: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """Another customer this one is tied to; ``note`` stands right (an amount, a share).

    In a company group ``level`` is the depth in the tree and ``here`` marks this customer itself.
    ``row`` is the record of the relation, with its ``share`` in percent, ``since`` and ``remark``.
    """

    customer: int | None
    name: str
    kind: str
    label: str
    note: str = ""
    initial: str = ""
    level: int = 0
    here: bool = False
    row: int = 0
    share: float | None = None
    since: date | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who speaks for a company; ``influence`` 1 to 3, ``stance`` with its own tone.

    ``row`` is the record, ``role_id`` and ``strength`` (1 to 5) what stands in it.
    """

    name: str
    title: str = ""
    role: str = ""
    influence: int | None = None
    stance: Badge | None = None
    last_contact: str = ""
    owner: str = ""
    initial: str = ""
    row: int = 0
    role_id: str = ""
    strength: int | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """A product the customer holds; ``value`` (its size) and ``note`` (maturity) are texts."""

    product: str
    value: str
    note: str = ""
    amount_minor: int | None = None
    maturity: date | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do for this customer; ``id`` is the row of the task."""

    title: str
    due: date | None = None
    overdue: bool = False
    owner: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """A plain pair: registration data, a property of the profile."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything on a profile card, for one customer on one day.

    ``as_of`` is the day the profile describes, ``known_on`` the day up to which records count
    (None: all), ``data_until`` the latest business date in the data. ``facts`` are the parts of
    the line under the name, ``industry`` the code of a company. ``completeness`` is 0 to 1 over
    ``filled`` of ``total`` fields.
    ``signs`` are what went wrong at a company, each with its day and source; ``not_known`` is what
    cannot be judged of it because too little is known.
    ``open_roles`` are parts in a company's decisions nobody was spoken with for half a year,
    ``contested`` the tags somebody said do not fit: no rule and no model sets them.
    ``profiling_allowed`` False hides everything computed. ``notes`` say what is not known and why.
    """

    customer: int
    number: str
    kind: Kind
    line: Line
    name: str
    initial: str
    as_of: date
    currency: str
    known_on: date | None = None
    data_until: date | None = None
    workspace: str = ""
    stage: Badge | None = None
    segment: Badge | None = None
    facts: tuple[str, ...] = ()
    industry: str = ""
    identifiers: tuple[Fact, ...] = ()
    contacts: tuple[Contact, ...] = ()
    wishes: tuple[Fact, ...] = ()
    owner: str = ""
    consents: tuple[Consent, ...] = ()
    profiling_allowed: bool = True
    kpis: tuple[Kpi, ...] = ()
    dimensions: tuple[DimensionBlock, ...] = ()
    tags: tuple[TagOnCard, ...] = ()
    contested: tuple[TagOnCard, ...] = ()
    series: Series | None = None
    rfm: RfmOnCard | None = None
    timeline: tuple[Event, ...] = ()
    timeline_total: int = 0
    signs: tuple[Event, ...] = ()
    not_known: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    people: tuple[Person, ...] = ()
    open_roles: tuple[str, ...] = ()
    holdings: tuple[Holding, ...] = ()
    tasks: tuple[Task, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    registration: tuple[Fact, ...] = ()
    completeness: float = 0.0
    filled: int = 0
    total: int = 0
    notes: tuple[str, ...] = ()

    def missing(self) -> tuple[Cell, ...]:
        """Return the counted cells that are still to be asked, in the order of the card."""
        cells = (cell for block in self.dimensions for cell in block.cells)
        return tuple(cell for cell in cells if cell.counted and cell.value is None)

    def stale(self) -> tuple[Cell, ...]:
        """Return the cells to be checked with the customer, in the order of the card."""
        return tuple(cell for block in self.dimensions for cell in block.cells if cell.stale)

    def tag_groups(self) -> tuple[tuple[str, tuple[TagOnCard, ...]], ...]:
        """Return the tags under the label of their group, groups in order of appearance."""
        groups: dict[str, list[TagOnCard]] = {}
        for tag in self.tags:
            groups.setdefault(tag.group_label, []).append(tag)
        return tuple((label, tuple(tags)) for label, tags in groups.items())


@dataclass(frozen=True, slots=True)
class WhyLeaf:
    """One condition of a rule with the customer's own value beside it.

    ``change`` says what would turn the verdict around ("30 more days without an order").
    """

    sentence: str
    field: str
    field_label: str
    value: str | None
    verdict: Verdict
    change: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a customer has a tag, or not: the rule, its leaves, and what would remove it."""

    tag: str
    label: str
    verdict: Verdict
    rule: str
    leaves: tuple[WhyLeaf, ...]
    evidence: str = ""
    since: date | None = None
    version: int | None = None
    removed_when: str = ""


def to_json(value: Card | Why) -> dict[str, Any]:
    """Return a card or an explanation as plain JSON values, dates as ISO texts."""
    plain: dict[str, Any] = _plain(value)
    return plain


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        named = ((field.name, getattr(value, field.name)) for field in fields(value))
        return dict(_entry(name, part) for name, part in named)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def _entry(name: str, value: Any) -> tuple[str, Any]:
    if name.endswith(_MINOR):
        return name.removesuffix(_MINOR), None if value is None else value / 100
    return name, _plain(value)
