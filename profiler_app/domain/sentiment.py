"""What a text of a customer says: how it sounds, about what, and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.resources import catalog
from profiler_app.domain.text import N_, _, label

Mood = Literal["positive", "neutral", "negative", "unknown"]
Method = Literal["lexicon", "learned"]

_MOODS: Mapping[str, str] = {
    "positive": N_("satisfied"),
    "neutral": N_("balanced"),
    "negative": N_("dissatisfied"),
    "unknown": N_("cannot be told"),
}


def mood_label(mood: str) -> str:
    """Return how a text sounds, in the current language."""
    return _(_MOODS[mood])


def topic_label(topic: str) -> str:
    """Return the name of a topic in the current language."""
    return label(catalog("sentiment")["topics"][topic])


class NotLabelled(UserProblem):
    """A file nothing can be learned from; ``reason`` says why."""

    code: ClassVar[str] = "not_labelled"
    template: ClassVar[str] = N_("Nothing can be learned from {file}: {reason}")


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a text sounds: ``score`` -1 (bad) to 1 (good), None when nothing can be told.

    ``evidence`` are the words that decided, ``topics`` what it is about.
    """

    mood: Mood
    score: float | None
    evidence: tuple[str, ...]
    topics: tuple[str, ...]
    method: Method


@dataclass(frozen=True, slots=True)
class SentimentReport:
    """What can be relied on when texts are judged.

    ``labelled`` texts have a known verdict (``positive`` and ``negative`` of them). Accuracies are
    shares judged right: ``lexicon`` of the shipped words (a text that cannot be told counts as
    wrong), ``learned`` of the model in ``folds`` parts, each judged by a model of the others.
    ``method`` is what is used; ``refusal`` says why nothing was learned.
    """

    labelled: int
    positive: int
    negative: int
    folds: int
    lexicon: float | None
    learned: float | None
    learned_by_fold: tuple[float, ...]
    method: Method
    refusal: str = ""
    moods: Mapping[str, int] | None = None
    topics: Mapping[str, int] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self)
