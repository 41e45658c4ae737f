"""``profiler predict`` and ``profiler predict-table``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.predicting import ModelCard, PredictionReport, model_name
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.foresight.pages.potential import potential_page
from profiler_app.jobs.foresight.run_log import model_log
from profiler_app.jobs.foresight.running import find_potential
from profiler_app.jobs.predicting import Wanted, predict_customers, predict_table

_SHOWN = 50


def _predict(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        report = predict_customers(progress, workspace, _wanted(words))
    progress.done()
    _show(report, words)


def _predict_table(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    report = predict_table(progress, words.file, _wanted(words))
    progress.done()
    _show(report, words)


def _wanted(words: argparse.Namespace) -> Wanted:
    return Wanted(
        target=words.target,
        yes=words.yes,
        time=words.time,
        folds=words.folds,
        seed=words.seed,
        each=words.customers,
    )


def _show(report: PredictionReport, words: argparse.Namespace) -> None:
    if words.json:
        print_json(report.as_json(rows=words.customers))
        return
    text = _("{target} = {yes}: {n:,} of {rows:,} rows.")
    if report.rows:
        print(
            text.format(target=report.target, yes=report.yes, n=report.positives, rows=report.rows)
        )
    if report.card:
        _print_card(report.card)
    for title, told in (
        (_("Refused:"), report.refusals),
        (_("Leaks, left out:"), report.leaks),
        (_("Also left out:"), report.dropped),
        (_("To know:"), (*report.warnings, *(report.limits if report.card else ()))),
    ):
        if told:
            print(title)
            for each in told:
                print("  " + each.sentence)
    if report.forecasts:
        _print_rows(report)


def _print_card(card: ModelCard) -> None:
    text = _(
        "Model: {model}. AUC {auc:.3f}, Brier score {brier:.4f}, lift of the top tenth {lift:.2f}."
    )
    print(text.format(model=model_name(card.model), auc=card.auc, brier=card.brier, lift=card.lift))
    if card.later_auc is not None:
        print(_("On later rows: AUC {auc:.3f}.").format(auc=card.later_auc))
    for told in card.rejected:
        print(told.sentence)
    strongest = [name for name, _strength in card.drivers[:5]]
    print(_("Moves it most: {fields}.").format(fields=listed(strongest)))


def _print_rows(report: PredictionReport) -> None:
    headers = (_("Row"), _("Probability"), _("Reasons"))
    rows = [
        (each.row, f"{each.probability:.0%}", "; ".join(r.sentence for r in each.reasons))
        for each in report.forecasts[:_SHOWN]
    ]
    print_table(headers, rows)


def _potential(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        report = find_potential(progress, workspace, today=today)
    progress.done()
    if words.json:
        print_json(report.as_json())
        return
    page = potential_page(report)
    print(page.verdict)
    for line in report.refusals:
        print("  " + line)
    headers = (_("Customer"), _("Score"), _("Reasons"), _("What is missing"))
    rows = [
        (f"{each.name} {each.number}", str(each.score), listed(each.reasons), listed(each.missing))
        for each in report.customers[:_SHOWN]
    ]
    if rows:
        print_table(headers, rows)


def _log(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        found = model_log(workspace, words.words)
    if words.json:
        print_json([{"operation": each.operation, "at": each.at, **each.run.facts()}
                    for each in found])  # fmt: skip
        return
    headers = (
        _("Operation"),
        _("Time (UTC)"),
        pgettext("run of a model", "Model"),
        pgettext("run of a model", "By"),
        pgettext("run of a model", "Data"),
        pgettext("run of a model", "Asked"),
        pgettext("run of a model", "Result"),
    )
    rows = [
        (str(run.operation), run.at, run.model, run.by, run.data, run.parameters, run.result)
        for run in found
    ]
    print_table(headers, rows)


COMMANDS: Mapping[str, Command] = {
    "predict": _predict,
    "potential": _potential,
    "model-log": _log,
    "predict-table": _predict_table,
}
