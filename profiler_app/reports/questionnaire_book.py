"""A workbook in which a questionnaire is filled in: one row a customer, cells that check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from profiler_app.domain.forms_round_trip import SEPARATOR, headers
from profiler_app.domain.formulas import guard
from profiler_app.domain.questionnaires import Item, Questionnaire
from profiler_app.domain.text import _
from profiler_app.reports.files import replacing

_LONGEST_LIST, _LONGEST_NOTE = 255, 255
_WIDE, _NARROW = 26, 14


def write_questionnaire_book(
    path: Path, questionnaire: Questionnaire, customers: Sequence[tuple[str, str]]
) -> int:
    """Write the workbook for customers (number, name) and return how many rows it has.

    Cells of one choice and of scales offer their answers. Raises PlaceNotWritable or
    NoSpaceForFile; the old file stays then.
    """
    import xlsxwriter

    with replacing(path) as file:
        book = xlsxwriter.Workbook(file, {"in_memory": True})
        page = book.add_worksheet(_("Questionnaire"))
        bold = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "locked": True}
        )
        free = book.add_format({"locked": False, "num_format": "@"})
        page.set_row(0, 62)
        for place, text in enumerate(headers(questionnaire)):
            page.write_string(0, place, guard(text), bold)
            page.set_column(place, place, _NARROW if place < 3 else _WIDE, free)
        for line, (number, name) in enumerate(customers, 1):
            page.write_string(line, 0, guard(number))
            page.write_string(line, 1, guard(name))
        for place, item in enumerate(questionnaire.items, 3):
            _check_cells(page, item, place, max(1, len(customers)))
        page.freeze_panes(1, 2)
        book.close()
    return len(customers)


def _check_cells(page: Any, item: Item, place: int, rows: int) -> None:
    """Let the cells of a question offer or check answers; tell in a note what can be written."""
    labels = [each.label for each in item.offered()]
    if item.kind == "single" and labels and len(",".join(labels)) <= _LONGEST_LIST:
        if not any("," in label for label in labels):
            told = {"validate": "list", "source": labels, "ignore_blank": True}
            page.data_validation(1, place, rows, place, told)
    elif item.steps:
        told = {"validate": "list", "source": [str(step) for step in item.steps]}
        page.data_validation(1, place, rows, place, told)
    elif item.kind == "multi" and labels:
        text = _("Several, with {sign} between: {choices}").format(
            sign=SEPARATOR, choices=SEPARATOR.join(labels)
        )
        told = {
            "validate": "any",
            "input_title": item.text[:32],
            "input_message": text[:_LONGEST_NOTE],
        }
        page.data_validation(1, place, rows, place, told)
        page.write_comment(0, place, text, {"visible": False})
