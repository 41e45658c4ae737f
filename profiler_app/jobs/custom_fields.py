"""Defining, changing and giving up fields of one's own: each is one operation, undone as any."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from profiler_app.domain.errors import FieldProblem, RuleProblem
from profiler_app.domain.fields import OWN, Option, fields, use_own_fields
from profiler_app.domain.own_fields import Definition, checked
from profiler_app.domain.progress import Progress
from profiler_app.domain.rules import parse_formula
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.rules.tokens import tokenize
from profiler_app.domain.text import N_, _
from profiler_app.jobs.own_tags import load_own_tags
from profiler_app.store.custom_fields import (
    FieldRow,
    chosen_values,
    count_values,
    read_field_rows,
    texts_naming_fields,
    was_used,
)
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.workspace import Workspace

_LONGEST = 40
_USED_IN = {
    "segment": N_("the segment {name}"),
    "clusters": N_("the adopted groups of customers"),
    "view": N_("the view {name}"),
    "board": N_("the board {name}"),
    "tag": N_("the tag {name}"),
    "field": N_("the field {name}"),
}


class Defined(NamedTuple):
    """A new field and the operation that made it."""

    field: str
    operation: int


@dataclass(frozen=True, slots=True)
class OwnField:
    """A definition, how many customers have a value (of a formula: 0), what is wrong with it."""

    definition: Definition
    values: int
    problem: str = ""


def load_own_fields(workspace: Workspace) -> None:
    """Let the fields of a workspace be part of the catalog, in place of those of another one."""
    definitions = _definitions(workspace)
    lists = {each.id: each.choices for each in definitions if each.choices}
    use_own_fields([each.field for each in definitions], lists)
    load_own_tags(workspace)


def own_fields(workspace: Workspace) -> tuple[OwnField, ...]:
    """Return the fields this workspace defined, the oldest first."""
    values = count_values(workspace.connection)
    return tuple(
        OwnField(each, values.get(each.id, 0), _problem(each)) for each in _definitions(workspace)
    )


def _problem(definition: Definition) -> str:
    if not definition.formula:
        return ""
    try:
        parse_formula(definition.formula)
    except RuleProblem as problem:
        return problem.sentence()
    return ""


def define_field(progress: Progress, workspace: Workspace, definition: Definition) -> Defined:
    """Define a field; it is part of the catalog as soon as this returns.

    Raises FieldProblem, for a formula RuleProblem.
    """
    progress.step(0.0, N_("Saving"))
    with operation(workspace, "field") as opened:
        name = add_definition(workspace, opened, definition)
        opened.facts |= {"field": name, "name": _label_for_history(definition)}
    load_own_fields(workspace)
    return Defined(name, opened.id)


def add_definition(workspace: Workspace, opened: Operation, definition: Definition) -> str:
    """Define a field inside an operation and return its id; ``load_own_fields`` once it ended.

    Without an id one is made that no field here ever had.
    """
    whole = checked(definition, _definitions(workspace))
    whole = replace(whole, id=whole.id or _new_id(workspace, whole))
    opened.insert_one("custom_field", {"field": whole.id, **_cells(whole)})
    return whole.id


def change_field(
    progress: Progress, workspace: Workspace, field: str, definition: Definition
) -> int | None:
    """Change names, dimension, unit, values or formula of a field; return the operation, if any.

    Its kind stays. Values to choose from that customers have must stay, too. Raises FieldProblem
    and RuleProblem.
    """
    progress.step(0.0, N_("Saving"))
    rows = {row.field: row for row in read_field_rows(workspace.connection)}
    if field not in rows:
        raise FieldProblem(reason=_("it is no longer there."))
    before = _definition(rows[field])
    if definition.kind != before.kind:
        raise FieldProblem(reason=_("its kind cannot be changed; define another field."))
    whole = checked(replace(definition, id=field), _definitions(workspace))
    _refuse_lost(workspace, before, whole)
    if whole == before:
        return None
    with operation(workspace, "field_changed", {"name": _label_for_history(whole)}) as opened:
        opened.update("custom_field", rows[field].id, _cells(whole))
    load_own_fields(workspace)
    return opened.id


def _refuse_lost(workspace: Workspace, before: Definition, after: Definition) -> None:
    """Refuse to take away a value to choose from that somebody has."""
    lost = {each.id: each.label for each in before.choices}
    for each in after.choices:
        lost.pop(each.id, None)
    used = lost.keys() & chosen_values(workspace.connection, before.id) if lost else set()
    if used:
        reason = _("customers have the value {names}; it has to stay.")
        raise FieldProblem(reason=reason.format(names=listed(sorted(lost[each] for each in used))))


def retire_field(progress: Progress, workspace: Workspace, field: str) -> int:
    """Give up a field; values stay in the file and are back when this is undone.

    Raises FieldProblem while a segment, a view, a tag or a formula names it.
    """
    progress.step(0.0, N_("Saving"))
    rows = {row.field: row for row in read_field_rows(workspace.connection)}
    if field not in rows:
        raise FieldProblem(reason=_("it is no longer there."))
    users = used_by(workspace, field)
    if users:
        reason = _("{users} needs it. Change that first.")
        raise FieldProblem(reason=reason.format(users=listed(users)))
    name = _label_for_history(_definition(rows[field]))
    with operation(workspace, "field_retired", {"name": name}) as opened:
        opened.delete("custom_field", [rows[field].id])
    load_own_fields(workspace)
    return opened.id


def used_by(workspace: Workspace, field: str) -> list[str]:
    """Return what names a field, as texts."""
    texts = texts_naming_fields(workspace.connection)
    texts += [("field", each.label, each.formula) for each in fields().values() if each.is_own]
    labels = set(fields()[field].names.values()) if field in fields() else set[str]()
    word = re.compile(rf"\b{re.escape(field)}\b")
    return [
        _(_USED_IN[kind]).format(name=name)
        for kind, name, text in texts
        if word.search(text) or labels & _names_in(text)
    ]


def _names_in(rule: str) -> set[str]:
    """Return the names in the text of a rule, where people may write labels."""
    try:
        return {token.text.removeprefix("f.") for token in tokenize(rule) if token.kind == "name"}
    except RuleProblem:
        return set()


# -- as it is stored


def _definitions(workspace: Workspace) -> list[Definition]:
    return [_definition(row) for row in read_field_rows(workspace.connection)]


def _definition(row: FieldRow) -> Definition:
    details = json.loads(row.details)
    return Definition(
        names={"zh": row.zh, "en": row.en},
        kind=row.kind,  # type: ignore[arg-type]
        dimension=row.dimension,
        choices=tuple(Option(key, {"zh": zh, "en": en}) for key, zh, en in details["choices"]),
        unit=details["unit"],
        formula=details["formula"],
        gives=details["gives"],
        kinds=tuple(details["kinds"]),
        id=row.field,
    )


def _cells(definition: Definition) -> dict[str, Any]:
    details = {
        "choices": [[each.id, each.names["zh"], each.names["en"]] for each in definition.choices],
        "unit": definition.unit,
        "formula": definition.formula,
        "gives": definition.gives,
        "kinds": list(definition.kinds),
    }
    return {
        **definition.names,
        "dimension": definition.dimension,
        "kind": definition.kind,
        "options": json.dumps(details, ensure_ascii=False, sort_keys=True),
        "sensitivity": definition.field.sensitivity,
    }


def _label_for_history(definition: Definition) -> str:
    return next(text for text in definition.names.values() if text)


def _new_id(workspace: Workspace, definition: Definition) -> str:
    """Return an id that says what the field is and that no field of this workspace ever had."""
    stem = OWN + (_word(definition.names["en"]) or "field")
    number, name = 1, stem
    while was_used(workspace.connection, name):
        number += 1
        name = f"{stem}_{number}"
    return name


def _word(name: str) -> str:
    """Return a name in small Latin letters, digits and underscores; Chinese as pinyin."""
    from profiler_app.jobs.pinyin import readings_of  # numpy, which no import needs

    latin = "_".join(readings_of(name)[0]) if not name.isascii() else name
    return re.sub(r"[^a-z0-9]+", "_", latin.lower()).strip("_")[:_LONGEST].rstrip("_")
