"""What an import is asked to do, and what it reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from profiler_app.domain.cell_issues import CellIssue
from profiler_app.domain.damage import (
    NO_DAMAGE,
    NO_TREATMENTS,
    DamageReport,
    Treatments,
)
from profiler_app.domain.import_sentences import no_facts, sentence
from profiler_app.domain.proposals import Proposal
from profiler_app.domain.text import N_, _

Target = str
"""The id of a kind of rows (see ``import_kinds``)."""
AskedTarget = str
"""The same, or ``auto``."""

FileFormat = Literal[
    "csv", "xlsx", "xlsb", "xls", "ods", "html", "xml", "sqlite", "vcard", "clipboard"
]

FORMAT_NAMES: Mapping[FileFormat, str] = {
    "csv": N_("a text file (CSV)"),
    "xlsx": N_("an Excel workbook (XLSX)"),
    "xlsb": N_("a binary Excel workbook (XLSB)"),
    "xls": N_("an old Excel workbook (XLS)"),
    "ods": N_("an OpenDocument spreadsheet (ODS)"),
    "html": N_("a web page"),
    "xml": N_("an XML spreadsheet"),
    "sqlite": N_("a SQLite database"),
    "vcard": N_("an address book (vCard)"),
    "clipboard": N_("text from the clipboard"),
}
"""What a file is, in English; marked for translation."""

WORKBOOK_SUFFIXES: Mapping[str, tuple[FileFormat, ...]] = {
    ".xls": ("xls",),
    ".xlsx": ("xlsx",),
    ".xlsm": ("xlsx",),
    ".xlsb": ("xlsb",),
    ".ods": ("ods",),
    ".csv": ("csv",),
}
"""What a file with an ending ought to be."""


NEW_FIELD: Final = "custom:"
"""Begins the target of a column that becomes a field of one's own."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What the user asks for; everything left out is found out from the files.

    ``mapping`` (column header -> field id, "" ignores the column) overrides the guesses.
    ``key`` is the field by which customers are recognised; for lists of customers it may name
    several, the first a row has is used (``mobile,name+birth_date``). ``walk_in`` keeps order
    lines without a customer, ``create_customers`` creates the customers that order lines name and
    nobody knows.
    ``header_row`` counts lines from 1; 0 says that there is no header. ``pasted`` is text from
    the clipboard; it is read when there are no ``paths``. ``treatments`` are those
    of damage (key of ``Damage`` -> treatment); the others are treated by default. ``template``
    names a remembered mapping; by default the one whose headers fit is used, "" uses none.
    ``day_first`` (column header -> bool) answers how 03/05/2024 is read where no date tells.

    ``policies`` (field id or "*" -> policy, see ``domain.policies``) say which value stands,
    ``choices`` (``CellChange.key`` -> whether the value of the file is written) overrule them one
    by one. ``fixes`` are rows put right (line -> all cells). ``data_date`` is the day the data
    tell about, where neither name nor age of the file say so. ``remember`` keeps the mapping as a
    template for next time. ``partner`` names whoever else the
    data come from; they need a ``legal_basis`` (an id of the option list of that name). ``shown``
    is how many changes the report lists one by one.
    """

    paths: tuple[Path, ...] = ()
    target: AskedTarget = "auto"
    mapping: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    key: str | None = None
    walk_in: bool = False
    currency: str = "CNY"
    line: Literal["trade", "bank"] = "trade"
    create_customers: bool = True
    dry_run: bool = False
    pasted: str = ""
    treatments: Treatments = field(default_factory=lambda: NO_TREATMENTS)
    template: str | None = None
    day_first: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    policies: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    choices: Mapping[tuple[int, str], bool] = field(default_factory=lambda: MappingProxyType({}))
    fixes: Mapping[int, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    data_date: date | None = None
    remember: bool = True
    partner: str = ""
    legal_basis: str = ""
    shown: int = 2_000

    @property
    def defines_fields(self) -> bool:
        """Whether columns go to fields that may have to be defined."""
        return any(field.startswith(NEW_FIELD) for field in self.mapping.values())


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file turned out to be; ``confidence`` (0..1) is about the encoding.

    ``encoding`` and ``delimiter`` are None where the format leaves no choice. ``sheets`` are the
    sheets (tables of a web page or a database) that can be chosen, the hidden ones last;
    ``header_row`` is the last line of the header. ``system_1904``: the serial numbers of dates
    count from 1904.
    """

    name: str
    sha256: str
    size: int
    format: FileFormat
    encoding: str | None = None
    confidence: float = 1.0
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    header_row: int = 1
    system_1904: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something the user should know that stops nothing."""

    code: str
    column: str | None = None
    facts: Mapping[str, object] = field(default_factory=no_facts)

    @property
    def sentence(self) -> str:
        """The note in the current language."""
        return sentence(self.code, self.facts)


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not imported: where, what stood there, and why.

    ``line`` is the line of the file where the row begins (the row number of a sheet), ``cells``
    are the cells of the whole row, so that it can be put right and imported again; ``proposal``
    is a repair that was tried.
    """

    line: int
    column: str | None
    value: str
    code: str
    cells: tuple[str, ...] = ()
    facts: Mapping[str, object] = field(default_factory=no_facts)
    proposal: Proposal | None = None

    @property
    def reason(self) -> str:
        """Why, in the current language."""
        return sentence(self.code, {"value": self.value, **self.facts})

    def as_json(self) -> dict[str, Any]:
        """Return the reject as the command line prints it."""
        return {
            "line": self.line,
            "column": self.column,
            "value": self.value,
            "reason": self.reason,
            "code": self.code,
            "proposal": self.proposal.words if self.proposal else None,
        }


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Where one column goes: ``field`` is None when nothing is imported from it.

    ``why`` names the reason of the guess: ``exact``, ``near``, ``content``, ``asked``,
    ``remembered``, ``none``; ``unit`` is the factor a unit in the header asks for (万元: 10000);
    ``day_first`` says how 03/05/2024 is read, None where nothing tells (see ``ingest.day_order``).
    """

    column: str
    index: int
    field: str | None
    confidence: float = 0.0
    why: Literal["exact", "near", "content", "asked", "remembered", "rest", "none"] = "none"
    matched: str = ""
    unit: int = 1
    day_first: bool | None = None

    @property
    def reason(self) -> str:
        """Why the column goes there, in the current language."""
        return _(WHY[self.why]).format(matched=self.matched)


WHY: Mapping[str, str] = {
    "exact": N_("The header is a known name of this field."),
    "near": N_("The header is nearly “{matched}”."),
    "content": N_("The values of the column decided between several fields."),
    "asked": N_("You chose this field."),
    "remembered": N_("As in the last import of a file with these headers."),
    "rest": N_("Every column that means nothing else is one of the questions."),
    "none": N_("No field fits the header."),
}


@dataclass(frozen=True, slots=True)
class Mapped:
    """Where the columns of one file go."""

    target: Target
    columns: tuple[ColumnMapping, ...]

    def index(self, field: str) -> int | None:
        """Return the position of the column that fills a field, or None."""
        return next((each.index for each in self.columns if each.field == field), None)

    def fields(self) -> Mapping[str, ColumnMapping]:
        """Return the mapped columns by field."""
        return {each.field: each for each in self.columns if each.field}

    def notes(self) -> tuple[Note, ...]:
        """Return a note for every column that nothing is imported from unasked."""
        return tuple(
            Note("unmapped", each.column, {"column": each.column})
            for each in self.columns
            if each.field is None and each.why not in ("asked", "remembered")
        )

    def as_json(self) -> dict[str, str | None]:
        """Return column header -> field."""
        return {each.column: each.field for each in self.columns}


@dataclass(frozen=True, slots=True)
class CellChange:
    """One value of a known customer that differs in the file (stored values).

    ``writes`` says whether the import writes it, ``rule`` why (see ``domain.policies``), ``fixed``
    that nobody can choose otherwise; ``source`` and ``told`` (ISO date) say where the stored value
    is from. ``lines`` are the lines of the file about this row, ``row`` is its id where it is not
    the customer's own.
    """

    line: int
    customer: int
    name: str
    field: str
    before: Any
    after: Any
    rule: str = "overwritten"
    writes: bool = True
    fixed: bool = False
    source: str = ""
    told: str = ""
    lines: int = 1
    row: int = 0

    @property
    def key(self) -> tuple[int, str]:
        """What names the change in ``ImportRequest.choices``: its row and field."""
        return (self.row or self.customer, self.field)


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What becomes of a row that changes nothing known: its line and the name of the customer.

    ``like`` says in words who of those known already may be meant by a new one.
    """

    line: int
    name: str
    created: bool
    like: str = ""


