"""The parts a rule is put together from by choosing, and the text of each in the rule language."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Literal as OneOf
from typing import TypeAlias

from profiler_app.domain.fields import Field
from profiler_app.domain.rules.operators import OPERATORS
from profiler_app.domain.rules.tree import Type
from profiler_app.domain.rules.wording import quoted

Join = OneOf["and", "or"]

COMPARISONS = (">=", ">", "<=", "<", "==", "!=", "between", "isnull", "known")
CHOICES: dict[Type, tuple[str, ...]] = {
    "number": COMPARISONS,
    "money": COMPARISONS,
    "date": (">=", ">", "<=", "<", "==", "between", "isnull", "known"),
    "text": ("in", "not in", "==", "!=", "contains", "startswith", "isnull", "known"),
    "list": ("any_of", "all_of", "isnull", "known"),
    "truth": ("yes", "no", "isnull", "known"),
}
"""The operators that can be chosen by the type of what is compared."""
WITHOUT_VALUE = frozenset({"isnull", "known", "yes", "no", ""})
SEVERAL = frozenset({"in", "not in", "any_of", "all_of"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition.

    ``subject`` is the text of what is compared, a function of events without its window, which is
    ``days``, and without ``where``, which narrows the events down. ``values`` are as typed, amounts
    in major units. With ``operator`` empty the subject is a whole condition that was typed.
    ``field`` describes the values of the subject.
    """

    subject: str
    type: Type
    operator: str
    values: tuple[str, ...] = ()
    days: int | None = None
    where: str = ""
    label: str = attribute(default="", compare=False)
    field: Field | None = attribute(default=None, compare=False, repr=False)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to choose or type."""
        if self.operator in WITHOUT_VALUE:
            return bool(self.subject)
        filled = sum(bool(value.strip()) for value in self.values)
        return bool(self.subject) and filled >= (2 if self.operator == "between" else 1)

    @property
    def has_window(self) -> bool:
        """Whether a number of days can be set."""
        return self.subject.endswith(")") and self.type != "truth" and self.operator != ""

    @property
    def source(self) -> str:
        """The source of the events it is about; empty where it is about none."""
        if not self.has_window:
            return ""
        return self.subject.partition("(")[2].removesuffix(")").partition(".")[0]


@dataclass(frozen=True, slots=True)
class Happening:
    """Events of a source, narrowed down by the text of a condition; empty: all of them."""

    source: str
    where: str = ""

    @property
    def text(self) -> str:
        """Them in the rule language."""
        return f"{self.source} where {self.where}" if self.where else self.source


@dataclass(frozen=True, slots=True)
class Sequence:
    """One event and, within so many days after it, another one; or, if ``missing``, none such.

    ``days`` limits the first to the last so many days. None: of all time.
    """

    first: Happening
    then: Happening
    within: int | None
    days: int | None = None
    missing: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to choose or type."""
        return bool(self.first.source and self.then.source and self.within)


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions and groups of which all (``and``) or any (``or``) hold; or not, if ``denied``."""

    join: Join = "and"
    parts: tuple[Part, ...] = ()
    denied: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to choose or type."""
        return bool(self.parts) and all(part.is_complete for part in self.parts)


Leaf: TypeAlias = Condition | Sequence
Part: TypeAlias = Leaf | Group


def draft_text(part: Part) -> str:
    """Return the text of a draft in the rule language; it must be complete."""
    if isinstance(part, Condition):
        return _condition_text(part)
    if isinstance(part, Sequence):
        name = "then_not" if part.missing else "then"
        days = "" if part.days is None else f", {part.days}"
        return f"{name}({part.first.text}, {part.then.text}, {part.within}{days})"
    said = [
        f"({draft_text(each)})" if _needs_brackets(each, part) else draft_text(each)
        for each in part.parts
    ]
    text = f" {part.join} ".join(said)
    return f"not ({text})" if part.denied else text


def _needs_brackets(part: Part, around: Group) -> bool:
    if isinstance(part, Group):
        return not part.denied
    return isinstance(part, Condition) and part.operator == "" and len(around.parts) > 1


def _condition_text(each: Condition) -> str:
    subject = _subject_text(each)
    if each.operator in ("", "yes"):
        return subject
    if each.operator == "no":
        return f"not {subject}"
    if each.operator in ("isnull", "known"):
        return f"{'not ' if each.operator == 'known' else ''}isnull({subject})"
    values = [_value_text(each.type, value) for value in each.values if value.strip()]
    if each.operator in SEVERAL:
        items = f"[{', '.join(values)}]"
        if each.operator in ("in", "not in"):
            return f"{subject} {each.operator} {items}"
        return f"{each.operator}({subject}, {items})"
    if OPERATORS[each.operator].form == "call":
        return f"{each.operator}({', '.join([subject, *values])})"
    return f"{subject} {each.operator} {values[0]}"


def _subject_text(each: Condition) -> str:
    """Return what is compared, with what narrows the events down and their window."""
    if each.days is None and not each.where:
        return each.subject
    where = f" where {each.where}" if each.where else ""
    days = "" if each.days is None else f", {each.days}"
    return f"{each.subject[:-1]}{where}{days})"


def _value_text(kind: Type, value: str) -> str:
    text = value.strip()
    return text.replace(",", "") if kind in ("number", "money") else quoted(text)
