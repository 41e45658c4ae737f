"""The notice for customers: what is kept on them, for what, how long, and what they may ask for.

PIPL article 17, GDPR article 13. It names the fields that are switched on or hold something for
the kinds of customers there are, and the purposes that rest on a contract or that anybody was asked
for; nothing else. Every version that was written stays in the history.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from profiler_app.domain.fields import Field, dimensions, fields
from profiler_app.domain.progress import Progress
from profiler_app.domain.purposes import Purpose, purposes
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.tables import table_label
from profiler_app.domain.text import _, language, ngettext
from profiler_app.jobs.history import history
from profiler_app.jobs.printing import login_name
from profiler_app.store.column_cache import filled
from profiler_app.store.consents import all_answers
from profiler_app.store.held import attribute_counts, filled_tables, kinds_and_lines
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace

CONTACT = "privacy_contact"
_STORED = ("column", "attribute")
_RECORDS = (
    *("order_line", "interaction", "feedback", "survey_response"),
    *("event", "asset", "account", "balance", "flow", "facility", "repayment", "statement"),
    *("risk_event", "risk_assessment", "company_contact", "relation", "campaign_member", "task"),
)
Sections = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says; ``version`` counts how often that changed."""

    name: str
    contact: str
    fields: tuple[Field, ...]
    purposes: tuple[Purpose, ...]
    records: tuple[str, ...]
    version: int
    day: str

    @property
    def digest(self) -> str:
        """What tells one version from another."""
        return _digest(self.name, self.contact, self.fields, self.purposes, self.records)


def contact_of(workspace: Workspace) -> str:
    """Return whom customers turn to, as given last; empty so far."""
    return str(workspace.setting(CONTACT, ""))


def enabled_fields(workspace: Workspace) -> tuple[Field, ...]:
    """Return the fields that are on by default or hold something, for the customers there are."""
    connection = workspace.connection
    groups = kinds_and_lines(connection)
    stored = [f for f in fields().values() if f.place in _STORED and f.origin != "system"]
    held = filled(connection, [f.id for f in stored if f.place == "column"])
    held |= attribute_counts(connection).keys()
    return tuple(
        field
        for field in stored
        if field.id in held
        or ((field.default_on or field.is_own) and any(field.applies(*each) for each in groups))
    )


def enabled_purposes(workspace: Workspace) -> tuple[Purpose, ...]:
    """Return the purposes that need no consent, and those somebody was asked for."""
    asked = {purpose for _customer, purpose in all_answers(workspace.connection)}
    return tuple(each for each in purposes() if each.basis != "consent" or each.id in asked)


def notice(workspace: Workspace, *, today: date, contact: str | None = None) -> Notice:
    """Return the notice of a day; it has the number of the last one written when nothing differs.

    ``contact`` is whom customers turn to, by default as given last.
    """
    told = contact_of(workspace) if contact is None else contact.strip()
    name = workspace.settings.name
    records = tuple(filled_tables(workspace.connection, _RECORDS))
    parts = enabled_fields(workspace), enabled_purposes(workspace), records
    last = next((e.facts for e in history(workspace) if e.kind == "notice"), None)
    version, day = 1, today.isoformat()
    if last is not None:
        same = last.get("digest") == _digest(name, told, *parts)
        version = int(last["version"]) + (not same)
        day = str(last["day"]) if same else day
    return Notice(name, told, *parts, version, day)


def write_notice(
    _progress: Progress,
    workspace: Workspace,
    path: Path,
    *,
    today: date,
    contact: str | None = None,
) -> Notice:
    """Write the notice as a PDF and note its version; the file and the note, or neither.

    Raises PlaceNotWritable or NoSpaceForFile.
    """
    from profiler_app.reports.access_pages import write_pages

    made = notice(workspace, today=today, contact=contact)
    facts: dict[str, Any] = {"version": made.version, "day": made.day, "digest": made.digest}
    facts["fields"] = [field.id for field in made.fields]
    facts["purposes"] = [purpose.id for purpose in made.purposes]
    facts["language"] = language()
    with operation(workspace, "notice", facts):
        workspace.put_setting(CONTACT, made.contact)
        write_pages(path, _("Privacy notice · {name}").format(name=made.name), sections(made),
                    by=login_name())  # fmt: skip
    return made


def sections(made: Notice) -> Sections:
    """Return the notice as titled lists of labels and texts, in the current language."""
    who = [
        (_("Who we are"), made.name),
        (_("Whom to ask"), made.contact or "＿" * 20),
        (_("Version"), _("{n}, since {day}").format(n=made.version, day=made.day)),
    ]
    return [
        (_("About this notice"), who),
        (_("What we use your data for"), [_purpose(each) for each in made.purposes]),
        (_("What we keep about you"), [*_by_dimension(made.fields), *_records(made.records)]),
        (_("How we work with it"), _methods()),
        (_("What you may ask of us"), _rights()),
    ]


def _purpose(purpose: Purpose) -> tuple[str, str]:
    if purpose.retention_days is None:
        kept = _("kept while the contract lasts")
    else:
        kept = ngettext(
            "kept for {n} day after it ends", "kept for {n} days after it ends",
            purpose.retention_days,
        ).format(n=purpose.retention_days)  # fmt: skip
    parts = [_("basis: {basis}").format(basis=purpose.basis_label), kept]
    if purpose.separate:
        parts.append(_("asked for separately"))
    return purpose.label, _("; ").join(parts)


def _by_dimension(chosen: tuple[Field, ...]) -> list[tuple[str, str]]:
    lines = []
    for dimension in dimensions():
        labels = [field.label for field in chosen if field.dimension == dimension.id]
        if labels:
            lines.append((dimension.label, listed(labels)))
    rest = [field.label for field in chosen if not field.dimension]
    return [*lines, (_("Other"), listed(rest))] if rest else lines


def _records(tables: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(_("Records"), listed([table_label(each) for each in tables]))] if tables else []


def _methods() -> list[tuple[str, str]]:
    return [
        (_("Where it lies"), _("In one encrypted file on our own computer; the program uses no "
                               "network. Numbers are masked, and each look at one is noted.")),
        (_("Picture of you"), _("From what you told us and what you bought we work out figures, "
                                "tags and groups, only with your consent to profiling. Each tag "
                                "can be explained; people decide, never the program alone.")),
    ]  # fmt: skip


def _rights() -> list[tuple[str, str]]:
    return [
        (_("See and copy"), _("what is held on you, on paper and as a file")),
        (_("Correct"), _("what is wrong or missing")),
        (_("Withdraw"), _("any consent, at any time; it acts at once and costs you nothing")),
        (_("Refuse"), _("profiling and marketing, and still be served")),
        (_("Explain"), _("why you have a tag, a score or a proposal")),
        (_("Erase"), _("what no law orders us to keep; that part is only locked away")),
    ]


def _digest(
    name: str,
    contact: str,
    chosen: tuple[Field, ...],
    uses: tuple[Purpose, ...],
    records: tuple[str, ...],
) -> str:
    parts = [
        name,
        contact,
        *records,
        *(f.id for f in chosen),
        *(f"{p.id} {p.retention_days}" for p in uses),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
