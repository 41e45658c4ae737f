"""Judging many texts at once: each different text is judged only once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from profiler_app.analysis.sentiment import judge, mood_of
from profiler_app.domain.sentiment import Judgement

if TYPE_CHECKING:
    from profiler_app.analysis.sentiment_learning import Learned


def judge_all(texts: Sequence[str], learned: Learned | None) -> list[Judgement]:
    """Return how each text sounds, without the evidence where a model decides."""
    different = [*dict.fromkeys(texts)]
    found = {text: judge(text) for text in different}
    filled = [text for text in different if text.strip()]
    if learned is not None and filled:
        for text, score in zip(filled, learned.scores(filled).tolist(), strict=True):
            found[text] = replace(
                found[text], mood=mood_of(score), score=score, evidence=(), method="learned"
            )
    return [found[text] for text in texts]
