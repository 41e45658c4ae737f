"""Judging how all feedback sounds, kept with its run; and saying that a judgement is wrong.

What was judged is derived: it stands beside the runs of the models and is made anew at any time.
What a person says about a text is a fact, changed in the ledger, and teaches the next run.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from profiler_app.domain.errors import OperationProblem
from profiler_app.domain.feedback import JudgedRun
from profiler_app.domain.progress import Progress
from profiler_app.domain.resources import catalog
from profiler_app.domain.sentiment import Mood, SentimentReport
from profiler_app.domain.text import N_, _
from profiler_app.jobs.editing import living_number
from profiler_app.jobs.sentiments import FOLDS, SEED, learned_from, refusal_of
from profiler_app.store import model_runs
from profiler_app.store.feedback import feedback_texts
from profiler_app.store.ledger import operation
from profiler_app.store.neighbours import rows_by_id
from profiler_app.store.network import last_change
from profiler_app.store.workspace import Workspace

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOODS: Final[tuple[Mood, ...]] = ("unknown", "negative", "neutral", "positive")
"""How a text sounds by its code in the stored column."""

_MOOD, _SCORE, _TOPICS = "feedback.mood", "feedback.score", "feedback.topics"


def judge_feedback(
    progress: Progress, workspace: Workspace, *, today: date, seed: int = SEED
) -> SentimentReport:
    """Judge every text by what labels teach, else by the lexicon, and keep it with its run.

    Cancelled, nothing is saved and the last run stays.
    """
    import numpy as np

    from profiler_app.analysis.sentiment_batch import judge_all

    progress.step(0.0, N_("Reading feedback"))
    mark = last_change(workspace.connection, "feedback")
    report, learned = learned_from(progress, workspace, folds=FOLDS, seed=seed)
    names = topic_codes()
    ids: list[int] = []
    moods: list[float] = []
    scores: list[float] = []
    topics: list[float] = []
    for batch in feedback_texts(workspace.connection):
        progress.step(0.6, N_("Judging feedback"))
        for (number, _text), judged in zip(
            batch, judge_all([text for _number, text in batch], learned), strict=True
        ):
            ids.append(number)
            moods.append(MOODS.index(judged.mood))
            scores.append(np.nan if judged.score is None else judged.score)
            topics.append(sum(1 << names.index(topic) for topic in judged.topics))
    progress.step(0.95, N_("Saving"))
    held = np.array(ids, np.int64)
    model_runs.save_model_run(
        workspace,
        model_runs.ABOUT_TEXTS,
        as_of=today.isoformat(),
        report={**report.as_json(), "texts": len(ids), "mark": mark, "topic_codes": names},
        columns={
            name: model_runs.Foretold(held, np.array(values, np.float64))
            for name, values in ((_MOOD, moods), (_SCORE, scores), (_TOPICS, topics))
        },
    )
    return report


def topic_codes() -> list[str]:
    """Return the topics texts are sorted into, by their bit in the stored column."""
    return [*catalog("sentiment")["topics"]]


def judged_run(workspace: Workspace) -> JudgedRun:
    """Return the last run, and whether feedback was added, changed or labelled since."""
    found = model_runs.last_report(workspace.connection, model_runs.ABOUT_TEXTS)
    mark = last_change(workspace.connection, "feedback")
    if found is None:
        return JudgedRun("", 0, mark > 0, None)
    as_of, stored = found
    known = {each.name: stored[each.name] for each in fields(SentimentReport)}
    known["learned_by_fold"] = tuple(known["learned_by_fold"])
    report = SentimentReport(**known)
    report = replace(report, refusal=refusal_of(report))  # in the language of now
    return JudgedRun(as_of, int(stored["texts"]), stored["mark"] != mark, report)


class Judged:
    """How texts were judged, by the id of the feedback."""

    def __init__(self, workspace: Workspace) -> None:
        found = model_runs.last_report(workspace.connection, model_runs.ABOUT_TEXTS)
        columns = model_runs.read_columns_of(workspace.connection, (_MOOD, _TOPICS))
        self._names: list[str] = [] if found is None else found[1]["topic_codes"]
        self._moods, self._topics = columns.get(_MOOD), columns.get(_TOPICS)

    def moods(self, ids: NDArray[Any]) -> NDArray[Any]:
        """Return the code of the mood (of ``MOODS``) of each text, -1 where it was not judged."""
        import numpy as np

        if self._moods is None or not len(self._moods.ids):
            return np.full(len(ids), -1, np.int64)
        place, there = _places(self._moods.ids, ids)
        return np.where(there, self._moods.values[place], -1).astype(np.int64)

    def topics(self, ids: NDArray[Any]) -> list[tuple[str, ...]]:
        """Return the topics each text is about; empty where it was not judged."""
        if self._topics is None or not len(self._topics.ids):
            return [()] * len(ids)
        place, there = _places(self._topics.ids, ids)
        bits = self._topics.values[place].astype("int64")
        return [
            tuple(name for at, name in enumerate(self._names) if mask >> at & 1) if known else ()
            for mask, known in zip(bits.tolist(), there.tolist(), strict=True)
        ]


def _places(stored: NDArray[Any], wanted: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    import numpy as np

    place = np.minimum(np.searchsorted(stored, wanted), len(stored) - 1)
    return place, stored[place] == wanted


def label_feedback(progress: Progress, workspace: Workspace, row: int, mood: str) -> int:
    """Say how a text really sounds (``positive``, ``neutral``, ``negative``, "" takes it back).

    Returns the operation. Raises OperationProblem when the text is gone.
    """
    progress.step(0.0, N_("Saving"))
    if mood not in ("", *MOODS[1:]):
        raise ValueError(mood)
    rows = rows_by_id(workspace.connection, "feedback", [row])
    if not rows:
        raise OperationProblem(operation="—", reason=_("the feedback is gone already."))
    number = living_number(workspace, rows[0]["customer_id"])
    with operation(workspace, "feedback_label", {"number": number}) as opened:
        opened.update("feedback", row, {"sentiment_label": mood or None})
    return opened.id


def answer_idea(
    progress: Progress, workspace: Workspace, row: int, answer: str, *, today: date
) -> int:
    """Answer a suggestion; return the operation. Raises OperationProblem when it is answered."""
    progress.step(0.0, N_("Saving"))
    rows = rows_by_id(workspace.connection, "feedback", [row])
    if not rows or rows[0]["status"] == "closed":
        reason = _("the suggestion is answered or gone already.")
        raise OperationProblem(operation="—", reason=reason)
    number = living_number(workspace, rows[0]["customer_id"])
    values = {"status": "closed", "closed_on": today.isoformat(), "resolution": answer}
    with operation(workspace, "idea_answered", {"number": number}) as opened:
        opened.update("feedback", row, values)
    return opened.id
