"""What is merged without anybody being asked: which keys suffice, from which probability on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from profiler_app.domain.merging import DEFAULT, POLICIES, MergePolicy

STRONG_KEYS: Final = ("cn_id", "uscc", "core_cust_no")
"""Fields of which an equal value can suffice."""


@dataclass(frozen=True, slots=True)
class MatchPolicy:
    """``keys`` suffice when nothing speaks against it; so does a probability of ``threshold``.

    None of both: everything is asked. ``values``: which value stands after such a merge.
    """

    keys: tuple[str, ...] = ()
    threshold: float | None = None
    values: MergePolicy = DEFAULT

    def as_json(self) -> dict[str, Any]:
        """Return the policy as it is kept in the settings of a workspace."""
        return {"keys": list(self.keys), "threshold": self.threshold, "values": self.values}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> MatchPolicy:
        """Bring back a policy; what is not known any more is left out."""
        keys = tuple(key for key in STRONG_KEYS if key in stored.get("keys", ()))
        values = next((each for each in POLICIES if each == stored.get("values")), DEFAULT)
        return cls(keys, stored.get("threshold"), values)

    def allows(self, keys: Collection[str], probability: float) -> bool:
        """Whether records with these keys in common, or so likely the same, become one."""
        sure = self.threshold is not None and probability >= self.threshold
        return sure or bool(set(self.keys) & set(keys))


@dataclass(frozen=True, slots=True)
class LikelyPair:
    """Two customers (ids) that may be the same, and the keys they share.

    ``sure``: they are the same by all that is known; only then a key suffices.
    """

    a: int
    b: int
    probability: float
    keys: tuple[str, ...]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class AutoMerge:
    """A merge the policy made (its operation), by what, and how many records it joined."""

    operation: int
    survivor: str
    records: int
    probability: float
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JoinedGroup:
    """Customers (ids, the oldest first) that become one: the least probability, shared keys."""

    customers: tuple[int, ...]
    probability: float
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """What a policy would change: who is joined, which of its earlier merges end."""

    joined: tuple[JoinedGroup, ...]
    ended: tuple[AutoMerge, ...]

    @property
    def records(self) -> int:
        """How many records the joined groups have."""
        return sum(len(group.customers) for group in self.joined)


def change_by(
    policy: MatchPolicy, pairs: Iterable[LikelyPair], merges: Sequence[AutoMerge]
) -> PolicyChange:
    """Return what a policy would change, given all likely pairs and the merges it has made.

    Three and more become one only where every two of them are likely the same.
    """
    kept = [
        pair for pair in pairs if policy.allows(pair.keys if pair.sure else (), pair.probability)
    ]
    joined: dict[int, set[int]] = {}
    for pair in kept:
        both = joined.get(pair.a, {pair.a}) | joined.get(pair.b, {pair.b})
        for customer in both:
            joined[customer] = both
    groups = sorted({tuple(sorted(each)) for each in joined.values()})
    inside: dict[int, list[LikelyPair]] = {}
    for pair in kept:
        inside.setdefault(min(joined[pair.a]), []).append(pair)
    groups = [group for group in groups if _holds(group, inside[group[0]])]
    ended = [each for each in merges if not policy.allows(each.keys, each.probability)]
    return PolicyChange(
        tuple(
            JoinedGroup(
                group,
                min(pair.probability for pair in inside[group[0]]),
                tuple(k for k in STRONG_KEYS if any(k in p.keys for p in inside[group[0]])),
            )
            for group in groups
        ),
        tuple(ended),
    )


def _holds(group: tuple[int, ...], pairs: Sequence[LikelyPair]) -> bool:
    """Whether a group holds together: its pairs are sure, or every two of it are a pair."""
    return all(pair.sure for pair in pairs) or len(pairs) == len(group) * (len(group) - 1) // 2
