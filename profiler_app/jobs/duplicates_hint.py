"""Who may be meant already, while a new customer is typed in: compared as in the whole base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from profiler_app.domain.companies import sounds_like_company
from profiler_app.domain.fields import fields
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import _
from profiler_app.store.entry_lookups import KEYS, customers_like, customers_since
from profiler_app.store.workspace import Workspace

_COLUMNS = ("number", "kind", "name", *(key for key in KEYS if key != "member_no"), "member_no",
            "birth_date", "gender", "county", "address")  # fmt: skip
_OWN_KEY = 100.0


@dataclass(frozen=True, slots=True)
class Twin:
    """A customer who may be the same, and what they share in words."""

    customer: int
    number: str
    name: str
    because: str


def twins(workspace: Workspace, values: Mapping[str, Any], *, but: int | None) -> tuple[Twin, ...]:
    """Return customers with the same key, or like enough by M15, the likeliest first.

    Names that sound or look like the one typed and telephone numbers with a slip are looked up as
    well; ``but`` is left out.
    """
    from profiler_app.analysis.matching.one import weighed
    from profiler_app.analysis.matching.stated import REVIEW

    if sounds_like_company(str(values.get("name", ""))):
        values = {"kind": "company", **values}
    found = customers_like(workspace.connection, _looked_up(values), _COLUMNS)
    found.pop(but or 0, None)
    ids = list(found)
    known = [dict(zip(_COLUMNS, found[each], strict=True)) for each in ids]
    told: list[tuple[float, int, dict[str, Any], tuple[Any, ...]]] = []
    for place, (bits, shared) in enumerate(weighed(values, known)):
        row = known[place]
        keys = [key for key in KEYS if values.get(key) and values[key] == row[key]]
        if keys or bits > REVIEW:  # a rare name alone is no reason to stop anybody
            told.append((bits + _OWN_KEY * len(keys), ids[place], row, shared or tuple(keys)))
    told.sort(key=lambda each: (-each[0], each[1]))
    return tuple(
        Twin(customer, row["number"], row["name"] or row["number"], _because(shared))
        for _bits, customer, row, shared in told
    )


def twins_of_new(workspace: Workspace, first: int, *, most: int) -> dict[int, Twin]:
    """Return by line who may be meant by customers that were just created, the likeliest each.

    Looks at the first ``most`` customers from the row id ``first`` on; of two new ones that are
    alike the later one is told.
    """
    found = {}
    for customer, line, *cells in customers_since(workspace.connection, first, _COLUMNS, most):
        values = {name: cell for name, cell in zip(_COLUMNS, cells, strict=True) if cell}
        values.pop("number", None)
        for twin in twins(workspace, values, but=customer):
            if twin.customer < customer:
                found[line] = twin
                break
    return found


def _looked_up(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what to look up in which column."""
    from profiler_app.analysis.matching.misspelling import names_like, numbers_like

    wanted = {key: [str(values[key])] for key in KEYS if values.get(key)}
    if "mobile" in wanted:
        wanted["mobile"] = numbers_like(wanted["mobile"][0])
    if values.get("name"):
        wanted["name"] = names_like(str(values["name"]))
    return wanted


def _because(shared: tuple[Any, ...]) -> str:
    """Return what speaks for it; a key that M15 does not weigh is named as it is."""
    if shared and isinstance(shared[0], str):
        return _("same {field}").format(field=listed([fields()[key].label for key in shared]))
    return listed([each.sentence for each in shared])
