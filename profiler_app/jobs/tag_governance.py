"""Whether the tags are kept in order: their use, coverage, drift, overlap and contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from profiler_app.analysis.differences import index_of
from profiler_app.domain.rules import parse
from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.tags import NO_PROFILING, TagDefinition, known_tags, own_tags, tag_groups
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.judging import judge
from profiler_app.jobs.own_tags import read_note
from profiler_app.jobs.segments.drifting import ALARM
from profiler_app.jobs.tag_catalog import customers_by_kind
from profiler_app.jobs.tag_use import Use, last_uses, uses_of_tags
from profiler_app.store import runs, tag_history
from profiler_app.store.tag_table import read_tag_table
from profiler_app.store.workspace import Workspace

ALIKE = 0.9
"""From this share of shared customers (of those with either) on, two tags say the same."""
FEW, MANY = 3.0, 25.0
"""A customer should carry more than ``FEW`` and fewer than ``MANY`` tags on average."""
REVIEW_DAYS = 365
"""A definition people gave is to be looked at again after so many days, unless they set a day."""
MOST_NAMED = 500
IDLE_DAYS = 120
"""After so many days in no list, segment, view, campaign or tag a tag is idle."""
STALE_DAYS = 2
"""A tag that is to be computed every day is stale when that was longer ago."""

_CONTRARY = (
    ("one_time", "repeat_buyer"),
    ("happy", "unhappy"),
    ("responsive", "unresponsive"),
    ("mot_yield", "mot_safety"),
    ("fs_sound", "fs_distress"),
    ("age_lt18", "biz_owner"),
    ("age_lt18", "edu_high"),
    ("age_lt18", "family_senior"),
)


@dataclass(frozen=True, slots=True)
class TagRow:
    """One tag in the list.

    ``customers``, ``unknown`` and ``coverage`` are None while nothing was computed. ``uses`` is in
    how many tags, segments, views and campaigns it is asked for; ``drift`` the stability index of
    who carries it since ``since``. ``hints`` are keys of ``HINTS``; ``same_as`` says the same.
    ``used_on`` is when a list last asked for it, or something that asks for it was made.
    """

    tag: str
    label: str
    group: str
    colour: int
    kind: str
    version: int
    customers: int | None
    unknown: int | None
    coverage: float | None
    changed: str
    owner: str
    review_on: str
    uses: int
    drift: float | None
    since: str
    hints: tuple[str, ...]
    same_as: str = ""
    retired: bool = False
    sensitive: bool = False
    own: bool = False
    used_on: str = ""


HINTS: Mapping[str, str] = {
    "never": N_("Nobody carries it"),
    "always": N_("Everybody it is meant for carries it"),
    "overlap": N_("Says the same as another tag"),
    "unused": N_("Asked for nowhere"),
    "idle": N_("Not used for 120 days"),
    "stale": N_("Computed longer ago than it should be"),
    "drift": N_("Who carries it has changed much"),
    "review": N_("To be reviewed"),
    "contradiction": N_("Contradicts another tag"),
}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What cannot both be true of a customer, for how many it is, and the rule that finds them."""

    tags: tuple[str, ...]
    text: str
    customers: int
    rule: str


@dataclass(frozen=True, slots=True)
class TagOverview:
    """All tags in the order of their groups; ``per_customer`` is the mean number of tags held."""

    as_of: str
    groups: tuple[tuple[str, str], ...]
    rows: tuple[TagRow, ...]
    contradictions: tuple[Contradiction, ...]
    customers: int
    per_customer: float | None

    @property
    def balance(self) -> str:
        """``few`` or ``many`` where customers carry too few or too many tags, empty otherwise."""
        if self.per_customer is None or not self.customers:
            return ""
        return "few" if self.per_customer < FEW else "many" if self.per_customer > MANY else ""


def tag_overview(workspace: Workspace, source: ColumnSource, today: date) -> TagOverview:
    """Return every tag with what tells whether it is kept in order."""
    connection = workspace.connection
    run = runs.last_run(connection)
    look = _Look(
        counts=runs.tag_counts(connection),
        before=tag_history.counts_before(connection),
        notes=tag_history.newest_notes(connection),
        meant=customers_by_kind(source),
        allowed=customers_by_kind(source, without=source.tags([NO_PROFILING])[NO_PROFILING].true),
        uses=uses_of_tags(workspace),
        used=last_uses(workspace),
        first_day=tag_history.first_day(connection),
        computed_on="" if run is None else run.as_of,
        same=source.kept(("tags alike",), lambda: _alike(workspace)),
        contradictions=_contradictions(workspace, source),
        customers=len(source.ids()),
        today=today,
    )
    order = {group.id: at for at, group in enumerate(tag_groups())}
    rows = [look.row(tag, order.get(tag.group, 0)) for tag in known_tags().values()]
    rows.sort(key=lambda row: row.colour)
    held = sum(row.customers or 0 for row in rows)
    customers = len(source.ids())
    return TagOverview(
        as_of="" if run is None else run.as_of,
        groups=tuple((group.id, group.label) for group in tag_groups()),
        rows=tuple(rows),
        contradictions=look.contradictions,
        customers=customers,
        per_customer=held / customers if run is not None and customers else None,
    )


