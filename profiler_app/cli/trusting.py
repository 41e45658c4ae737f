"""Commands of trust: copies, their rehearsal, the audit trail, what is held on one customer."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.errors import UserProblem
from profiler_app.domain.tables import table_label
from profiler_app.domain.text import N_, _
from profiler_app.jobs import access, auditing, backing_up, erasing, restoring
from profiler_app.jobs.cards import find, read_card
from profiler_app.jobs.consenting import Answer
from profiler_app.jobs.printing import login_name
from profiler_app.jobs.recording import record_consent


class ReasonMissing(UserProblem):
    """Erasing needs a reason."""

    code = "reason_missing"
    template = N_("Nothing was erased: say why with --reason ({choices}).")


def _backup(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=False) as workspace:
        made = backing_up.back_up_now(progress, workspace, words.folder)
    progress.done()
    if words.json:
        print_json(asdict(made))
    else:
        print(_("{file}: copied and verified.").format(file=made.file))


def _restore(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        done = restoring.restore(
            progress, workspace, words.backup, words.into, by=login_name(), today=today
        )
    progress.done()
    if words.json:
        print_json(asdict(done))
        return
    print(_("{n} operations were done since this copy.").format(n=done.behind))
    print_table(
        (_("Table"), _("In the copy"), _("Here")),
        [(table_label(t), f"{then:,}", f"{now:,}") for t, (then, now) in done.rows.items()],
    )
    if done.erased_again:
        print(_("Erased again, as here: {n}").format(n=done.erased_again))
    if done.into:
        print(_("Restored as {file}.").format(file=done.into))


def _rehearse(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=False) as workspace:
        done = restoring.rehearse(progress, workspace, today=today)
    progress.done()
    if words.json:
        print_json(asdict(done))
    else:
        print(
            _("{file} was restored on trial: sound, {n} customers.").format(
                file=done.file, n=f"{done.customers:,}"
            )
        )


def _audit(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        found = auditing.audit(
            progress,
            workspace,
            today=today,
            customer=find(workspace, words.customer) if words.customer else None,
            kind=words.kind,
            since=words.since,
        )
    progress.done()
    if words.out:
        auditing.write_audit(found, words.out)
    if words.json:
        print_json(
            {
                "ok": not found.findings,
                "operations": [asdict(line) for line in found.lines],
                "findings": [{"code": code, "sentence": said} for code, said in found.findings],
            }
        )
    else:
        for line in found.lines:
            print(f"{line.operation:>5}  {line.at}  {line.sentence}")
        print("\n".join(said for _code, said in found.findings) or _("Everything is sound."))
    if found.findings:
        raise SystemExit(1)


def _access(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        report = access.access_report(workspace, find(workspace, words.customer), today=today)
    if words.pdf:
        access.write_access(report, words.pdf)
    if words.json:
        print_json(report.as_json())
    elif words.pdf:
        print(words.pdf)
    else:
        for title, lines in access.sections(report):
            print(title)
            for label, text in lines:
                print(f"  {label}: {text}")


def _consent(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=not words.purpose) as workspace:
        customer = find(workspace, words.customer)
        operation = None
        if words.purpose:
            answer = Answer(
                words.purpose,
                words.state,
                words.method,
                words.on or today,
                words.until,
                words.evidence,
                words.notice,
            )
            operation = record_consent(TerminalProgress(), workspace, customer, answer)
        card = read_card(workspace, customer, as_of=today)
    if words.json:
        consents = [asdict(consent) for consent in card.consents]
        print_json({"customer": card.number, "operation": operation, "consents": consents})
    else:
        print_table(
            (_("Purpose"), _("State")),
            [(consent.label, consent.state) for consent in card.consents],
        )


def _erase(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=words.preview) as workspace:
        customer = find(workspace, words.customer)
        if words.preview:
            found = erasing.traces(workspace, customer)
            print_json(asdict(found)) if words.json else _show_traces(found)
            return
        if not words.reason:
            raise ReasonMissing(choices=", ".join(erasing.REASONS))
        done = erasing.erase(
            progress,
            workspace,
            customer,
            reason=words.reason,
            by=login_name(),
            today=today,
            keep_sales=not words.without_sales,
        )
    progress.done()
    if words.certificate:
        erasing.write_certificate(done, words.certificate)
    if words.json:
        print_json(asdict(done))
    else:
        print(
            _("{number} was erased: {rows} rows, {images} earlier values. Proof: {proof}").format(
                number=done.number,
                rows=sum(done.rows.values()),
                images=done.images,
                proof=done.proof,
            )
        )


def _show_traces(found: erasing.Traces) -> None:
    print_table(
        (_("Where"), _("Rows")),
        [(table_label(table), f"{count:,}") for table, count in found.rows.items()],
    )
    print(_("Earlier values in the history: {n}").format(n=found.images))
    if found.drafts:
        print(_("Half-filled forms: {n}").format(n=found.drafts))
    if found.backup:
        said = _(
            "Backups made before, such as {file}, still hold them. When one of them is "
            "restored here, they are erased again."
        )
        print(said.format(file=found.backup.file))


COMMANDS: Mapping[str, Command] = {
    "backup": _backup,
    "restore": _restore,
    "rehearse": _rehearse,
    "audit": _audit,
    "access": _access,
    "consent": _consent,
    "erase": _erase,
}
