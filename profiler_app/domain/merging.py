"""Several records of one customer made one: which value stands, by which rule, and from whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.policies import Told, source_name
from profiler_app.domain.text import N_, _

MergePolicy = Literal["trusted", "newest", "complete", "earliest", "survivor"]
POLICIES: Final[tuple[MergePolicy, ...]] = get_args(MergePolicy)
DEFAULT: Final[MergePolicy] = "trusted"
OF_FIELDS: Final[Mapping[str, MergePolicy]] = {
    "address": "complete",
    "main_business": "complete",
    "relation_since": "earliest",
    "first_source": "survivor",
    "line": "survivor",
}
"""The policy of a field that does not follow the default."""

NEVER_MERGE: Final = "never_merge"
"""The kind of a relation that says: these are two. No view of relations shows it."""

_RANKS: Final = {"chosen": 3, "by_hand": 2, "file": 1}

FieldRule = Literal["same", "only", "trusted", "newest", "complete", "earliest", "survivor",
                    "joined", "chosen", "typed"]  # fmt: skip

RULES: Final[Mapping[FieldRule, str]] = {
    "same": N_("all the same"),
    "only": N_("only one has it"),
    "trusted": N_("most trusted source"),
    "newest": N_("newest"),
    "complete": N_("most complete"),
    "earliest": N_("earliest"),
    "survivor": N_("of the record that stays"),
    "joined": N_("joined"),
    "chosen": N_("you chose"),
    "typed": N_("you typed it"),
}


class CannotMerge(UserProblem):
    """These records cannot become one customer."""

    code = "cannot_merge"
    template = N_("{names} cannot be merged: {reason}")


class NoMerge(UserProblem):
    """The operation is no merge, or it stands no longer."""

    code = "no_merge"
    template = N_("Operation {operation} is no merge that stands, so there is nothing to separate.")


@dataclass(frozen=True, slots=True)
class OneValue:
    """A value of one record, and who told it (None: nobody knows)."""

    value: Any
    told: Told | None = None

    @property
    def source(self) -> str:
        """The source for reading, in the current language."""
        return source_name(self.told.source) if self.told else ""

    @property
    def day(self) -> str:
        """The day the value was told (ISO), or nothing."""
        return self.told.at.date().isoformat() if self.told else ""


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One field: the value of each record, which of them stands (its place), and by which rule.

    ``value`` is what will be written; of a joined list it is no record's own, ``chosen`` is None.
    ``doubtful``: an identifying value differs, somebody should look.
    """

    field: str
    cells: tuple[OneValue | None, ...]
    chosen: int | None
    value: Any
    rule: FieldRule
    doubtful: bool = False

    @property
    def differs(self) -> bool:
        """Whether there is a choice."""
        return len({repr(each.value) for each in self.cells if each is not None}) > 1

    @property
    def why(self) -> str:
        """The rule in words, in the current language."""
        return _(RULES[self.rule])


@dataclass(frozen=True, slots=True)
class MergeRecord:
    """One of the records: ``created`` is the day it came (ISO), ``source`` who brought it."""

    customer: int
    number: str
    name: str
    kind: str
    created: str
    source: str


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a merge would do: the first record stays; ``joined`` counts rows by table and record.

    ``consents`` has per purpose the state of each record (None: never asked) and the result.
    """

    records: tuple[MergeRecord, ...]
    fields: tuple[FieldPlan, ...]
    joined: Mapping[str, tuple[int, ...]]
    consents: Mapping[str, tuple[tuple[str | None, ...], str]]

    def as_json(self) -> dict[str, Any]:
        """Return the plan as the command line prints it."""
        numbers = [record.number for record in self.records]
        return {
            "survivor": numbers[0],
            "merged": numbers[1:],
            "fields": [
                {
                    "field": each.field,
                    "value": each.value,
                    "from": None if each.chosen is None else numbers[each.chosen],
                    "rule": each.rule,
                }
                for each in self.fields
                if each.differs or each.chosen != 0
            ],
            "joined": {table: sum(counts) for table, counts in self.joined.items()},
            "consents": {purpose: found for purpose, (_each, found) in self.consents.items()},
        }


def choose(cells: Sequence[OneValue | None], policy: MergePolicy) -> tuple[int, FieldRule]:
    """Return the place of the value that stands and the rule by which it does.

    ``trusted``: chosen by the user before typed by hand before imported, of those the newest.
    What is still level goes to the earlier record. At least one cell is not None.
    """
    there = [at for at, cell in enumerate(cells) if cell is not None]
    if len({repr(_value(cells[at])) for at in there}) == 1:
        return there[0], "same" if len(there) == len(cells) else "only"
    if policy == "survivor":
        return there[0], "survivor"
    if policy == "earliest":
        return min(there, key=lambda at: (str(_value(cells[at])), at)), "earliest"
    orders = {"trusted": _trust, "newest": _moment, "complete": _length}
    order = orders[policy]
    return max(there, key=lambda at: (*order(cells[at]), -at)), policy


def _value(cell: OneValue | None) -> Any:
    return cell.value if cell is not None else None


def _trust(cell: OneValue | None) -> tuple[Any, ...]:
    told = cell.told if cell is not None else None
    if told is None:
        return 0, 0.0
    rank = "chosen" if told.chosen else "by_hand" if told.by_hand else "file"
    return _RANKS[rank], told.at.timestamp()


def _moment(cell: OneValue | None) -> tuple[Any, ...]:
    return (_trust(cell)[1],)


def _length(cell: OneValue | None) -> tuple[Any, ...]:
    return len(str(_value(cell))), *_trust(cell)


def policy_of(policies: Mapping[str, str], field: str) -> MergePolicy:
    """Return the policy of a field: the user's, else the field's own, else the default."""
    wanted = policies.get(field) or OF_FIELDS.get(field) or policies.get("*") or DEFAULT
    return next((policy for policy in POLICIES if policy == wanted), DEFAULT)
