"""What customers say, in figures: topics, months, products, open complaints, ideas.

``days`` and months go by the day something was said; shares go from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from profiler_app.domain.resources import catalog
from profiler_app.domain.sentiment import SentimentReport, topic_label
from profiler_app.domain.text import N_, _

MONTHS: Final = 12
"""So many months are looked at, the current one among them."""

_OTHER_TOPICS: Mapping[str, str] = {
    "refund": N_("Refund"),
    "trade_in": N_("Trade-in"),
    "branch": N_("Branch"),
    "app": N_("App"),
    "product": N_("Products and interest"),
    "settlement": N_("Settlement"),
    "e_banking": N_("Online banking"),
    "invoice": N_("Invoice"),
    "delivery": N_("Delivery"),
}
"""Topics files use beside those the texts are sorted into."""


def topic_name(topic: str) -> str:
    """Return the name of a topic; one nobody knows is shown as it is."""
    if topic in catalog("sentiment")["topics"]:
        return topic_label(topic)
    return _(_OTHER_TOPICS[topic]) if topic in _OTHER_TOPICS else topic


@dataclass(frozen=True, slots=True)
class MonthVoice:
    """A month (``YYYY-MM``): texts, mean rating, NPS in points, share of the satisfied.

    ``nps`` and ``satisfied`` come of ``nps_answers`` and ``csat_answers`` to questionnaires.
    """

    month: str
    texts: int
    rating: float | None
    nps: float | None
    nps_answers: int
    satisfied: float | None
    csat_answers: int


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic: texts, customers, the share that sounds dissatisfied, rating, the newest text."""

    topic: str
    texts: int
    customers: int
    negative: float | None
    rating: float | None
    example: str

    @property
    def name(self) -> str:
        """The topic in the current language."""
        return topic_name(self.topic) if self.topic else _("no topic")


@dataclass(frozen=True, slots=True)
class ProductTopic:
    """A product and a topic: how often in each of the months looked at (the oldest first)."""

    product: str
    topic: str
    texts: int
    customers: int
    negative: float | None
    rating: float | None
    months: tuple[int, ...]

    @property
    def topic_name(self) -> str:
        """The topic in the current language."""
        return topic_name(self.topic) if self.topic else _("no topic")

    @property
    def product_name(self) -> str:
        """The product, or that none was named."""
        return self.product or _("no product named")


@dataclass(frozen=True, slots=True)
class SaidText:
    """One piece of feedback. ``mood`` is ``told`` by a person or a file, else ``judged``.

    ``due``, ``closed`` and ``day`` are ISO dates or empty.
    """

    row: int
    customer: int
    name: str
    day: str
    kind: str
    kind_name: str
    channel: str
    product: str
    rating: int | None
    text: str
    topics: tuple[str, ...]
    judged: str
    told: str
    status: str
    due: str
    closed: str
    resolution: str
    days: int
    overdue: bool = False

    @property
    def mood(self) -> str:
        """How it sounds: what a person said about it counts before what was judged."""
        return self.told or self.judged

    @property
    def topic_names(self) -> str:
        """Its topics in the current language."""
        return _(", ").join(map(topic_name, self.topics))


@dataclass(frozen=True, slots=True)
class IdeaLine:
    """Suggestions about a product: how many, from how many customers, how many are answered."""

    product: str
    ideas: int
    customers: int
    answered: int
    open: int
    median_days: float | None

    @property
    def product_name(self) -> str:
        """The product, or that none was named."""
        return self.product or _("no product named")


@dataclass(frozen=True, slots=True)
class JudgedRun:
    """The last run that judged texts: when, how well, and how many texts came since.

    ``report`` is None before the first run. ``stale`` says that feedback was added, changed or
    labelled since.
    """

    as_of: str
    texts: int
    stale: bool
    report: SentimentReport | None


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """Everything about the feedback of the last twelve months of the customers of a filter.

    ``complaints`` are open, whenever made, the most urgent first; ``open_complaints`` counts them.
    ``texts`` are the newest; ``all_texts`` counts them all. ``withheld`` customers did not allow
    profiling: they are in no figure, their complaints are listed all the same.
    """

    as_of: str
    where: str
    months: tuple[MonthVoice, ...]
    all_texts: int
    customers: int
    withheld: int
    rating: float | None
    rated: int
    negative: float | None
    nps: tuple[float, float, float, int] | None
    satisfied: tuple[float, int] | None
    topics: tuple[TopicLine, ...]
    products: tuple[ProductTopic, ...]
    ideas: tuple[IdeaLine, ...]
    idea_texts: tuple[SaidText, ...]
    open_complaints: int
    complaints: tuple[SaidText, ...]
    texts: tuple[SaidText, ...]
    judged: JudgedRun

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values; texts of customers only of open complaints."""
        from dataclasses import asdict

        whole = asdict(self)
        for name in ("texts", "idea_texts"):
            whole.pop(name)
        return whole
