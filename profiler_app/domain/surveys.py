"""A questionnaire as a file of answers shows it: its questions and what one person answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as of
from typing import Any, Literal

QuestionKind = Literal["nps", "scale", "single", "multi", "number", "text"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; ``options`` are the answers seen, or the ends of a scale.

    ``field`` is what the answers fill (``nps_last``, ``csat_last`` or a field of the customer).
    """

    code: str
    kind: QuestionKind
    field: str | None = None
    options: Mapping[str, Any] = of(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Response:
    """What one customer answered: texts by code of the question (a list is JSON)."""

    source_row: int
    customer_key: str | None
    customer_fields: Mapping[str, Any]
    day: int | None
    channel: str | None
    answers: Mapping[str, str]
