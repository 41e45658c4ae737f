"""The stage of life of a customer: a total state machine, the first rule that matches wins.

Stages are codes into ``STAGES``. All arrays have one entry per customer; where a number is
unknown it is NaN, and a rule about it does not match.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from profiler_app.analysis.columns import BoolArray
from profiler_app.analysis.rows import FloatArray, IntArray

STAGES = ("prospect", "acquire", "growth", "mature", "decline", "lost", "winback")

WINBACK_DAYS = 180
ACTIVE_LIMITS = (1.5, 60.0, 365.0)
LOST_LIMITS = (3.0, 180.0, 730.0)


def limit(reference: FloatArray, rule: tuple[float, float, float]) -> FloatArray:
    """Return ``factor * reference`` days, kept between a least and a most number of days."""
    factor, least, most = rule
    return np.clip(factor * reference, least, most)


@dataclass(frozen=True, slots=True, eq=False)
class TradeLife:
    """What decides the stage of a customer who buys goods.

    ``reference`` is his usual interval in days; ``returned`` says that an order of the last 180
    days ended a gap longer than the lost limit known before that gap.
    """

    freq_all: IntArray
    freq_12m: IntArray
    recency_days: FloatArray
    first_order_days: FloatArray
    tenure_days: FloatArray
    monetary_trend: FloatArray
    reference: FloatArray
    returned: BoolArray


def trade_stages(life: TradeLife) -> IntArray:
    """Return the stage of each customer of the trade line."""
    gone = life.recency_days > limit(life.reference, LOST_LIMITS)
    quiet = life.recency_days > limit(life.reference, ACTIVE_LIMITS)
    return _first_match(
        [
            ("prospect", life.freq_all == 0),
            ("lost", gone),
            ("winback", life.returned),
            ("acquire", life.first_order_days <= 90),
            ("decline", quiet | (life.monetary_trend <= -0.30)),
            ("mature", (life.freq_12m >= 4) & (life.tenure_days >= 365)),
        ]
    )


@dataclass(frozen=True, slots=True, eq=False)
class BankLife:
    """What decides the stage of a bank customer.

    ``funds`` is the month average of assets (a person) or deposits (a company), in fen;
    ``idle_days`` the days since the last flow the customer started (a person) or the last inflow
    (a company), infinite when there never was one; ``lost_ago`` the days since the customer was
    last seen lost. ``protected`` marks an unmatured time deposit: such a customer is never lost.
    """

    accounts: IntArray
    open_accounts: IntArray
    funds: FloatArray
    idle_days: FloatArray
    has_loan: BoolArray
    maturity_ahead: BoolArray
    protected: BoolArray
    tenure_days: FloatArray
    kinds: IntArray
    funds_change_3m: FloatArray
    funds_change_12m: FloatArray
    drop_from_peak: FloatArray
    inflow_change: FloatArray
    lost_ago: FloatArray


TEN_THOUSAND = 1_000_000
HUNDRED = 10_000


def person_stages(life: BankLife) -> IntArray:
    """Return the stage of each private customer of the bank."""
    empty = (life.funds < HUNDRED) & (life.idle_days > 180)
    empty &= ~life.has_loan & ~life.maturity_ahead
    falling = (life.funds_change_3m <= -0.30) | (life.drop_from_peak >= 0.50)
    settled = (life.tenure_days >= 365) & (life.funds_change_12m > -0.10)
    return _bank_stages(life, empty=empty, falling=falling, settled=settled)


def company_stages(life: BankLife) -> IntArray:
    """Return the stage of each company that banks."""
    empty = (life.idle_days > 180) & ~life.has_loan & (life.funds < TEN_THOUSAND)
    falling = (life.inflow_change <= -0.40) | (life.funds_change_3m <= -0.40)
    return _bank_stages(life, empty=empty, falling=falling, settled=life.tenure_days >= 730)


def _bank_stages(
    life: BankLife, *, empty: BoolArray, falling: BoolArray, settled: BoolArray
) -> IntArray:
    return _first_match(
        [
            ("prospect", life.accounts == 0),
            ("lost", ((life.open_accounts == 0) | empty) & ~life.protected),
            ("winback", (life.lost_ago <= WINBACK_DAYS) & (life.funds >= TEN_THOUSAND)),
            ("acquire", life.tenure_days <= 180),
            ("decline", falling),
            ("mature", settled & (life.kinds >= 3)),
        ]
    )


def _first_match(rules: Sequence[tuple[str, BoolArray]]) -> IntArray:
    stages = [STAGES.index(stage) for stage, _ in rules]
    return np.asarray(np.select([mask for _, mask in rules], stages, STAGES.index("growth")))
