"""Changing a questionnaire as text: written out, and read back so that old answers stay true.

Answers belong to the code of a question. A question whose words stayed the same keeps its code
wherever it moved; one that was only reworded, in its old place and of its old type, keeps it too;
every other one gets a code nobody had.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from profiler_app.domain.fields import find_field
from profiler_app.domain.questionnaires import Item, condition
from profiler_app.domain.text import _

_WORDS = {"multi": "several", "number": "number", "date": "date", "scale": "1-5", "nps": "0-10"}


def write_questions(items: Sequence[Item]) -> str:
    """Return questions as ``questionnaire_text.read_questions`` reads them, in the language."""
    numbers = {each.code: at for at, each in enumerate(items, 1)}
    return "\n".join(line for each in items for line in _lines(each, numbers))


def _lines(item: Item, numbers: dict[str, int]) -> list[str]:
    marks = [item.text]
    if item.kind in _WORDS and not (item.kind == "multi" and not item.choices):
        marks.append(f"[{_(_WORDS[item.kind])}]")
    if item.reversed:
        marks.append(f"[{_('reversed')}]")
    if item.field:
        field = find_field(item.field)
        marks.append(f"-> {field.label if field else item.field}")
    if item.show_if:
        code, sign, value = condition(item.show_if)
        marks.append(f"if {numbers[code]} {sign} {value}")
    if item.required:
        marks.append("*")
    return [" ".join(marks), *(f"- {each.label}" for each in item.choices)]


def with_old_codes(items: Sequence[Item], before: Sequence[Item]) -> tuple[Item, ...]:
    """Return questions as they were read, under the codes they had ``before``."""
    codes = _codes(items, before)
    found = []
    for each in items:
        show_if = each.show_if
        if show_if:
            code, sign, value = condition(show_if)
            show_if = f"{codes.get(code, code)} {sign} {value}"
        old = next((other for other in before if other.code == codes[each.code]), None)
        found.append(replace(_kept(each, old), code=codes[each.code], show_if=show_if))
    return tuple(found)


def _codes(items: Sequence[Item], before: Sequence[Item]) -> dict[str, str]:
    """Return the code each question gets, by the one it was read under."""
    left = {each.code: each for each in before}
    codes: dict[str, str] = {}
    for each in items:
        same = next((old for old in left.values() if each.text in old.texts.values()), None)
        if same is not None:
            codes[each.code] = left.pop(same.code).code
    for at, each in enumerate(items):
        old = before[at] if at < len(before) else None
        reworded = old is not None and old.code in left and old.kind == each.kind
        if each.code not in codes and old is not None and reworded:
            codes[each.code] = left.pop(old.code).code
    taken = {each.code for each in before}
    for each in items:
        if each.code not in codes:
            number = 1
            while f"q{number}" in taken:
                number += 1
            taken.add(f"q{number}")
            codes[each.code] = f"q{number}"
    return codes


def _kept(item: Item, old: Item | None) -> Item:
    """Return a question with the words of the other language, where they still mean the same."""
    if old is None:
        return item
    names = {label: each for each in old.choices for label in each.names.values()}
    return replace(
        item,
        texts=old.texts if item.text in old.texts.values() else item.texts,
        choices=tuple(names.get(each.id, each) for each in item.choices),
        only=old.only if item.field == old.field else (),
        low=old.low,
        high=old.high,
        ends=old.ends,
        most=old.most,
    )
