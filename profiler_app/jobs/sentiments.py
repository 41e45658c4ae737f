"""How feedback sounds: by the lexicon, or by a model of the user's own labelled texts."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from profiler_app.domain.errors import TooLittleData
from profiler_app.domain.import_kinds import kind_of
from profiler_app.domain.progress import Progress
from profiler_app.domain.resources import catalog
from profiler_app.domain.sentiment import Judgement, NotLabelled, SentimentReport
from profiler_app.domain.text import N_, _
from profiler_app.store.fact_reading import read_facts
from profiler_app.store.workspace import Workspace

if TYPE_CHECKING:
    from profiler_app.analysis.sentiment_learning import Learned

SEED = 7
FOLDS = 5
_LOW, _HIGH = 2, 4
"""A rating up to the first is a complaint, from the second on praise; 3 says nothing."""

Labelled = list[tuple[str, bool]]


def sentiment_report(
    progress: Progress,
    workspace: Workspace,
    *,
    labelled: Path | None = None,
    folds: int = FOLDS,
    seed: int = SEED,
) -> SentimentReport:
    """Say how well texts are judged, by which method, and how the feedback here sounds.

    Learned is from feedback whose label or rating is known, and from ``labelled``: a CSV file
    with columns text and label (1 and 0, or positive and negative). Nothing is saved. Raises
    NotLabelled for a file without these columns.
    """
    from profiler_app.analysis.sentiment import judge

    progress.step(0.0, N_("Reading feedback"))
    said, known = _feedback(workspace)
    if labelled is not None:
        known += read_labelled(labelled)
    report, learned = _compared(progress, known, folds=folds, seed=seed)
    progress.step(0.9, N_("Judging feedback"))
    found = [learned.judge(text) if learned else judge(text) for text in said]
    moods, topics = Counter(j.mood for j in found), Counter(t for j in found for t in j.topics)
    return replace(report, moods=dict(moods.most_common()), topics=dict(topics.most_common()))


def judge_text(
    progress: Progress, workspace: Workspace, text: str, *, labelled: Path | None = None
) -> Judgement:
    """Judge a text by what the feedback here and ``labelled`` teach, else by the lexicon."""
    from profiler_app.analysis.sentiment import judge

    progress.step(0.0, N_("Reading feedback"))
    known = _feedback(workspace)[1] + (read_labelled(labelled) if labelled else [])
    _report, learned = _compared(progress, known, folds=FOLDS, seed=SEED)
    return learned.judge(text) if learned else judge(text)


def learned_from(
    progress: Progress, workspace: Workspace, *, folds: int, seed: int
) -> tuple[SentimentReport, Learned | None]:
    """Learn from the labelled feedback here; the model is None where the lexicon stays."""
    return _compared(progress, _feedback(workspace)[1], folds=folds, seed=seed)


def _compared(
    progress: Progress, known: Labelled, *, folds: int, seed: int
) -> tuple[SentimentReport, Learned | None]:
    """Compare what was learned with the lexicon on texts it has not seen; keep the better."""
    import numpy as np

    from profiler_app.analysis import sentiment_learning as learning

    known = _once(known)
    texts, good = [text for text, _good in known], np.array([g for _text, g in known], bool)
    positive = int(good.sum())
    report = SentimentReport(
        labelled=len(known),
        positive=positive,
        negative=len(known) - positive,
        folds=folds,
        lexicon=learning.lexicon_accuracy(texts, good) if known else None,
        learned=None,
        learned_by_fold=(),
        method="lexicon",
    )
    refusal = refusal_of(report)
    if refusal:
        return replace(report, refusal=refusal), None
    progress.step(0.2, N_("Learning from labelled texts"))
    each = learning.accuracies(texts, good, folds=folds, seed=seed)
    report = replace(report, learned=sum(each) / folds, learned_by_fold=each)
    refusal = refusal_of(report)
    if refusal:
        return replace(report, refusal=refusal), None
    return replace(report, method="learned"), learning.learn(texts, good)


def _once(known: Labelled) -> Labelled:
    """Return every text once: one that is learned must not be judged again as unseen.

    A text with contrary labels teaches nothing.
    """
    verdicts: dict[str, set[bool]] = {}
    for text, good in known:
        verdicts.setdefault(text.strip(), set()).add(good)
    return [(text, found.pop()) for text, found in verdicts.items() if len(found) == 1]


def refusal_of(report: SentimentReport) -> str:
    """Say, in the current language, why nothing was learned; empty where there is no reason."""
    return _too_few(report) or _no_better(report)


def _no_better(report: SentimentReport) -> str:
    from profiler_app.analysis.sentiment_learning import ADVANTAGE

    if report.learned is None or report.lexicon is None:
        return ""
    if report.learned >= report.lexicon + ADVANTAGE:
        return ""
    words = _(
        "What was learned judges {learned:.1%} right, the lexicon {lexicon:.1%}: less than "
        "{advantage:.0%} better, so the lexicon is kept."
    )
    return words.format(learned=report.learned, lexicon=report.lexicon, advantage=ADVANTAGE)


def _too_few(report: SentimentReport) -> str:
    from profiler_app.analysis.sentiment_learning import NEEDED, NEEDED_OF_EACH

    if report.labelled < NEEDED:
        found, needed, what = (
            report.labelled,
            NEEDED,
            _("Learning how customers sound (labelled texts)"),
        )
    elif min(report.positive, report.negative) < NEEDED_OF_EACH:
        found, needed = min(report.positive, report.negative), NEEDED_OF_EACH
        what = _("Learning how customers sound (texts of each label)")
    else:
        return ""
    return TooLittleData(what=what, needed=needed, found=found).sentence()


def _feedback(workspace: Workspace) -> tuple[list[str], Labelled]:
    """Return all texts, and those with a label or a clear rating."""
    said, known = [], []
    for row in read_facts(workspace.connection, kind_of("feedback")):
        text = row["text"]
        if not text:
            continue
        said.append(text)
        verdict = _verdict(row["sentiment_label"], row["rating"])
        if verdict is not None:
            known.append((text, verdict))
    return said, known


def _verdict(label: str | None, rating: int | None) -> bool | None:
    if label in _words("good") or label in _words("bad"):
        return label in _words("good")
    if rating is None or _LOW < rating < _HIGH:
        return None
    return rating >= _HIGH


def read_labelled(path: Path) -> Labelled:
    """Read labelled texts from a CSV file; lines with another label are left out.

    Raises NotLabelled for a file that is not one.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names = reader.fieldnames or []
            text, label = _column(path, names, "text"), _column(path, names, "label")
            rows: list[dict[str, Any]] = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise NotLabelled(file=path.name, reason=str(error)) from error
    told = (
        (row[text] or "", _verdict((row[label] or "").strip().casefold(), None)) for row in rows
    )
    return [(said, good) for said, good in told if said and good is not None]


def _column(path: Path, names: Sequence[str], kind: str) -> str:
    wanted = _words(kind)
    for name in names:
        if name.strip().casefold() in wanted:
            return name
    reason = _("the file needs the columns {names}.").format(names="text, label")
    raise NotLabelled(file=path.name, reason=reason)


def _words(kind: str) -> frozenset[str]:
    """Return the words files use for a text, a label, a good one or a bad one."""
    return frozenset(catalog("sentiment")["files"][kind])


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of the lexicon that decide how a text sounds."""
    from profiler_app.analysis.sentiment import judge

    return judge(text).evidence
