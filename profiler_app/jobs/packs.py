"""Adding an industry pack, and taking it away again: each is one operation, undone as any.

Values that customers have in the fields of a pack stay in the file and are back with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from profiler_app.domain.fields import fields
from profiler_app.domain.packs import Pack, PackProblem, packs
from profiler_app.domain.progress import Progress
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import N_, _
from profiler_app.jobs.custom_fields import add_definition, load_own_fields, used_by
from profiler_app.jobs.own_tags import add_rule_tag, retire_within
from profiler_app.jobs.surveys.listing import keep_questionnaire
from profiler_app.store.custom_fields import count_values, read_field_rows
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.packs import products_by_code, products_in_use
from profiler_app.store.surveys import SurveyRow, read_surveys
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PackState:
    """A pack, whether it is there, and how many values its fields have."""

    pack: Pack
    installed: bool
    values: int


def pack_states(workspace: Workspace) -> tuple[PackState, ...]:
    """Return every pack with whether it is there."""
    values = count_values(workspace.connection)
    return tuple(
        PackState(
            each,
            _is_there(_survey(workspace, each)),
            sum(values.get(field.id, 0) for field in each.fields),
        )
        for each in packs().values()
    )


def find_pack(name: str) -> Pack:
    """Return the pack of an id or name. Raises PackProblem."""
    wanted = name.strip().casefold()
    for each in packs().values():
        if wanted in (each.id, *(text.casefold() for text in each.names.values())):
            return each
    reason = _("there is no pack {name}; there are: {names}.")
    raise PackProblem(reason=reason.format(name=name, names=", ".join(packs())))


def add_pack(progress: Progress, workspace: Workspace, pack: Pack) -> int:
    """Add fields, tags, questions and products of a pack; return the one operation.

    Raises PackProblem where it is there already, or a field of its own has the same name.
    """
    progress.step(0.0, N_("Saving"))
    survey = _survey(workspace, pack)
    if _is_there(survey):
        raise PackProblem(reason=_("{name} is there already.").format(name=pack.label))
    _refuse_names_taken(pack)
    try:
        with operation(workspace, "pack", {"name": pack.label, "pack": pack.id}) as opened:
            for each in pack.fields:
                add_definition(workspace, opened, each)
            load_own_fields(workspace)  # rules of its tags read its fields
            for tag in pack.tags:
                add_rule_tag(
                    workspace, opened, tag.id, names=tag.names, rule=tag.rule, group=tag.group
                )
            if survey is not None:
                opened.update("survey", survey.id, {"status": "live"})
            keep_questionnaire(workspace, opened, pack.questionnaire)
            _add_products(workspace, opened, pack)
    finally:
        load_own_fields(workspace)
    return opened.id


def _refuse_names_taken(pack: Pack) -> None:
    own = {each.id for each in pack.fields}
    taken = {text.casefold() for f in fields().values() if f.id not in own for text in
             f.names.values()}  # fmt: skip
    for each in pack.fields:
        if taken & {text.casefold() for text in each.names.values()}:
            name = next(text for text in each.names.values() if text.casefold() in taken)
            reason = _("there is a field “{name}” already; give it another name first.")
            raise PackProblem(reason=reason.format(name=name))


def _add_products(workspace: Workspace, opened: Operation, pack: Pack) -> None:
    known = products_by_code(workspace.connection, [each.code for each in pack.products])
    for each in pack.products:
        if each.code in known:
            opened.update("product", known[each.code][0], {"active": 1})
        else:
            name = each.names["zh" if workspace.settings.currency == "CNY" else "en"]
            cells = {"code": each.code, "name": name, **each.cells, "active": 1}
            opened.insert_one("product", cells)


def remove_pack(progress: Progress, workspace: Workspace, pack: Pack) -> int:
    """Take a pack away; return the one operation. Answers, values and what was sold stay.

    Raises PackProblem while a segment, a view, or a tag of one's own names something of it.
    """
    progress.step(0.0, N_("Saving"))
    survey = _survey(workspace, pack)
    if survey is None or not _is_there(survey):
        raise PackProblem(reason=_("{name} is not there.").format(name=pack.label))
    _refuse_used(workspace, pack)
    own = {each.id for each in pack.fields}
    rows = [row.id for row in read_field_rows(workspace.connection) if row.field in own]
    try:
        with operation(workspace, "pack_removed", {"name": pack.label, "pack": pack.id}) as opened:
            for tag in pack.tags:
                if tag.id in known_tags():
                    retire_within(workspace, opened, tag.id)
            opened.delete("custom_field", rows)
            opened.update("survey", survey.id, {"status": "retired"})
            _withdraw_products(workspace, opened, pack)
    finally:
        load_own_fields(workspace)
    return opened.id


def _refuse_used(workspace: Workspace, pack: Pack) -> None:
    inside = {_("the tag {name}").format(name=tag.label) for tag in pack.tags}
    inside |= {
        _("the tag {name}").format(name=text) for tag in pack.tags for text in tag.names.values()
    }
    users = {
        user
        for name in (*(each.id for each in pack.fields), *(tag.id for tag in pack.tags))
        for user in used_by(workspace, name)
    }
    if users - inside:
        reason = _("{users} needs it. Change that first.")
        raise PackProblem(reason=reason.format(users=listed(sorted(users - inside))))


def _withdraw_products(workspace: Workspace, opened: Operation, pack: Pack) -> None:
    """Delete the products nobody has; the others are no longer offered."""
    known = products_by_code(workspace.connection, [each.code for each in pack.products])
    numbers = [number for number, _active in known.values()]
    used = products_in_use(workspace.connection, numbers)
    for number in sorted(used):
        opened.update("product", number, {"active": 0})
    opened.delete("product", [number for number in numbers if number not in used])


def _survey(workspace: Workspace, pack: Pack) -> SurveyRow | None:
    code = pack.questionnaire.code
    rows = read_surveys(workspace.connection)
    return next((row for row in rows if row.code == code), None)


def _is_there(survey: SurveyRow | None) -> bool:
    return survey is not None and survey.status != "retired"
