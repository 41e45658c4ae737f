"""Which values of a file are written over known ones, and where the others are kept.

Called by the writer of customers with all values that differ from the stored ones; nothing here
runs for customers that are new or unchanged.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, TypeGuard

from profiler_app.domain.imports import CellChange, ImportRequest
from profiler_app.domain.policies import (
    Told,
    decide,
    moment_of,
    policy_of,
    source_of,
    stated_day,
)
from profiler_app.store import provenance
from profiler_app.store.ledger import Operation
from profiler_app.store.provenance import CLAIM, Claim, Place, Teller
from profiler_app.store.workspace import Workspace

BY_HAND = frozenset({"create", "edit", "owner", "choose"})
"""Kinds of operations by which somebody types a value."""
_PLAIN = frozenset({"kind", "line"})
"""Fields that follow from others: no source is asked about them."""


class Judge:
    """Decides about the values of one file (see ``domain.policies``)."""

    def __init__(
        self, workspace: Workspace, opened: Operation, request: ImportRequest, *, today: date
    ) -> None:
        name = request.paths[0].name if request.paths else "clipboard"
        stated = request.data_date
        self.moment = moment_of_file(workspace, request)
        self._source = f"file:{source_of(name)}"
        self._day = (stated or stated_day(name) or today).isoformat()
        self._connection = workspace.connection
        self._opened = opened
        self._request = request
        self._waiting: dict[tuple[int, str, str], tuple[Any, str]] = {}
        opened.facts |= {
            "source": self._source,
            "told": self.moment.isoformat(timespec="seconds"),
            "day": self._day,
        }

    def __call__(self, changes: Sequence[CellChange]) -> list[CellChange]:
        """Return the changes with the decision about each; losing values are kept beside."""
        places = [(change.customer, change.field) for change in changes]
        tellers = provenance.tellers(self._connection, places)
        claims = provenance.claims(self._connection, {customer for customer, _field in places})
        decided = []
        for change, place in zip(changes, places, strict=True):
            teller = tellers.get(place)
            told = told_by(teller) if _told_anything(teller) else None
            decided.append(self._decided(change, told, claims.get(place, [])))
            if change.before is not None and change.field not in _PLAIN:
                self._keep_loser(decided[-1], teller, told)
        self._write_claims(claims)
        return decided

    def _decided(self, change: CellChange, told: Told | None, claims: list[Claim]) -> CellChange:
        text = as_text(change.after)
        repeated = any(each.source == self._source and each.value == text for each in claims)
        policy = policy_of(self._request.policies, change.field)
        made = decide(policy, change.before, told, moment=self.moment, repeated=repeated)
        writes = made.writes
        if not made.fixed:
            writes = self._request.choices.get(change.key, writes)
        return replace(
            change,
            writes=writes,
            rule=made.rule,
            fixed=made.fixed,
            source=told.source if told else "",
            told=told.at.astimezone().date().isoformat() if told else "",
        )

    # -- what does not stand is kept beside what does

    def _keep_loser(self, change: CellChange, teller: Teller | None, told: Told | None) -> None:
        if told is None or teller is None or told.source == self._source:
            return  # a source replaces what it told itself
        place = (change.customer, change.field)
        if change.writes:
            day = teller.facts.get("day") or told.at.astimezone().date().isoformat()
            self._waiting[(*place, told.source)] = (change.before, day)
            self._waiting[(*place, self._source)] = (None, self._day)
        else:
            self._waiting[(*place, self._source)] = (change.after, self._day)

    def _write_claims(self, claims: dict[Place, list[Claim]]) -> None:
        """Keep one value a source; what stands now is no longer kept beside."""
        new, changed, gone = [], [], []
        for (customer, field, source), (value, day) in self._waiting.items():
            known = [each for each in claims.get((customer, field), ()) if each.source == source]
            text = None if value is None else as_text(value)
            if text is None:
                gone += [each.row for each in known]
            elif not known:
                new.append((customer, CLAIM + field, text, source, 1.0, day))
            elif (known[0].value, known[0].as_of) != (text, day):
                changed.append((text, day, known[0].row))
        self._waiting.clear()
        columns = ["customer_id", "field", "value", "origin", "confidence", "as_of"]
        if new:
            self._opened.insert("attribute", columns, new)
        if changed:
            self._opened.update_many("attribute", ["value", "as_of"], changed)
        if gone:
            self._opened.delete("attribute", gone)


def moment_of_file(workspace: Workspace, request: ImportRequest) -> datetime:
    """Return how old the data of a file are; no file is from the future."""
    if not request.paths:
        return workspace.clock()
    path = request.paths[0]
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return min(moment_of(path.name, written, stated=request.data_date), workspace.clock())


def _told_anything(teller: Teller | None) -> TypeGuard[Teller]:
    """Whether a value was told at all: what customers got that other rows named is made up."""
    if teller is None:
        return False
    files = teller.facts.get("files")
    return not files or any(file["kind"] == "customers" for file in files)


def told_by(teller: Teller) -> Told:
    """Return who told a value, from the operation that wrote it."""
    kind, facts = teller.kind, teller.facts
    at = datetime.fromisoformat(facts.get("told", teller.at) if kind == "import" else teller.at)
    if kind == "import":
        return Told(facts.get("source") or f"file:{source_of(facts.get('file', ''))}", at)
    by_hand = kind in BY_HAND
    return Told("by_hand" if by_hand else kind, at, by_hand=by_hand, chosen=kind == "choose")


def as_text(value: Any) -> str:
    """Return a value as attributes keep it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
