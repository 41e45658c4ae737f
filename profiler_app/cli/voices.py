"""``profiler sentiment``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.sentiment import Judgement, SentimentReport, mood_label, topic_label
from profiler_app.domain.text import _
from profiler_app.jobs.sentiments import judge_text, sentiment_report


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


COMMANDS: Mapping[str, Command] = {"sentiment": _sentiment}
