"""Answers to a questionnaire: matched to customers, kept by question, scales checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from profiler_app.domain.customer_rows import CustomerBlock
from profiler_app.domain.imports import Note, Reject
from profiler_app.domain.policies import source_of
from profiler_app.domain.surveys import Question, Response
from profiler_app.ingest.surveys import SurveyMaker
from profiler_app.jobs.importing.deciding import Judge
from profiler_app.jobs.importing.kinds.work import BATCH, KindWriter, Work
from profiler_app.store.customer_writer import CustomerWriter
from profiler_app.store.customers import read_customers
from profiler_app.store.survey_writer import SurveyWriter

_ITEM: Final = re.compile(r"(.*?\D)[ _.-]?\d{1,3}")
"""The header of an item of a scale: the name of the scale and a number."""


class Surveys(KindWriter):
    """Writes who answered what; answers to questions about a field go to the profile as well."""

    maker: SurveyMaker

    def __init__(self, work: Work, maker: SurveyMaker) -> None:
        super().__init__(work, maker)
        self._lookup = work.lookup(maker.key_field)
        code = source_of(work.file)
        self._writer = SurveyWriter(work.workspace.connection, work.opened, code)
        self._profile = CustomerWriter(
            work.workspace.connection,
            work.opened,
            prefix=work.workspace.settings.prefix,
            as_of=work.today.isoformat(),
            shown=work.request.shown,
            decide=Judge(work.workspace, work.opened, work.request, today=work.today),
        )
        asked = {each.field for each in maker.questions.values() if each.field}
        self._fields = sorted(asked - {"nps_last", "csat_last"})

    def write(self) -> Iterator[int]:
        """Write the responses, and yield the number of rows of each batch."""
        tally, writer = self.work.tally, self._writer
        records = iter(self.maker.records())
        is_first = True
        while batch := list(islice(records, BATCH)):
            tally.rejects.extend(each for each in batch if isinstance(each, Reject))
            answered = [each for each in batch if isinstance(each, Response)]
            if is_first:
                writer.ask(self._with_scales(answered))
                is_first = False
            matched = self._matched(answered)
            writer.write(matched)
            self._fill_profiles(matched)
            yield len(batch)
        self._profile.finish()
        tally.created, tally.updated = writer.created, writer.updated
        tally.unchanged = writer.unchanged
        tally.customers_created = self._lookup.created
        tally.changes, tally.kept = self._profile.changes, self._profile.kept

    def _matched(self, answered: Sequence[Response]) -> list[tuple[int, Response]]:
        wanted = {
            each.customer_key: (each.source_row, each.customer_fields)
            for each in reversed(answered)
            if each.customer_key is not None
        }
        known = self._lookup.resolve(wanted, create=False)
        matched = []
        for each in answered:
            if each.customer_key is not None and each.customer_key in known:
                matched.append((known[each.customer_key], each))
            else:
                self.work.refuse_unknown(each.source_row, each.customer_key or "", self._lookup)
        return matched

    def _fill_profiles(self, matched: Sequence[tuple[int, Response]]) -> None:
        """Write the answers that are fields of the profile, by the rules of any import."""
        told = [(customer, each) for customer, each in matched if self._says_something(each)]
        if not told:
            return
        ids = list({customer for customer, _each in told})
        numbers = read_customers(self.work.workspace.connection, ids, ["number"])
        values = {
            name: [each.customer_fields.get(name) for _customer, each in told]
            for name in self._fields
        }
        keys = [numbers[customer][0] for customer, _each in told]
        lines = [each.source_row for _customer, each in told]
        self._profile.write(CustomerBlock(lines, "number", keys, {}, values))

    def _says_something(self, each: Response) -> bool:
        return any(each.customer_fields.get(name) is not None for name in self._fields)

    # -- scales

    def _with_scales(self, answered: Sequence[Response]) -> list[Question]:
        """Mark the items of scales asked the other way round, and say how good the scales are."""
        import numpy as np

        from profiler_app.analysis.reliability import cronbach_alpha, reversed_items

        questions = dict(self.maker.questions)
        for name, codes in _scales(questions).items():
            items = _numbers(answered, codes)
            told = np.array([bool(questions[code].options.get("reversed")) for code in codes])
            turned = told if told.any() else reversed_items(items)
            alpha = cronbach_alpha(items, turned)
            if not np.isfinite(alpha):
                continue
            for code, flipped in zip(codes, turned.tolist(), strict=True):
                if flipped:
                    options = {**questions[code].options, "reversed": True}
                    questions[code] = replace(questions[code], options=options)
            names = [code for code, flipped in zip(codes, turned.tolist(), strict=True) if flipped]
            facts = {"scale": name, "n": len(codes), "alpha": f"{alpha:.2f}"}
            code = "scale_reversed" if names else "scale"
            note = Note(code, None, {**facts, "items": ", ".join(names)})
            self.work.tally.notes.append(note)
        return list(questions.values())


def _scales(questions: Mapping[str, Question]) -> dict[str, list[str]]:
    """Return the scales of three items or more: name -> codes of the items."""
    found: dict[str, list[str]] = {}
    for code, each in questions.items():
        item = _ITEM.fullmatch(code)
        if each.kind == "scale" and each.field is None and item:
            found.setdefault(item[1], []).append(code)
    return {name: codes for name, codes in found.items() if len(codes) > 2}


def _numbers(answered: Sequence[Response], codes: Sequence[str]) -> Any:
    import numpy as np

    cells = [[_number(each.answers.get(code)) for code in codes] for each in answered]
    return np.array(cells, float).reshape(len(answered), len(codes))


def _number(text: str | None) -> float:
    return float(text) if text is not None and text.lstrip("-").isdigit() else float("nan")