_UNMATCHED = frozenset({"unknown_customer", "several_customers", "unknown_account"})


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The result of an import; ``rows`` = created + updated + unchanged + rejected.

    ``changes`` holds the first changes of known customers, for the check before writing; of those
    beyond them ``unlisted`` counts the lines by the fields that are written. ``listed`` holds the
    first rows that create customers and the first that change nothing. ``damage`` is what was
    done to the file before; ``issues`` (of a dry run) are its doubtful cells one by one.
    """

    facts: FileFacts
    mapped: Mapped
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    customers_created: int = 0
    operation: int | None = None
    rejects: tuple[Reject, ...] = ()
    notes: tuple[Note, ...] = ()
    changes: tuple[CellChange, ...] = ()
    damage: DamageReport = NO_DAMAGE
    issues: tuple[CellIssue, ...] = ()
    unlisted: Mapping[tuple[str, ...], int] = field(default_factory=lambda: MappingProxyType({}))
    listed: tuple[RowOutcome, ...] = ()

    @property
    def rows(self) -> int:
        """The data rows of the file, every one of them accounted for."""
        return self.created + self.updated + self.unchanged + self.rejected

    @property
    def unmatched(self) -> Mapping[str, int]:
        """The keys that lead to nobody, with the number of rows that name each."""
        return Counter(each.value for each in self.rejects if each.code in _UNMATCHED)

    def as_json(self) -> dict[str, Any]:
        """Return the public report of ``profiler import --json``."""
        return {
            "file": self.facts.name,
            "target": self.mapped.target,
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
            "customers_created": self.customers_created,
            "encoding": self.facts.encoding,
            "delimiter": self.facts.delimiter,
            "sheet": self.facts.sheet,
            "header_row": self.facts.header_row,
            "operation": self.operation,
            "rejects": [reject.as_json() for reject in self.rejects],
            "warnings": [note.sentence for note in self.notes],
            "mapping": self.mapped.as_json(),
            "damage": self.damage.as_json(),
            "issues": [issue.as_json() for issue in self.issues],
        }
