"""The kinds of operations of the ledger, and the sentence each shows in the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from profiler_app.domain import model_log
from profiler_app.domain.export_reasons import told_facts
from profiler_app.domain.text import N_, _

SENTENCES: Mapping[str, str] = {
    "import": N_("Imported {file}: {created} new, {updated} updated, {rejected} rejected"),
    "sample": N_("Filled with sample data: {customers} customers"),
    "create": N_("Created customer {number}"),
    "edit": N_("Edited customer {number}: {fields}"),
    "choose": N_("Chose between sources for {number}: {fields}"),
    "delete": N_("Deleted {count} customers"),
    "merge": N_("Merged {loser} into {survivor}"),
    "never_merge": N_("Said that these are different: {numbers}"),
    "tag": N_("Set the tag {tag} on {count} customers"),
    "untag": N_("Removed the tag {tag} from {count} customers"),
    "owner": N_("Changed the account manager of {count} customers"),
    "remind": N_("Made reminders for {count} customers"),
    "clear_field": N_("Cleared {field} of {count} customers"),
    "refuse_tag": N_("Marked the tag {tag} as not fitting {number}"),
    "accept_tag": N_("Settled that the tag {tag} fits {number} after all"),
    "exclude": N_("Excluded {number} from automated profiling"),
    "interaction": N_("Logged a contact with {number}"),
    "order": N_("Added an order of {number}"),
    "consent": N_("Recorded consent of {number}"),
    "relation": N_("Added a relation of {number}"),
    "relation_changed": N_("Changed a relation of {number}"),
    "relation_ended": N_("Ended a relation of {number}"),
    "colleague_changed": N_("Changed a contact person of {number}"),
    "action_put_off": N_("Put off for {number}: {action}"),
    "complaint_closed": N_("Closed a complaint of {number}"),
    "feedback_label": N_("Said how feedback of {number} sounds"),
    "idea_answered": N_("Answered a suggestion of {number}"),
    "task": N_("Added a task for {number}"),
    "task_done": N_("Did a task for {number}"),
    "task_moved": N_("Put off a task for {number} to {day}"),
    "greeted": N_("Greeted {count} customers"),
    "greeting_moved": N_("Put off greeting {count} customers to {day}"),
    "segment": N_("Saved the segment {name}"),
    "tag_definition": N_("Defined the tag {name}"),
    "segment_removed": N_("Deleted the segment {name}"),
    "rfm_edges": N_("Changed the RFM thresholds"),
    "rfm_edges_removed": N_("RFM thresholds back to automatic"),
    "clusters": N_("Adopted {k} clusters"),
    "strategies": N_("Changed the strategy of the segment {name}"),
    "industry_notes": N_("Noted something about the industry {industry}"),
    "tiers": N_("Changed the value tiers: {names}"),
    "capacity": N_("Changed the capacity of the team: {people} people"),
    "capacity_removed": N_("Gave up the capacity of the team"),
    "tiers_removed": N_("Gave up the value tiers"),
    "view": N_("Saved the view {name}"),
    "view_removed": N_("Deleted the view {name}"),
    "views_moved": N_("Arranged the views"),
    "board": N_("Changed the board {name}"),
    "board_removed": N_("Deleted the board {name}"),
    "contact_point": N_("Added a contact detail of {number}"),
    "colleague": N_("Added a contact person of {number}"),
    "feedback": N_("Recorded feedback of {number}"),
    "pack": N_("Added the industry pack {name}"),
    "pack_removed": N_("Took away the industry pack {name}"),
    "survey": N_("{number} answered the questionnaire {title}"),
    "survey_answers": N_("Took in {count} filled questionnaires: {title}"),
    "questionnaire": N_("Saved the questionnaire {title}"),
    "questionnaire_retired": N_("Gave up the questionnaire {title}"),
    "behaviour": N_("Noted behaviour of {number}"),
    "device": N_("Added equipment of {number}"),
    "holding": N_("Added an account of {number}"),
    "balance": N_("Added a balance of {number}"),
    "product": N_("Added the product {name}"),
    "field": N_("Defined the field {name}"),
    "field_changed": N_("Changed the field {name}"),
    "field_retired": N_("Gave up the field {name}"),
    "clean": N_("Cleaned the data ({what}): {count} values"),
    "campaign": N_("Saved the campaign {name}: {treated} to contact, {control} left alone"),
    "campaign_contact": N_("Contacts of the campaign {name}: {count}"),
    "campaign_closed": N_("Closed the campaign {name}"),
    "campaign_margin": N_("Changed the margin of the campaign {name}: {margin} %"),
    "campaign_margin_removed": N_("Gave up the own margin of the campaign {name}"),
    "campaign_removed": N_("Deleted the campaign {name}"),
    "campaign_result": N_("Recorded outcomes of the campaign {name}: {count}"),
    "erase": N_("Erased a customer for good: {rows} rows"),
    "hold": N_("Put {number} on legal hold until {until}"),
    "hold_ended": N_("Ended the legal hold of {number}"),
    "mend": N_("Put {rows} rows right after a check"),
    "accept": N_("Accepted rows changed outside the program: {ranges} ranges"),
    "rescue": N_("Rescued {rows} rows from a damaged file"),
    "handover": N_(
        "Took over {customers} customers from {source}: {created} new, {updated} changed"
    ),
    "export": N_("Exported {rows} rows ({what}) for {purpose}, identifiers {ids}, by {by}"),
    "reveal": N_("Showed what is masked of {number}: {fields}"),
    "notice": N_("Wrote version {version} of the privacy notice"),
    "assessment": N_("Wrote the impact assessment of {day}"),
    "model_run": N_("Ran the model “{model}”: {result}; data {data}; {parameters}; by {by}"),
    "undo": N_("Undid operation {operation}"),
}


NOTES: Final = frozenset(
    {"export", "accept", "hold_ended", "reveal", "notice", "assessment", "model_run"}
)
"""Operations that only note what was done: facts do not change, and nothing can be taken back."""

_WORDED: Final[Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]]] = {
    "export": told_facts,
    "model_run": model_log.told_facts,
}
"""How the codes of some kinds turn into words."""

FINAL: Final = NOTES | {"erase", "mend", "rescue"}
"""Operations an undo passes over."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One operation as the history lists it.

    ``at`` is UTC (ISO), ``undone_by`` the operation that undid it and still stands.
    """

    operation: int
    at: str
    kind: str
    facts: Mapping[str, Any]
    undoes: int | None
    undone_by: int | None

    @property
    def sentence(self) -> str:
        """What happened, in the current language."""
        words = _WORDED.get(self.kind)
        facts = self.facts if words is None else words(self.facts)
        return _(SENTENCES[self.kind]).format_map(_Known(facts))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell or row that a later operation changed, so that an undo cannot just set it back."""

    table: str
    row: int
    column: str | None
    later_operation: int


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What an undo did: rows set back, removed, put back, and kept because others need them."""

    operation: int
    undone: int
    restored: int
    removed: int
    put_back: int
    kept: int
    conflicts: tuple[Conflict, ...] = ()


class _Known(dict[str, Any]):
    """Facts an older version did not write are shown as a dash, never as an error."""

    def __missing__(self, key: str) -> str:
        return "—"
