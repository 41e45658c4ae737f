"""What a scan found as pairs with evidence in words."""

from __future__ import annotations

from collections.abc import Sequence

from profiler_app.analysis.matching.levels import UNKNOWN, VERDICTS
from profiler_app.analysis.matching.scanning import Scan
from profiler_app.analysis.matching.traits import Trait
from profiler_app.domain.matching import Evidence, MatchPair


def pairs_told(scan: Scan, traits: Sequence[Trait]) -> tuple[MatchPair, ...]:
    """Return the pairs of a scan; the evidence that says most comes first."""
    found = []
    columns = [(trait.name, each.tolist()) for trait, each in zip(traits, scan.levels, strict=True)]
    bits = scan.bits.T.tolist()
    rows = zip(
        *(each.tolist() for each in (scan.first, scan.second, scan.odds, scan.match)), strict=True
    )
    for at, (a, b, odds, match) in enumerate(rows):
        evidence = [
            Evidence(name, name, VERDICTS[levels[at]], weight)
            for (name, levels), weight in zip(columns, bits[at], strict=True)
            if levels[at] != UNKNOWN
        ]
        evidence.sort(key=lambda each: -abs(each.bits))
        if match and odds < 0:
            evidence.insert(0, Evidence("", "", "chain", 0.0))
        found.append(
            MatchPair(a, b, probability(odds), odds, "match" if match else "review", (*evidence,))
        )
    return tuple(found)


def probability(odds: float) -> float:
    """Return the probability that odds in bits mean."""
    return float(1 / (1 + 2.0 ** -max(-100.0, min(100.0, odds))))
