"""Rules of tags that ask for segments: what they mean, and the circles that must not be.

A tag is given to a block of customers at a time, so the condition of a segment is put in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from dataclasses import field as attribute

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.fields import fields
from profiler_app.domain.rules import Rule, parse
from profiler_app.domain.rules.adapting import problem
from profiler_app.domain.rules.tree import InSegment, Node, Operation
from profiler_app.domain.rules.vocabulary import with_guess
from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _
from profiler_app.store.connect import Connection
from profiler_app.store.segments import SAVED_RULE, SNAPSHOT, SegmentRow, read_segments

LATER = ("cluster", "dq_score", "own_tier")
"""Fields that are computed after the tags: no tag can ask for them."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A tag (its id) or a segment (its key), and its name."""

    kind: str
    key: str
    name: str = attribute(compare=False)


class SegmentRules:
    """The rules of the saved segments of a workspace, by key and by name."""

    def __init__(self, connection: Connection) -> None:
        self._rows: dict[str, SegmentRow] = {}
        for row in read_segments(connection, SAVED_RULE):
            self._rows[row.key] = self._rows[row.name] = row
        self._snapshots = {
            each for row in read_segments(connection, SNAPSHOT) for each in (row.key, row.name)
        }

    def put(self, row: SegmentRow) -> None:
        """Take a rule for that of a segment, as if it were saved."""
        self._rows[row.key] = self._rows[row.name] = row

    def is_snapshot(self, name: str) -> bool:
        """Whether a name or key is that of a snapshot."""
        return name in self._snapshots

    def row(self, node: InSegment) -> SegmentRow:
        """Return the segment a rule asks for; raises RuleProblem where no tag can ask for it."""
        if node.segment in self._snapshots:
            reason = _("the snapshot {name} keeps who was in it once; give a tag by hand for that")
            raise problem(node.position, reason.format(name=repr(node.segment)))
        found = self._rows.get(node.segment)
        if found is None:
            reason = _("there is no segment {name}.").format(name=repr(node.segment))
            names = sorted({row.name for row in self._rows.values()})
            raise problem(node.position, with_guess(reason, node.segment, names))
        return found


def rule_of_segment(row: SegmentRow) -> Rule:
    """Return the rule of a saved segment."""
    return parse(row.rule, tags=known_tags())


def filled(rule: Rule, segments: SegmentRules) -> Rule:
    """Return a rule with the conditions of segments in their place; raises RuleProblem."""
    return Rule(_filled(rule.root, segments, ()))


def _filled(node: Node, segments: SegmentRules, within: tuple[str, ...]) -> Node:
    if isinstance(node, InSegment):
        row = segments.row(node)
        if row.key in within:
            reason = _("the segment {name} would ask for itself")
            raise problem(node.position, reason.format(name=repr(row.name)))
        return _filled(rule_of_segment(row).root, segments, (*within, row.key))
    if isinstance(node, Operation):
        operands = tuple(_filled(each, segments, within) for each in node.operands)
        return replace(node, operands=operands)
    return node


def renamed(rule: str, old: str, new: str) -> str:
    """Return the text of a rule that asks for a segment by its new name."""
    pattern = rf"in_segment\(\s*(?:{re.escape(quoted(old))}|{re.escape(_doubly(old))})\s*\)"
    return re.sub(pattern, lambda _match: f"in_segment({quoted(new)})", rule)


def _doubly(name: str) -> str:
    return f'"{name}"'


def refuse_later(rule: Rule) -> None:
    """Raise RuleProblem for a field that is computed after the tags."""
    for name in LATER:
        if name in rule.fields:
            reason = _("{field} is computed after the tags: a segment can ask for it, no tag")
            raise RuleProblem(position=0, reason=reason.format(field=fields()[name].label))


def refuse_circles(start: Thing, rule: Rule, segments: SegmentRules) -> None:
    """Raise RuleProblem with the path where a tag or segment would ask for itself."""
    for found in _paths(rule, segments, (start,)):
        if found[-1] == start:
            path = " → ".join(each.name for each in found)
            reason = _("this would ask for itself: {path}")
            raise RuleProblem(position=0, reason=reason.format(path=path))


def _paths(
    rule: Rule, segments: SegmentRules, path: tuple[Thing, ...]
) -> Iterator[tuple[Thing, ...]]:
    """Yield the ways from a rule to whatever it asks for, each thing at most twice on a way."""
    for thing, asked in _asked(rule, segments):
        yield (*path, thing)
        if thing not in path and asked is not None:
            yield from _paths(asked, segments, (*path, thing))


def _asked(rule: Rule, segments: SegmentRules) -> Iterator[tuple[Thing, Rule | None]]:
    known = known_tags()
    for tag in sorted(rule.tags):
        if tag in known:
            definition = known[tag]
            yield Thing("tag", tag, definition.label), definition.said
    for name in sorted(rule.segments):
        if segments.is_snapshot(name):  # it keeps who was in it and asks for nothing
            continue
        row = segments.row(InSegment(name))
        yield Thing("segment", row.key, row.name), rule_of_segment(row)
