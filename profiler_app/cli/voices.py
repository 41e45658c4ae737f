"""``profiler sentiment`` and ``profiler feedback``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.feedback import FeedbackView
from profiler_app.domain.sentiment import Judgement, SentimentReport, mood_label, topic_label
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.feedback.judging import judge_feedback
from profiler_app.jobs.feedback.product_table import export_product_table, note_of
from profiler_app.jobs.feedback.viewing import feedback_view
from profiler_app.jobs.sentiments import judge_text, sentiment_report

_MOST = 20


def _sentiment(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        if words.text is not None:
            judged = judge_text(progress, workspace, words.text, labelled=words.labelled)
            progress.done()
            print_json(asdict(judged)) if words.json else _print_judgement(judged)
            return
        report = sentiment_report(progress, workspace, labelled=words.labelled, folds=words.folds)
    progress.done()
    print_json(report.as_json()) if words.json else _print_report(report)


def _print_judgement(judged: Judgement) -> None:
    score = "—" if judged.score is None else f"{judged.score:+.2f}"
    print(f"{mood_label(judged.mood)} {score}")
    print(_("Words that decided: {words}").format(words=_(", ").join(judged.evidence) or "—"))
    topics = _(", ").join(map(topic_label, judged.topics))
    print(_("Topics: {topics}").format(topics=topics or "—"))


def _print_report(report: SentimentReport) -> None:
    labelled = _("{n} labelled texts: {positive} satisfied, {negative} dissatisfied.")
    print(labelled.format(n=report.labelled, positive=report.positive, negative=report.negative))
    if report.lexicon is not None:
        print(_("The lexicon judges {share:.1%} right.").format(share=report.lexicon))
    if report.learned is not None:
        learned = _("What was learned judges {share:.1%} of unseen texts right ({folds} parts).")
        print(learned.format(share=report.learned, folds=report.folds))
    if report.refusal:
        print(report.refusal)
    if report.method == "learned":
        print(_("Feedback is judged by what was learned."))
    else:
        print(_("Feedback is judged by the lexicon."))
    moods = [(mood_label(mood), str(n)) for mood, n in (report.moods or {}).items()]
    topics = [(topic_label(topic), str(n)) for topic, n in (report.topics or {}).items()]
    for name, rows in ((_("Sounds"), moods), (_("Topic"), topics)):
        if rows:
            print()
            print_table((name, _("Feedback")), rows)


def _feedback(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=not words.judge) as workspace:
        if words.judge:
            judge_feedback(progress, workspace, today=today)
        if words.products is not None:
            table = export_product_table(
                progress, workspace, words.products, where=words.where, today=today
            )
            progress.done()
            written = _("Written to {file}.").format(file=words.products.name)
            print(f"{written} {note_of(table)}")
            return
        source = ColumnSource(workspace)
        view = feedback_view(workspace, source, where=words.where, today=today)
    progress.done()
    print_json(view.as_json()) if words.json else _print_view(view)


def _print_view(view: FeedbackView) -> None:
    n = view.all_texts
    text = ngettext("{n} text in twelve months.", "{n} texts in twelve months.", n)
    print(text.format(n=f"{n:,}"))
    if view.nps is not None:
        score, low, high, _answers = view.nps
        print(_("NPS {nps:+.0f} (95%: {low:+.0f} to {high:+.0f})").format(
            nps=score, low=low, high=high))  # fmt: skip
    n = view.open_complaints
    print(ngettext("{n} open complaint", "{n} open complaints", n).format(n=f"{n:,}"))
    rows = [(each.name, each.day, each.due or "—", each.text) for each in view.complaints[:_MOST]]
    if rows:
        print()
        heads = (_("Customer"), _("Day"), _("Promised by"), _("What the customer said"))
        print_table(heads, rows)
    topics = [
        (line.name, f"{line.texts:,}", "—" if line.negative is None else f"{line.negative:.0%}")
        for line in view.topics
    ]
    if topics:
        print()
        print_table((_("Topic"), _("Texts"), _("Dissatisfied")), topics)


COMMANDS: Mapping[str, Command] = {"sentiment": _sentiment, "feedback": _feedback}