@dataclass(frozen=True, slots=True)
class _Look:
    counts: Mapping[str, tuple[int, int]]
    before: tuple[str, int, Mapping[str, int]]
    notes: Mapping[str, tuple[str, str]]
    meant: Mapping[str, int]
    allowed: Mapping[str, int]
    uses: Mapping[str, list[Use]]
    used: Mapping[str, str]
    first_day: str
    computed_on: str
    same: Mapping[str, str]
    contradictions: tuple[Contradiction, ...]
    customers: int
    today: date

    def row(self, tag: TagDefinition, colour: int) -> TagRow:
        note, at = self.notes.get(tag.id, ("", ""))
        kept = read_note(note)
        count, unknown = self.counts.get(tag.id, (None, None))
        meant = sum(self.meant.get(kind, 0) for kind in tag.applies_to)
        review = kept.get("review_on") or (_after(at[:10]) if at else "")
        drift = self._drift(tag.id, count)
        return TagRow(
            tag=tag.id,
            label=tag.label,
            group=tag.group,
            colour=colour,
            kind=tag.kind,
            version=tag.version,
            customers=count,
            unknown=unknown,
            coverage=count / meant if count is not None and meant else None,
            changed=at[:10],
            owner=kept.get("owner", ""),
            review_on=review,
            uses=len(self.uses.get(tag.id, ())),
            drift=drift,
            since=self.before[0] if drift is not None else "",
            hints=() if tag.retired else tuple(self._hints(tag, count, meant, review, drift)),
            same_as=self.same.get(tag.id, ""),
            retired=tag.retired,
            sensitive=tag.sensitive,
            own=tag.id in own_tags(),
            used_on=self._used_on(tag.id),
        )

    def _used_on(self, tag: str) -> str:
        return max([self.used.get(tag, ""), *(use.day for use in self.uses.get(tag, ()))])

    def _is_idle(self, tag: str) -> bool:
        """Whether nothing asks for a tag now, and no list has for a long time."""
        if self.uses.get(tag):
            return False
        since = max(self.used.get(tag, ""), self.notes.get(tag, ("", ""))[1][:10], self.first_day)
        return bool(since) and self._age(since) >= IDLE_DAYS

    def _age(self, day: str) -> int:
        return (self.today - date.fromisoformat(day)).days

    def _drift(self, tag: str, count: int | None) -> float | None:
        day, customers, counts = self.before
        if not day or count is None or tag not in counts or not customers or not self.customers:
            return None
        then, now = counts[tag], count
        return index_of(
            np.array([then, customers - then]), np.array([now, max(self.customers - now, 0)])
        )

    def _hints(
        self, tag: TagDefinition, count: int | None, meant: int, review: str, drift: float | None
    ) -> Iterable[str]:
        if any(tag.id in each.tags for each in self.contradictions):
            yield "contradiction"
        if tag.id in self.same:
            yield "overlap"
        if drift is not None and drift >= ALARM:
            yield "drift"
        if review and review <= self.today.isoformat():
            yield "review"
        if count == 0 and meant and tag.rule is not None and not tag.sensitive:
            yield "never"
        able = sum(self.allowed.get(kind, 0) for kind in tag.applies_to)
        if count is not None and able and count >= able:
            yield "always"
        if not self.uses.get(tag.id) and not tag.action_hint and tag.id in own_tags():
            yield "unused"
        elif self._is_idle(tag.id) and not tag.action_hint and not tag.sensitive:
            yield "idle"
        computed = self.computed_on if tag.refresh == "daily" else ""
        if computed and self._age(computed) > STALE_DAYS:
            yield "stale"


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=REVIEW_DAYS)).isoformat()


# -- tags that say the same, or the contrary


def _alike(workspace: Workspace) -> dict[str, str]:
    """Return for each tag the one it shares nearly all customers with, if there is one.

    Tags that ask for each other do so by their rules, not by mistake.
    """
    table = read_tag_table(workspace.connection)
    known = known_tags()
    found: dict[str, tuple[float, str]] = {}
    for one, other, share in table.pairs_alike(ALIKE):
        if one not in known or other not in known:
            continue
        rules = known[one].rule, known[other].rule
        if (rules[0] and other in rules[0].tags) or (rules[1] and one in rules[1].tags):
            continue
        for each, twin in ((one, other), (other, one)):
            if share > found.get(each, (0.0, ""))[0]:
                found[each] = (share, twin)
    return {each: twin for each, (_share, twin) in found.items()}


def _contradictions(workspace: Workspace, source: ColumnSource) -> tuple[Contradiction, ...]:
    known = known_tags()
    found = []
    for one, other in _CONTRARY:
        if one in known and other in known:
            rule = f"has('{one}') and has('{other}')"
            n = int(judge(source, parse(rule, tags=known)).true.sum())
            text = f"{known[one].label} · {known[other].label}"
            found.append(Contradiction((one, other), text, n, rule))
    numbers = tag_history.single_with_spouse(workspace.connection)
    named = ", ".join(quoted(each) for each in numbers[:MOST_NAMED])
    rule = f"number in [{named}]"
    found.append(Contradiction((), _("Single, but has a spouse on record"), len(numbers), rule))
    return tuple(each for each in found if each.customers)
