"""Every promise of RELIABILITY.md is proven by a test that names it."""

from __future__ import annotations

from tests.faults.promised import PROMISES, proofs


def test_every_promise_is_named_by_a_test() -> None:
    assert sorted(proofs()) == [*PROMISES]
