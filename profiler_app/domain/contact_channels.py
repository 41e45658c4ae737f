"""Which way to contact a customer (STR-02), and why this one.

What the customer wishes comes first: who asked not to be contacted is not, a declared wish goes
before what was observed, and only where neither is known the age decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from profiler_app.domain.fields import option_label
from profiler_app.domain.text import N_, _

CHANNELS = ("phone", "sms", "wechat", "email", "visit", "branch", "app", "mail")
"""The ways of contact, options of ``contact_channel``."""

NOT_TO, DECLARED, OBSERVED, AGE, UNKNOWN = "not_to", "declared", "observed", "age", "unknown"
REASONS = (NOT_TO, DECLARED, OBSERVED, AGE, UNKNOWN)
"""Why an advice is what it is, in the order in which they decide."""

FEWEST_TRIES = 3
"""From so many contacts by us within a year on, what was answered says something."""
OLDER_FROM = 45
"""The age from which the traditional way is the first choice where nothing else is known."""
YOUNGER_BY, OLDER_BY = "wechat", "phone"

_REASONS = {
    DECLARED: N_("wish"),
    OBSERVED: N_("answers"),
    AGE: N_("age"),
}


@dataclass(frozen=True, slots=True)
class ChannelAdvice:
    """The way to contact one customer; ``channel`` is None where there is none to advise.

    ``tried`` and ``answered`` are our contacts on it within a year.
    """

    channel: str | None
    because: str
    tried: int = 0
    answered: int = 0

    @property
    def sentence(self) -> str:
        """The advice in words."""
        if self.because == NOT_TO:
            return _("Do not contact: the customer refused, or never agreed.")
        if self.channel is None:
            return _("No advice: neither wish, answers nor age are known. Ask at the next contact.")
        label = option_label("contact_channel", self.channel)
        if self.because == OBSERVED:
            text = _("{channel}: {answered} of {tried} contacts were answered there within a year.")
            return text.format(channel=label, answered=self.answered, tried=self.tried)
        if self.because == DECLARED:
            return _("{channel}: the customer wishes it.").format(channel=label)
        return _("{channel}: by age; no wish and too few contacts are known.").format(channel=label)


@dataclass(frozen=True, slots=True)
class ChannelShare:
    """How many members are best contacted on a channel, by reason (``DECLARED`` and so on)."""

    channel: str
    customers: int
    because: tuple[tuple[str, int], ...]

    @property
    def label(self) -> str:
        """The channel in the current language."""
        return option_label("contact_channel", self.channel)


@dataclass(frozen=True, slots=True)
class ChannelMix:
    """The advice for a group, the most frequent channel first; all numbers sum to ``members``."""

    members: int
    shares: tuple[ChannelShare, ...]
    not_to: int
    unknown: int

    def share(self, customers: int) -> float:
        """Return the share of the members."""
        return customers / self.members if self.members else 0.0


def reasons_said(because: Sequence[tuple[str, int]]) -> str:
    """Return why, with how many: "wish 120, age 30"."""
    return _(", ").join(f"{_(_REASONS[reason])} {n:,}" for reason, n in because)
