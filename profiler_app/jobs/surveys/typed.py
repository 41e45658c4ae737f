"""What somebody typed as an answer, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from profiler_app.domain.import_sentences import sentence
from profiler_app.domain.questionnaires import (
    ANSWER_FIELDS,
    Item,
)
from profiler_app.domain.text import _
from profiler_app.jobs.entries import (
    LIST_MARK,
    Entry,
    read_day,
    read_entry,
    read_number,
)


def read_answer(
    item: Item, text: str, answers: Mapping[str, str], *, kind: str, today: date
) -> Entry:
    """Return what an answer means (``answers`` are the others); ids of choices are not changed."""
    if not item.asked(answers):
        return Entry()
    text = text.strip()
    if not text:
        return Entry(problem=_("Please answer this question.") if item.required else "")
    if item.kind in ("single", "multi"):
        return _read_choice(item, text)
    if item.steps:
        return read_number(text, (item.steps[0], item.steps[-1]))
    field = item.fills()
    if field is not None and field.id not in ANSWER_FIELDS:
        return read_entry(field.id, text, kind=kind, today=today)
    if item.kind == "date":
        return read_day(text)
    if item.kind == "number":
        try:
            return Entry(float(text.replace(",", "")))
        except ValueError:
            return Entry(problem=sentence("bad_number", {"value": text}))
    return Entry(text)


def _read_choice(item: Item, text: str) -> Entry:
    parts = [part for part in text.split(LIST_MARK) if part]
    known = {each.id for each in item.offered()}
    strange = [part for part in parts if part not in known]
    if strange and known:
        return Entry(problem=_("“{text}” is not one of the answers.").format(text=strange[0]))
    if item.kind == "single" and len(parts) > 1:
        return Entry(problem=_("Choose one answer."))
    if item.most and len(parts) > item.most:
        return Entry(problem=_("Choose at most {n}.").format(n=item.most))
    return Entry(parts if item.kind == "multi" else parts[0])
