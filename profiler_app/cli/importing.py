"""``profiler import``: files that belong together are one operation, with one report each."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path

from profiler_app.cli.output import TerminalProgress, print_json
from profiler_app.domain.damage import TREATMENTS, Treatment
from profiler_app.domain.errors import MappingProblem
from profiler_app.domain.fields import find_field
from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.domain.policies import EVERY_FIELD, POLICIES
from profiler_app.domain.text import _
from profiler_app.jobs.importing import import_linked, inspect_file
from profiler_app.jobs.workspaces import Workspace

_SHOWN = 20


def import_files(words: argparse.Namespace, workspace: Workspace, today: date) -> None:
    """Import the files, all or none, and print what became of their rows."""
    progress = TerminalProgress()
    requests = [_request(words, path) for path in words.files]
    if len(requests) > 1:
        requests = _each_its_columns(requests)
    reports = import_linked(progress, workspace, requests, today=today)
    progress.done()
    if words.json and len(reports) == 1:
        print_json(reports[0].as_json())
    elif words.json:
        print_json(
            {"files": [{**each.as_json(), "unmatched": {**each.unmatched}} for each in reports]}
        )
    else:
        for report in reports:
            _print(report, dry_run=words.dry_run)


def _each_its_columns(requests: list[ImportRequest]) -> list[ImportRequest]:
    """Give every one of several files only the columns of ``--map`` that it has.

    A column that no file has stays with all of them, to be complained about.
    """
    files = [inspect_file(replace(request, mapping={})).table.headers for request in requests]
    known = {header for headers in files for header in headers}
    return [
        replace(
            request,
            mapping={
                column: field
                for column, field in request.mapping.items()
                if column in headers or column not in known
            },
        )
        for request, headers in zip(requests, files, strict=True)
    ]


def _request(words: argparse.Namespace, path: Path) -> ImportRequest:
    return ImportRequest(
        paths=(path,),
        target=words.target,
        mapping=_mapping(words, path),
        sheet=words.sheet,
        encoding=words.encoding,
        header_row=words.header_row,
        key=words.key,
        walk_in=words.walk_in,
        create_customers=not words.known_only,
        line=words.line,
        dry_run=words.dry_run,
        template=words.template,
        treatments=_treatments(words, path),
        day_first={
            **dict.fromkeys(words.day_first, True),
            **dict.fromkeys(words.month_first, False),
        },
        policies=_policies(words, path),
        data_date=words.data_date,
        partner=words.partner,
        legal_basis=words.legal_basis,
    )


def _treatments(words: argparse.Namespace, path: Path) -> dict[str, Treatment]:
    treatments: dict[str, Treatment] = {}
    for text in words.treat:
        key, _equals, asked = text.rpartition("=")
        treatment = next((each for each in TREATMENTS if each == asked), None)
        if not key or treatment is None:
            reason = _("--treat needs DAMAGE=TREATMENT with one of {treatments}, not {text}.")
            known = ", ".join(TREATMENTS)
            raise MappingProblem(file=path.name, reason=reason.format(treatments=known, text=text))
        treatments[key] = treatment
    return treatments


def _policies(words: argparse.Namespace, path: Path) -> dict[str, str]:
    policies = {}
    for text in words.policy:
        field, _equals, policy = text.rpartition("=")
        if policy not in POLICIES or (field and find_field(field) is None):
            reason = _("--policy needs POLICY or FIELD=POLICY with one of {policies}, not {text}.")
            known = ", ".join(POLICIES)
            raise MappingProblem(file=path.name, reason=reason.format(policies=known, text=text))
        policies[field or EVERY_FIELD] = policy
    return policies


def _mapping(words: argparse.Namespace, path: Path) -> dict[str, str]:
    mapping = {}
    for text in words.map:
        column, equals, field = text.rpartition("=")
        if not equals or not column:
            reason = _("--map needs COLUMN=FIELD, not {text}.").format(text=text)
            raise MappingProblem(file=path.name, reason=reason)
        mapping[column] = field
    return mapping


def _print(report: ImportReport, *, dry_run: bool) -> None:
    print(
        _(
            "{file}: {rows} rows, {created} new, {updated} updated, {unchanged} unchanged, "
            "{rejected} rejected; {customers} customers created."
        ).format(
            file=report.facts.name,
            rows=report.rows,
            created=report.created,
            updated=report.updated,
            unchanged=report.unchanged,
            rejected=report.rejected,
            customers=report.customers_created,
        )
    )
    if report.unmatched:
        keys = [*report.unmatched]
        end = " …" if len(keys) > _SHOWN else ""
        told = _("Numbers and names nobody has ({n}): {keys}")
        print("  " + told.format(n=len(keys), keys=", ".join(keys[:_SHOWN]) + end))
    for damage in report.damage.items:
        print(f"  {damage.where}: {damage.sentence} → {damage.treatment_words()}")
    for note in report.notes:
        print("  " + note.sentence)
    for reject in report.rejects[:_SHOWN]:
        where = _("line {line}").format(line=reject.line)
        print(f"  {where} {reject.column or ''} {reject.value}: {reject.reason}")
    if report.rejected > _SHOWN:
        more = report.rejected - _SHOWN
        print("  " + _("… and {more} more rejected rows (--json lists them)").format(more=more))
    if dry_run:
        print(_("This was a dry run: nothing was saved."))
