"""How the page of tags says things."""

from __future__ import annotations

from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.tag_governance import HINTS, TagOverview, TagRow

_ICONS = {
    "never": "circle-dashed",
    "always": "circle",
    "unused": "moon",
    "idle": "moon",
    "stale": "clock",
    "drift": "trending-up",
    "review": "clock",
    "contradiction": "circle-alert",
}


def kind_label(row: TagRow) -> str:
    """Return where a tag comes from, with the version of a rule people changed."""
    word = {
        "fact": pgettext("tag", "Fact"),
        "rule": pgettext("tag", "Rule"),
        "model": pgettext("tag", "Model"),
        "manual": pgettext("tag", "By hand"),
    }[row.kind]
    return f"{word} v{row.version}" if row.own else word


def state_of(row: TagRow, names: dict[str, str]) -> tuple[str, str, str]:
    """Return text, colour token and icon of the state of a tag; the worst thing first."""
    if row.retired:
        return pgettext("tag", "Retired"), "text.tertiary", "moon"
    if row.sensitive:
        return _("Sensitive, never assigned"), "text.tertiary", "shield-alert"
    if not row.hints:
        return pgettext("tag", "In order"), "success", ""
    hint = row.hints[0]
    if hint == "overlap":
        text = _("The same customers as “{tag}”").format(tag=names.get(row.same_as, row.same_as))
        return text, "warning", "copy"
    tone = "danger" if hint in ("contradiction", "drift") else "warning"
    return (
        _(HINTS[hint]),
        "text.secondary" if hint in ("never", "unused", "idle") else tone,
        _ICONS[hint],
    )


def balance_text(overview: TagOverview) -> str:
    """Say how many tags a customer carries, and whether that is too few or too many."""
    if overview.per_customer is None:
        return _("Nothing was computed yet. Refresh to see who carries what.")
    text = _("{n} tags for each customer on average").format(n=f"{overview.per_customer:.1f}")
    more = {
        "few": _("that is few: profiles say little"),
        "many": _("that is many: retire what nobody uses"),
    }.get(overview.balance, "")
    return f"{text} · {more}" if more else text


def use_label(kind: str) -> str:
    """Return the word for what asks for a tag."""
    return {
        "tag": pgettext("use", "Tag"),
        "segment": pgettext("use", "Segment"),
        "view": pgettext("use", "Saved view"),
        "board": pgettext("use", "Board"),
        "campaign": pgettext("use", "Campaign"),
    }[kind]
