"""Which of two values stands when a file says something else than this computer does.

One policy a field, ``newest`` unless the user chose another. Whatever it decides, the user's own
tick in the check step wins, and the value that does not stand is kept beside the one that does
(``store.provenance``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, Literal, cast, get_args

from profiler_app.domain.text import N_, _

Order = tuple[str, int]
Policy = Literal["newest", "overwrite", "fill", "keep", "ask"]
Rule = Literal[
    "filled",
    "overwritten",
    "older",
    "by_hand",
    "chosen",
    "told_before",
    "only_fill",
    "never",
    "ask",
    "stricter",
]

POLICIES: Final[tuple[Policy, ...]] = get_args(Policy)
DEFAULT: Final[Policy] = "newest"
EVERY_FIELD: Final = "*"
"""The key under which a policy for all fields without one of their own is kept."""

POLICY_NAMES: Final[Mapping[str, str]] = {
    "newest": N_("Newer value wins"),
    "overwrite": N_("Always overwrite"),
    "fill": N_("Only fill empty fields"),
    "keep": N_("Keep what is here"),
    "ask": N_("Decide one by one"),
}

_ALIKE: Final = timedelta(minutes=1)
"""Two files written within this time count as equally old."""
STRICTNESS: Final = ("granted", "none", "expired", "refused", "withdrawn")
_DAY: Final = re.compile(
    r"(?<!\d)(20\d\d)[-_.\u5e74]?(0[1-9]|1[0-2])[-_.\u6708]?(0[1-9]|[12]\d|3[01])(?!\d)"
)
_MONTH: Final = re.compile(r"(?<!\d)(20\d\d)[-_.\u5e74]?(0[1-9]|1[0-2])(?!\d)")
_DATES: Final = re.compile(
    r"(20\d\d[-_.\u5e74]?\d{0,2}[-_.\u6708]?\d{0,2}\u65e5?|[(\uff08]\d+[)\uff09])"
)


@dataclass(frozen=True, slots=True)
class Told:
    """Who told a value that is stored: ``source`` names a file (or says by hand), ``at`` when.

    ``by_hand``: typed here; ``chosen``: the user decided for it among several sources.
    """

    source: str
    at: datetime
    by_hand: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether the value of the file is written, and by which rule; ``fixed`` cannot be changed."""

    writes: bool
    rule: Rule
    fixed: bool = False


def decide(
    policy: Policy, before: Any, told: Told | None, *, moment: datetime, repeated: bool = False
) -> Decision:
    """Decide about one value that differs from the stored one.

    ``told`` says who told the stored value, ``moment`` how old the file is, ``repeated`` that the
    same source told the same value before and it did not stand then.
    """
    if policy == "keep":
        return Decision(False, "never")
    if before is None:
        return Decision(True, "filled")
    if policy == "fill":
        return Decision(False, "only_fill")
    if told is not None and told.chosen:
        return Decision(False, "chosen")
    if policy == "ask":
        return Decision(False, "ask")
    if policy == "newest" and told is not None:
        if told.by_hand and told.at > moment:
            return Decision(False, "by_hand")
        if not told.by_hand and told.at - moment > _ALIKE:
            return Decision(False, "older")
        if repeated:
            return Decision(False, "told_before")
    return Decision(True, "overwritten")


def policy_of(policies: Mapping[str, str], field: str) -> Policy:
    """Return the policy of a field."""
    return cast(Policy, policies.get(field) or policies.get(EVERY_FIELD) or DEFAULT)


def order_of_answer(state: str, answered: str | None, withdrawn: str | None, on: str) -> Order:
    """Return what orders the answers of a customer on a day (ISO); the last one counts.

    A withdrawal counts from its own day on. Of one day the stricter answer is the last; a refusal
    nobody dated counts as of today, a grant nobody dated as older than any other answer.
    """
    day = withdrawn if state == "withdrawn" and withdrawn and withdrawn <= on else answered
    if not day and state in ("refused", "withdrawn"):
        day = on
    return day or "", STRICTNESS.index(state) if state in STRICTNESS else 0


def stricter(one: str | None, other: str | None) -> str | None:
    """Return the stricter of two consent states: withdrawn before refused before granted."""
    known = [state for state in (one, other) if state in STRICTNESS]
    return max(known, key=STRICTNESS.index, default=None)


def source_name(source: str) -> str:
    """Return a source for reading, in the current language."""
    kind, _colon, name = source.partition(":")
    return name or _(_SOURCES.get(kind, kind))


def stated_day(name: str) -> date | None:
    """Return the last day a file tells about by its name (members_2025-09 → 2025-09-30)."""
    for year, month, day in _DAY.findall(name):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    found = _MONTH.search(name)
    if found is None:
        return None
    year, month = map(int, found.groups())
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def moment_of(name: str, written: datetime, *, stated: date | None = None) -> datetime:
    """Return how old the data of a file are: when it was written, or earlier by its name.

    ``stated`` is the day the user names; it wins over both.
    """
    if stated is not None:
        return _end(stated)
    named = stated_day(name)
    return min(written, _end(named)) if named else written


def source_of(name: str) -> str:
    """Return the source a file belongs to: its name without dates, copies and endings.

    Next month's export is the same source: its values replace those of the month before.
    """
    stem = name.split("/")[-1]
    while "." in stem and len(stem) - stem.rindex(".") <= 6:
        stem = stem[: stem.rindex(".")]
    return _DATES.sub("", stem).strip(" -_.·") or stem


def reason(rule: str, *, source: str = "", day: str = "") -> str:
    """Return in one sentence why a value is written or not, in the current language."""
    return _(_REASONS[rule]).format(source=source, day=day)


def _end(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59)).astimezone(UTC)


_SOURCES: Final[Mapping[str, str]] = {
    "by_hand": N_("entered by hand"),
    "sample": N_("sample data"),
    "merge": N_("merged"),
}
RULE_NAMES: Final[Mapping[str, str]] = {
    "filled": N_("Filled in"),
    "overwritten": N_("Replaced"),
    "older": N_("File is older"),
    "by_hand": N_("Kept as it is"),
    "chosen": N_("You chose"),
    "told_before": N_("Told before"),
    "only_fill": N_("Kept as it is"),
    "never": N_("Kept as it is"),
    "ask": N_("Undecided"),
    "stricter": N_("Stricter wins"),
}
_REASONS: Final[Mapping[str, str]] = {
    "filled": N_("Nothing is known here yet; the file fills it in."),
    "overwritten": N_("The file is not older than what is here ({source}, {day})."),
    "older": N_("What is here ({source}, {day}) is newer than the file."),
    "by_hand": N_("Edited by hand on {day}, later than the file, so it is kept by default."),
    "chosen": N_("You chose this value among several sources on {day}, so it is kept."),
    "told_before": N_(
        "This source told the same before, and {source} ({day}) stood against it; that remains."
    ),
    "only_fill": N_("This field is only filled where it is empty."),
    "never": N_("This field is left as it is here."),
    "ask": N_("This field is to be decided one by one; tick what the file should change."),
    "stricter": N_("For consent the stricter of two answers holds."),
}
