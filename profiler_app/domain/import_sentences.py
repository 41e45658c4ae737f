"""The sentences in which an import tells what it left out, and why."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from profiler_app.domain.damage import REASONS
from profiler_app.domain.text import N_, _

NO_FACTS: Mapping[str, object] = MappingProxyType({})

_SENTENCES: Mapping[str, str] = {
    # why a row was rejected
    "no_customer": N_(
        "The line names no customer. Fill it in, or keep such lines as walk-in sales with "
        "--walk-in."
    ),
    "unknown_customer": N_("No customer has the number {value}, and none was to be created."),
    "no_identity": N_("The row has neither a name nor an identifier."),
    "no_date": N_("The line has no date."),
    "no_value": N_("Nothing stands in the column {column}, and the line means nothing without it."),
    "several_customers": N_("Several customers are called {value}; name the one by number."),
    "unknown_account": N_(
        "No account has the number {value}. Import the accounts with it, or name the customer."
    ),
    "no_amount": N_("The line has neither an amount nor a quantity with a price."),
    "bad_number": N_("“{value}” is not a number."),
    "extra_cells": N_(
        "The line has {found} cells, the header has {expected}: a separator inside a cell needs "
        "quotation marks around that cell."
    ),
    "open_quote": N_("A quotation mark in this line is never closed."),
    "total_row": N_("This is a total, not a record."),
    "excel_damaged": N_(
        "A spreadsheet turned this long number into {value} and lost digits. Export it as text."
    ),
    "not_an_option": N_("“{value}” is none of the allowed values."),
    **REASONS,
    # notes about a file
    "duplicate_header": N_("The header {value} appears more than once; the later one is {name}."),
    "blank_header": N_("Column {number} has no header and is called {name}."),
    "no_header": N_("No header was found; the columns are numbered."),
    "skipped_lines": N_("Lines above the header that were skipped: {n}."),
    "short_row": N_(
        "Lines with fewer cells than the header: {n}, the first is line {line}. The missing cells "
        "count as empty."
    ),
    "left_out": N_(
        "Values of {column} that were not valid and were left out: {n}, e.g. “{value}”."
    ),
    "scale": N_("Scale {scale} of {n} questions: Cronbach’s alpha is {alpha}."),
    "scale_reversed": N_(
        "Scale {scale} of {n} questions: Cronbach’s alpha is {alpha}, with {items} read the other "
        "way round."
    ),
    "unmapped": N_("Nothing is imported from the column {column}."),
    "several_sheets": N_("The workbook has {n} sheets; {sheet} was read."),
    "two_row_header": N_("The header has {n} lines; their names were joined, e.g. {name}."),
    "total_lines": N_(
        "Total lines at the end that were not imported: {n}, the first is line {line} (“{value}”)."
    ),
    "footnotes": N_(
        "Notes below the table that were not imported: {n}, the first is line {line} (“{value}”)."
    ),
    "merged_cells": N_(
        "Merged cells below the header: {n}. Each of their rows was given the value that stands "
        "there."
    ),
    "hidden_rows": N_(
        "Hidden rows: {n}, the first is row {line}. They are imported like the others."
    ),
    "hidden_columns": N_("Hidden columns that are read like the others: {names}."),
    "hidden_sheets": N_("Hidden sheets that can be chosen, too: {names}."),
    "empty_formulas": N_(
        "Formulas without a stored result: {n}. They count as empty; open the workbook in a "
        "spreadsheet program and save it to have them calculated."
    ),
    "error_cells": N_("Cells that hold an error such as #N/A: {n}. They count as empty."),
    "comments": N_("Cells with a comment: {n}. Comments are not imported."),
    "disguised": N_("The file is named {name}, but really is {kind}; it was read as that."),
    "pending_changes": N_(
        "Another program has not finished writing this database; its last changes are missing. "
        "Close that program and open the file again."
    ),
    "kept": N_(
        "Values that stay as they are on this computer: {n}. They are newer than the file, or you "
        "decided so."
    ),
    "mixed_encoding": N_(
        "Lines in another character set than the others, {encoding}: {n}, the first is line "
        "{line}. They were read in their own."
    ),
    "broken_lines": N_(
        "Lines that are text of no known character set: {n}, the first is line {line}. They are "
        "not imported."
    ),
    "cleaned": N_("The cell was written otherwise."),
    "uncertain_encoding": N_(
        "The character set could not be told for certain; {encoding} was used."
    ),
}


def no_facts() -> Mapping[str, object]:
    """Return that there is nothing to say beside the sentence itself."""
    return NO_FACTS


def sentence(code: str, facts: Mapping[str, object] = NO_FACTS) -> str:
    """Return the sentence of a reject or note in the current language.

    Codes of the validators are looked up there.
    """
    template = _SENTENCES.get(code)
    return _(template).format(**facts) if template else _validator_reason(code)


def _validator_reason(code: str) -> str:
    from profiler_app.domain.checked import reason

    return reason(code)
