"""Questionnaires: which there are, filling them in, sending and taking them in, results."""

from profiler_app.jobs.surveys.answering import fill_in
from profiler_app.jobs.surveys.effects import Effect, effects
from profiler_app.jobs.surveys.listing import (
    Listed,
    find_questionnaire,
    known_questionnaires,
    list_questionnaires,
)
from profiler_app.jobs.surveys.typed import read_answer

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
