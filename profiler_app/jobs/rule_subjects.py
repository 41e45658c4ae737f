"""What a condition of a rule can be about: fields, what happened, tags and segments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from profiler_app.domain.fields import Field, fields
from profiler_app.domain.rules.draft_parts import CHOICES, Happening, Leaf, Sequence
from profiler_app.domain.rules.drafting import about
from profiler_app.domain.rules.happenings import FUNCTIONS, SEQUENCES, SOURCES, behaviour
from profiler_app.domain.rules.tree import TYPE_OF_KIND, Events, FieldRef, HasTag, InSegment
from profiler_app.domain.tags import known_tags, tag_groups
from profiler_app.domain.text import _
from profiler_app.jobs.ruling import segment_names
from profiler_app.store.workspace import Workspace

USUAL_DAYS = 90
"""The window a new condition on events begins with."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something to choose: what it begins, its name, and what it is listed under."""

    leaf: Leaf
    label: str
    group: str


def subjects(workspace: Workspace) -> tuple[Subject, ...]:
    """Return all that can be chosen, in the order it is listed."""
    found = [*_fields(), *_events(), *_tags()]
    for name in segment_names(workspace).values():
        found.append(Subject(about(InSegment(name), "yes"), name, _("Segments")))
    return tuple(found)


def subjects_of_events(source: str) -> tuple[Subject, ...]:
    """Return what a condition on one event of a source can be about."""
    columns = SOURCES[source].columns.values()
    return tuple(_of_field(column, SOURCES[source].label) for column in columns)


def _fields() -> Iterator[Subject]:
    for field in fields().values():
        kind = TYPE_OF_KIND[field.kind]
        if field.place == "rows" or field.sensitivity == "S3" or kind not in CHOICES:
            continue
        yield _of_field(field, _("Fields"))


def _of_field(field: Field, group: str) -> Subject:
    operator = CHOICES[TYPE_OF_KIND[field.kind]][0]
    if operator == "in" and not field.options:
        operator = "=="
    return Subject(about(FieldRef(field.id, field), operator), field.label, group)


def _events() -> Iterator[Subject]:
    bought, back = Happening("purchases"), Happening("returns")
    for missing, said in (
        (False, _("One event, then another within so many days")),
        (True, _("One event, then none of another within so many days")),
    ):
        yield Subject(Sequence(bought, back, USUAL_DAYS, None, missing), said, _("What happened"))
    for source in SOURCES.values():
        for function, row in FUNCTIONS.items():
            if function in SEQUENCES:
                continue
            columns = [""] if row.columns == "none" else list(source.columns)
            for column in columns:
                kind = source.columns[column].kind if column else "int"
                if row.numbers and kind not in ("money", "int", "num"):
                    continue
                if column == "day" or (function in ("first", "last") and column):
                    continue
                yield _event(function, source.id, column)


def _event(function: str, source: str, column: str) -> Subject:
    node = behaviour(function, Events(source, column))
    days = None if function in ("days_since", "first", "last") else USUAL_DAYS
    condition = replace(about(node, CHOICES[node.type][0]), days=days)
    return Subject(condition, condition.label, _("What happened"))


def _tags() -> Iterator[Subject]:
    names = {group.id: group.label for group in tag_groups()}
    for tag in known_tags().values():
        if tag.retired or tag.sensitive:
            continue
        said = _("Tags · {group}").format(group=names.get(tag.group, tag.group))
        yield Subject(about(HasTag(tag.id), "yes"), tag.label, said)
