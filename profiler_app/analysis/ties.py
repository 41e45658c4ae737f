"""Rings and places in small graphs of customers."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Mapping, Sequence

_FULL = 2 * math.pi


def steps_from(start: int, pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return how many ties away everybody is, by a breadth-first walk over undirected pairs."""
    beside = _beside([*pairs])
    steps, waiting = {start: 0}, deque([start])
    while waiting:
        here = waiting.popleft()
        for other in beside.get(here, ()):
            if other not in steps:
                steps[other] = steps[here] + 1
                waiting.append(other)
    return steps


def rings(edges: Iterable[tuple[int, int]], first: int | None = None) -> list[tuple[int, ...]]:
    """Return a shortest ring of every set of nodes that reach each other along directed edges.

    A ring begins with ``first`` if that is on one of its set, else with the lowest node; sets
    without a ring (a single node) give nothing.
    """
    ahead: dict[int, list[int]] = {}
    for source, target in sorted(set(edges)):
        if source != target:
            ahead.setdefault(source, []).append(target)
    found: list[tuple[int, ...]] = []
    seen: set[int] = set()
    nodes = sorted(ahead, key=lambda node: (node != first, node))
    for node in nodes:
        if node not in seen and (ring := _ring(ahead, node)):
            found.append(ring)
            seen |= _reached(ahead, node) & _reaching(ahead, node)
    return found


def _ring(ahead: Mapping[int, Sequence[int]], start: int) -> tuple[int, ...]:
    """Return the shortest way from a node back to itself; empty without one."""
    came: dict[int, int] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for other in ahead.get(here, ()):
            if other == start:
                way = [here]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return tuple(reversed(way))
            if other not in came:
                came[other] = here
                waiting.append(other)
    return ()


def _reached(ahead: Mapping[int, Sequence[int]], start: int) -> set[int]:
    found, waiting = {start}, [start]
    while waiting:
        for other in ahead.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _reaching(ahead: Mapping[int, Sequence[int]], target: int) -> set[int]:
    back: dict[int, list[int]] = {}
    for source, others in ahead.items():
        for other in others:
            back.setdefault(other, []).append(source)
    return _reached(back, target)


def _beside(pairs: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found


def radial(
    start: int, pairs: Sequence[tuple[int, int]], *, gap: float
) -> dict[int, tuple[float, float]]:
    """Return a place for everybody reached from ``start``, which is at (0, 0).

    Everybody stands on the ring of his distance in the sector of who he was reached through; a
    sector is as wide as the leaves in it, and rings are so far apart that neighbours keep ``gap``.
    A crowded outer ring moves the inner ones out too: they would huddle in the middle otherwise.
    """
    steps = steps_from(start, pairs)
    beside = _beside(pairs)
    children: dict[int, list[int]] = {node: [] for node in steps}
    taken = {start}
    for node in sorted(steps, key=lambda node: steps[node]):
        for other in beside.get(node, ()):
            if other not in taken and steps[other] == steps[node] + 1:
                taken.add(other)
                children[node].append(other)
    leaves = dict.fromkeys(steps, 1)
    for node in sorted(steps, key=lambda node: -steps[node]):
        leaves[node] = max(sum(leaves[child] for child in children[node]), 1)
    angles = {start: 0.0}
    _spread(start, children, leaves, -math.pi / 2, _FULL, angles)
    radii = _radii(steps, angles, gap)
    return {
        node: (radii[steps[node]] * math.cos(angle), radii[steps[node]] * math.sin(angle))
        for node, angle in angles.items()
    }


def _spread(
    node: int,
    children: Mapping[int, Sequence[int]],
    leaves: Mapping[int, int],
    begin: float,
    width: float,
    angles: dict[int, float],
) -> None:
    for child in children[node]:
        part = width * leaves[child] / leaves[node]
        angles[child] = begin + part / 2
        _spread(child, children, leaves, begin, part, angles)
        begin += part


def _radii(steps: Mapping[int, int], angles: Mapping[int, float], gap: float) -> dict[int, float]:
    radii = {0: 0.0}
    for step in range(1, max(steps.values(), default=0) + 1):
        ring = sorted(angles[node] for node in steps if steps[node] == step)
        nearest = min(
            ((b - a) for a, b in zip(ring, [*ring[1:], ring[0] + _FULL], strict=True)),
            default=_FULL,
        )
        chord = 2 * math.sin(min(nearest, math.pi) / 2)
        radii[step] = max(radii[step - 1] + gap, gap / chord if chord > 0 else gap)
    last, outermost = max(radii), max(radii.values())
    return {step: max(radius, outermost * step / max(last, 1)) for step, radius in radii.items()}
