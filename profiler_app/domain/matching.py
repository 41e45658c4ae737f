"""Who may be the same: pairs with what speaks for and against, in bits, and what to do with them.

A weight of n bits makes it 2**n times as likely that both are one (Fellegi and Sunter, "A Theory
for Record Linkage", JASA 64, 1969).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from profiler_app.domain.text import N_, _

Decision = Literal["match", "review", "weak"]
"""Merged if the policy says so; looked at by somebody; never merged."""

_SENTENCES: Mapping[str, str] = {
    "same": N_("Same {field}"),
    "meant": N_("Same {field}, written in another way"),
    "sound": N_("{field} sounds the same"),
    "near": N_("{field} almost the same"),
    "alike": N_("{field} similar"),
    "part": N_("{field} of one is part of the other"),
    "shared": N_("Same {field}, but many have it: it says nothing"),
    "other": N_("Different {field}"),
    "veto": N_("Different {field}: cannot be the same"),
    "chain": N_("Both are the same as a third one"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one field says of a pair: ``bits`` for it (above 0) or against it.

    ``field`` is a field id of a workspace or a column of a table, ``label`` its name for people;
    ``verdict`` is one of same, meant (written in another way), sound, near, alike, part, shared
    (by so many that it says nothing), other, veto and chain (both are the same as a third one).
    """

    field: str
    label: str
    verdict: str
    bits: float

    @property
    def sentence(self) -> str:
        """The evidence in words, in the current language."""
        return _(_SENTENCES[self.verdict]).format(field=self.label)

    def as_json(self) -> dict[str, Any]:
        """Return the evidence as the command line prints it."""
        return {
            "field": self.field,
            "verdict": self.verdict,
            "bits": round(self.bits, 2),
            "text": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class MatchPair:
    """Two customers (ids) or two rows of a table (from 0), ``a`` before ``b``.

    ``bits`` is how much more likely it is that both are one than not, all things considered;
    ``probability`` (0 to 1) says the same.
    """

    a: int
    b: int
    probability: float
    bits: float
    decision: Decision
    evidence: tuple[Evidence, ...]

    @property
    def match(self) -> bool:
        """Whether both are held for one without asking anybody."""
        return self.decision == "match"


@dataclass(frozen=True, slots=True)
class MatchReport:
    """Pairs, the surest first, and the groups that matches make of those they join.

    ``threshold`` is the probability from which a pair is a match. ``names`` has the number and the
    name of every customer that stands in a pair; it is empty for a table.
    """

    rows: int
    compared: int
    threshold: float
    pairs: tuple[MatchPair, ...]
    clusters: tuple[tuple[int, ...], ...]
    names: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it: customers by number, rows from 0."""
        return {
            "pairs": [
                {
                    "a": self._who(pair.a),
                    "b": self._who(pair.b),
                    "probability": round(pair.probability, 6),
                    "match": pair.match,
                    "decision": pair.decision,
                    "evidence": [each.as_json() for each in pair.evidence],
                }
                for pair in self.pairs
            ],
            "clusters": [[self._who(each) for each in cluster] for cluster in self.clusters],
            "threshold": self.threshold,
            "rows": self.rows,
            "compared": self.compared,
        }

    def _who(self, each: int) -> int | str:
        return self.names[each][0] if each in self.names else each
