"""Questionnaires: which there are, filling them in, sending and taking them in, results."""

from profiler_app.jobs.surveys.answering import Effect, effects, fill_in, read_answer
from profiler_app.jobs.surveys.listing import (
    Listed,
    find_questionnaire,
    known_questionnaires,
    list_questionnaires,
)

__all__ = [
    "Effect",
    "Listed",
    "effects",
    "fill_in",
    "find_questionnaire",
    "known_questionnaires",
    "list_questionnaires",
    "read_answer",
]
