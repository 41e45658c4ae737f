"""Remembered mappings: next month's file with the same headers needs no click.

After every import that is written, mapping, options and treatments are kept as a template under
the headers of the file (``remember``); ``inspect_remembered`` finds it again and says so: its
columns have the ``why`` ``remembered``, ``Inspection.template`` is the template,
``Inspection.request`` the request with its options. ``ImportRequest.template`` chooses another one
by name, "" none. For a menu: ``templates`` (last used first), ``rename_template`` and
``forget_template`` (both are jobs), ``template_as_text`` and ``add_template`` to carry one to
another workspace. Templates are settings of the workspace, not facts: no undo, no content hash.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from profiler_app.domain.errors import MappingProblem
from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.progress import Progress
from profiler_app.domain.templates import (
    OPENING,
    Template,
    options_of,
    signature,
    template_from,
)
from profiler_app.domain.text import N_, _
from profiler_app.ingest.file_names import without_date
from profiler_app.ingest.targets import normalise_header
from profiler_app.jobs.importing.inspecting import Inspection, inspect_file, open_asked
from profiler_app.jobs.importing.returning import is_reason_column
from profiler_app.store.workspace import Workspace

_SETTING: Final = "import_templates"


def templates(reader: Workspace) -> tuple[Template, ...]:
    """Return the remembered mappings, the one used last first."""
    found = (template_from(row) for row in reader.setting(_SETTING, []))
    return tuple(sorted(found, key=lambda each: each.last_used or date.min, reverse=True))


def inspect_remembered(
    reader: Workspace,
    request: ImportRequest,
    *,
    hold: bool = False,
    pulse: Callable[[], None] = lambda: None,
) -> Inspection:
    """Open a file and say where its columns go: as remembered, else as guessed.

    ``hold`` is for those who read all rows next, ``pulse`` for those who may stop it.
    Raises the problems of ``inspect_file``; MappingProblem when the named template is gone.
    """
    known = templates(reader) if request.template != "" else ()
    if not known:
        return inspect_file(request, hold=hold, pulse=pulse)
    first = inspect_file(request, hold=hold, pulse=pulse)
    template = _named(known, first) if request.template else _fitting(known, first)
    if template is None:
        return first
    wanted = template.applied(request)
    again = inspect_file(wanted, remembered=template.mapping, hold=hold, pulse=pulse)
    return replace(again, template=template)


def _named(known: Sequence[Template], inspection: Inspection) -> Template:
    name = inspection.request.template
    found = next((each for each in known if each.name == name), None)
    if found is None:
        reason = _("there is no template {name}.").format(name=name)
        raise MappingProblem(file=inspection.table.facts.name, reason=reason)
    return found


def _fitting(known: Sequence[Template], inspection: Inspection) -> Template | None:
    """Return the template for the headers of a file, of the kind that was asked for."""
    headers = signature_of(inspection.table.headers)
    target = inspection.request.target
    return next(
        (each for each in known if headers in each.signatures and target in ("auto", each.target)),
        None,
    )


def signature_of(headers: Sequence[str]) -> str:
    """Return the signature of headers as they are compared.

    A list of rejects that was put right has that of its file.
    """
    own = [header for header in headers if not is_reason_column(header)]
    return signature([normalise_header(header) or header for header in own])


def remember(workspace: Workspace, inspection: Inspection, today: date) -> Template:
    """Keep what an import was written with; inside a transaction. Returns the template.

    The template of these headers is brought up to date; another one is made for new headers.
    """
    request, mapped = inspection.request, inspection.mapped
    known = templates(workspace)
    own = signature_of(inspection.table.headers)
    before = inspection.template or _fitting(
        known, replace(inspection, request=replace(request, target=mapped.target))
    )
    taken = {each.name for each in known}
    name = before.name if before else _free_name(inspection.table.facts.name, taken)
    made = Template(
        name=name,
        target=mapped.target,
        signatures=tuple(dict.fromkeys((own, *_before_choosing(request)))),
        mapping={each.column: each.field or "" for each in mapped.columns},
        options=options_of(request),
        used=before.used + 1 if before else 1,
        last_used=today,
    )
    _keep(workspace, [each for each in known if each.name != name] + [made])
    return made


def _before_choosing(request: ImportRequest) -> tuple[str, ...]:
    """Return the signature of the headers a file shows before sheet or header row are chosen."""
    if all(getattr(request, name) is None for name in OPENING):
        return ()
    usual = replace(request, sheet=None, encoding=None, delimiter=None, header_row=None)
    return (signature_of(open_asked(usual).headers),)


def _free_name(file: str, taken: set[str]) -> str:
    """Return a name from that of the file, without the date at its end."""
    stem = Path(file.removesuffix(".gz")).stem
    name = without_date(stem)
    number = 2
    free = name
    while free in taken:
        free = f"{name} {number}"
        number += 1
    return free


def _keep(workspace: Workspace, every: Sequence[Template]) -> None:
    workspace.put_setting(_SETTING, [each.as_json() for each in every])


def rename_template(progress: Progress, workspace: Workspace, name: str, new: str) -> Template:
    """Give a template another name; raises MappingProblem when it is taken or blank."""
    progress.step(0.0, N_("Saving"))
    known = templates(workspace)
    new = " ".join(new.split())
    if not new or (new != name and any(each.name == new for each in known)):
        reason = _("the name {name} is blank or taken.").format(name=new)
        raise MappingProblem(file=name, reason=reason)
    renamed = [replace(each, name=new) if each.name == name else each for each in known]
    with workspace.writing():
        _keep(workspace, renamed)
    return next(each for each in renamed if each.name == new)


def forget_template(progress: Progress, workspace: Workspace, name: str) -> None:
    """Forget a template; files with its headers are guessed again."""
    progress.step(0.0, N_("Saving"))
    with workspace.writing():
        _keep(workspace, [each for each in templates(workspace) if each.name != name])


def template_as_text(template: Template) -> str:
    """Return a template as JSON text, to be carried to another workspace."""
    return json.dumps({"zhike_template": template.as_json()}, ensure_ascii=False, indent=1)


def add_template(progress: Progress, workspace: Workspace, text: str) -> Template:
    """Keep a template that ``template_as_text`` wrote; one of the same name is replaced.

    Raises MappingProblem when the text holds none.
    """
    progress.step(0.0, N_("Saving"))
    try:
        row: Any = json.loads(text)["zhike_template"]
        found = template_from(row)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MappingProblem(file="JSON", reason=_("it holds no template.")) from error
    with workspace.writing():
        others = [each for each in templates(workspace) if each.name != found.name]
        _keep(workspace, [*others, found])
    return found
