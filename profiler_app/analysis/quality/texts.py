"""Different texts of a column at once, however many there are."""

from __future__ import annotations

from collections.abc import Sequence

from profiler_app.analysis.packed import PackedTexts

_PIECE = 50_000


def plain(labels: Sequence[str]) -> Sequence[str]:
    """Return texts as strings; packed ones are decoded piece by piece, not one by one."""
    if not isinstance(labels, PackedTexts):
        return labels
    if labels.units.itemsize == 2 and bool(((labels.units & 0xF800) == 0xD800).any()):
        return list(labels)  # signs of two units: characters and units are not the same
    texts: list[str] = []
    starts = labels.starts.tolist()
    for first in range(0, len(labels), _PIECE):
        last = min(first + _PIECE, len(labels))
        begin = starts[first]
        whole = labels.decoded(begin, starts[last])
        texts.extend(whole[starts[i] - begin : starts[i + 1] - begin] for i in range(first, last))
    return texts
