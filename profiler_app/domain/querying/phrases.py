"""Phrases about what customers did or are, as patterns that give the text of a rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

from profiler_app.domain.querying.amounts import (
    AFTER,
    BEFORE,
    NUMBER,
    SPAN,
    days,
    either,
    number,
    plain,
)
from profiler_app.domain.querying.lexicon import Goods

Groups = dict[str, str | None]
Make = Callable[[Groups], "str | list[str] | None"]


class Phrase(NamedTuple):
    """A pattern and what it means; None: not this phrase after all, a list: it can mean each."""

    pattern: re.Pattern[str]
    make: Make
    about: str


_PRE = rf"(?:(?P<pre>{either(BEFORE)})\s?)?"
_POST = rf"(?:\s?(?P<post>{either(AFTER)}))?"
_NUM = rf"(?P<n>{NUMBER})"
_RANGE = rf"(?P<low>{NUMBER})\s?(?:元|块|岁|次)?\s?(?:到|至|-|~|and|to)\s?(?P<high>{NUMBER})"
_WINDOW = rf"(?:(?:近|最近|过去|这)\s?(?P<window>{SPAN})(?:之?内|里|以来|中)?)"
_EN_WINDOW = (
    r"(?:(?:in|within|during|over)\s(?:the\s)?(?:last|past)\s"
    rf"(?P<window>{SPAN}|day|week|month|year))"
)
_NOT = r"(?:从来没有?|从没有?|从未|都没有?|没有再|没再|没有|没|未曾|未)"
_EN_NOT = r"(?:(?:have|has|did|do)\s?(?:not|n't)|haven't|hasn't|didn't|never|not)"
_BUY = r"(?:来过店|来过|来|到过店|到店|光顾|购买过|购买|买过|买|消费过|消费|下过单|下单|成交)"
_EN_BUY = r"(?:bought(?: anything)?|purchased|purchase|buy|ordered|come|been in|visited the shop)"
_YEAR = 365


def _sign(found: Groups, plain_is: str | None = None) -> str | None:
    pre, post = found.get("pre"), found.get("post")
    if pre:
        return None if post else BEFORE[pre.lower()]
    return AFTER[post.lower()] if post else plain_is


def _window(found: Groups) -> int | None:
    span = found.get("window")
    return days(span) if span else None


def _compared(figure: str, found: Groups, *, exact: bool) -> str | list[str] | None:
    if found.get("low"):
        low, high = (plain(number(found[key] or "")) for key in ("low", "high"))
        return f"between({figure}, {low}, {high})"
    value = plain(number(found["n"] or ""))
    sign = _sign(found, "==" if exact else None)
    if sign is not None:
        return f"{figure} {sign} {value}"
    if found.get("pre"):
        return None
    return [f"{figure} >= {value}", f"{figure} <= {value}"]


def _spend(found: Groups) -> str | list[str] | None:
    window = _window(found)
    if window is None:
        figure = "monetary_all"
    else:
        figure = "monetary_12m" if window == _YEAR else f"sum(purchases.amount, {window})"
    return _compared(figure, found, exact=False)


def _times(found: Groups) -> str | list[str] | None:
    window = _window(found)
    if window is None:
        figure = "freq_all"
    else:
        figure = "freq_12m" if window == _YEAR else f"distinct(purchases.day, {window})"
    return _compared(figure, found, exact=True)


def _counted(events: str) -> Make:
    def make(found: Groups) -> str | list[str] | None:
        window = _window(found)
        figure = f"count({events})" if window is None else f"count({events}, {window})"
        if found.get("not"):
            return f"{figure} == 0"
        return _compared(figure, found, exact=True) if found.get("n") else f"{figure} > 0"

    return make


def _stayed_away(found: Groups) -> str:
    sign = ">" if found.get("more") else ">="
    return f"recency_days {sign} {days(found['window'] or '')}"


def _since(field: str) -> Make:
    def make(found: Groups) -> str:
        sign = ">" if found.get("more") else ">="
        return f"{field} {sign} {days(found['window'] or '')}"

    return make


def _span_of(field: str) -> Make:
    def make(found: Groups) -> str | None:
        sign = _sign(found, None)
        return f"{field} {sign} {days(found['span'] or '')}" if sign else None

    return make


def _ages(found: Groups) -> str | list[str] | None:
    return _compared("age", found, exact=True)


def _decade(found: Groups) -> str:
    year = int(found["decade"] or 0)
    start = (2000 if year < 30 else 1900) + year
    return f"between(birth_date, '{start}-01-01', '{start + 9}-12-31')"


_EVENTS = {
    "购买": "purchases", "买": "purchases", "下单": "purchases", "复购": "purchases",
    "再次购买": "purchases", "再购买": "purchases", "联系": "contacts", "沟通": "contacts",
    "回访": "contacts", "拜访": "contacts where channel == 'visit'",
    "面访": "contacts where channel == 'visit'", "退货": "returns",
    "投诉": "feedbacks where kind == 'complaint'", "反馈": "feedbacks",
    "purchase": "purchases", "a purchase": "purchases", "another purchase": "purchases",
    "contact": "contacts", "a contact": "contacts", "visit": "contacts where channel == 'visit'",
    "a visit": "contacts where channel == 'visit'", "return": "returns", "a return": "returns",
    "complaint": "feedbacks where kind == 'complaint'",
    "a complaint": "feedbacks where kind == 'complaint'",
}  # fmt: skip


def _sequence(found: Groups) -> str:
    function = "then_not" if found.get("not") else "then"
    first, then = (_EVENTS[(found[key] or "").lower()] for key in ("first", "then"))
    return f"{function}({first}, {then}, {days(found['span'] or '')})"


_ZH_EVENT = "|".join(sorted((w for w in _EVENTS if not w.isascii()), key=len, reverse=True))
_EN_EVENT = "|".join(sorted((w for w in _EVENTS if w.isascii()), key=len, reverse=True))
_ZH_TIMES = rf"(?:{_PRE}{_NUM}\s?次{_POST})"
_COMPLAINTS = "feedbacks where kind == 'complaint'"
_VISITS = "contacts where channel == 'visit'"


_AMOUNT = rf"{_PRE}(?:{_RANGE}|{_NUM})\s?(?:元|块钱?|人民币|rmb|yuan)?(?!\s?[次岁天个%]){_POST}"
_SPEND = r"(?:累计|总共|一共|总)?(?:消费|花费|花|购买)(?:总?额|总?金额)?(?:过|了)?"


def _rows() -> Iterator[tuple[str, Make, str]]:
    """Yield the phrases; where several match, the longest wins, then the earlier."""
    for phrases in (_buying, _amounts, _contacts, _persons, _buying_en, _contacts_en, _persons_en):
        yield from phrases()


def _buying() -> Iterator[tuple[str, Make, str]]:
    """Yield the phrases about having bought or not."""
    yield rf"{_WINDOW}{_NOT}{_BUY}", _stayed_away, "recency"
    yield (
        rf"(?P<more>超过|已超过)?(?:已经?)?(?P<window>{SPAN})(?:以上)?{_NOT}{_BUY}",
        _stayed_away,
        "recency",
    )
    yield rf"{_WINDOW}(?:有过?)?{_BUY}", lambda g: f"recency_days < {_window(g)}", "recency"
    yield rf"{_NOT}(?:购买过|买过|消费过|下过单|购买|消费)", lambda g: "freq_all == 0", "freq"
    yield r"(?:购买过|买过|消费过|下过单)", lambda g: "freq_all > 0", "freq"
    yield (
        rf"{_WINDOW}(?:首次购买|首购|第一次购买|新增)",
        lambda g: f"first_order_days < {_window(g)}",
        "first",
    )


def _amounts() -> Iterator[tuple[str, Make, str]]:
    """Yield the phrases about how much and how often."""
    yield rf"{_WINDOW}?{_SPEND}\s?{_AMOUNT}", _spend, "spend"
    yield rf"{_WINDOW}?(?:只|一共|总共|累计)?{_BUY}(?:了)?{_ZH_TIMES}", _times, "times"


def _contacts() -> Iterator[tuple[str, Make, str]]:
    """Yield the phrases about complaints, returns, contacts, visits, one thing after another."""
    yield (
        rf"{_WINDOW}?(?P<not>{_NOT})?(?:有过?)?投诉(?:过)?{_ZH_TIMES}?",
        _counted(_COMPLAINTS),
        "complaints",
    )
    yield (
        rf"{_WINDOW}?(?P<not>{_NOT})?(?:退过货|退货过|有退货|退货){_ZH_TIMES}?",
        _counted("returns"),
        "returns",
    )
    yield (
        rf"{_WINDOW}?(?P<not>{_NOT})?(?:联系过|联系|沟通过|回访过){_ZH_TIMES}?",
        _counted("contacts"),
        "contacts",
    )
    yield (
        rf"{_WINDOW}?(?P<not>{_NOT})?(?:拜访过|拜访|面访过){_ZH_TIMES}?",
        _counted(_VISITS),
        "visits",
    )
    yield (
        rf"(?P<more>超过)?(?P<window>{SPAN})(?:以上)?{_NOT}(?:联系|联系过|沟通|回访)",
        _since("last_contact_days"),
        "contacts",
    )
    yield (
        rf"(?P<more>超过)?(?P<window>{SPAN})(?:以上)?{_NOT}(?:拜访|面访|见面)(?:过)?",
        _since("last_visit_days"),
        "visits",
    )
    yield (
        rf"(?P<first>{_ZH_EVENT})(?:之?后)(?P<span>{SPAN})(?:之?内)(?P<not>{_NOT})?(?:有)?(?P<then>{_ZH_EVENT})",
        _sequence,
        "sequence",
    )


def _persons() -> Iterator[tuple[str, Make, str]]:
    """Yield the phrases about who they are and what they hold."""
    yield rf"(?:年龄)?(?:在)?{_RANGE}\s?岁(?:之间)?", _ages, "age"
    yield rf"(?:年龄)?{_PRE}{_NUM}\s?岁{_POST}", _ages, "age"
    yield r"(?P<decade>[0-9]0)后", _decade, "born"
    yield (
        rf"(?:近|未来)?(?P<span>{SPAN})(?:之?内)(?:过|有)?生日",
        lambda g: f"birthday_in_days <= {days(g['span'] or '')}",
        "birthday",
    )
    yield r"姓(?P<name>[\u4e00-\u9fff])", lambda g: f"startswith(name, '{g['name']}')", "name"
    yield (
        rf"(?:入会|注册|开户|认识){_PRE}(?P<span>{SPAN}){_POST}",
        _span_of("tenure_days"),
        "tenure",
    )
    yield (
        rf"(?P<span>{SPAN})(?:之?内)到期",
        lambda g: f"next_maturity_days <= {days(g['span'] or '')}",
        "maturity",
    )
    held = r"(?P<held>理财|基金|保险|存款|贷款|信托|贵金属|银行卡)"
    yield (
        rf"(?P<not>没有持有|未持有|没持有|没有|没买)?(?:持有|有)?{held}(?:产品)",
        _holding,
        "kinds",
    )
    yield rf"(?P<not>没有持有|未持有|没持有)?(?:持有){held}(?:产品)?", _holding, "kinds"
    yield rf"(?P<not>没有){held}(?:产品)?", _holding, "kinds"
    yield rf"有(?:买)?{held}(?:产品)?", _holding, "kinds"


def _buying_en() -> Iterator[tuple[str, Make, str]]:
    """Yield the phrases about having bought or not, how much, how often, in English."""
    yield (
        rf"{_EN_NOT}\s{_EN_BUY}\s(?:{_EN_WINDOW}|"
        rf"for\s(?P<more>more than\s|over\s)?(?P<span>{SPAN}))",
        _away_en,
        "recency",
    )
    yield rf"{_EN_NOT}\s{_EN_BUY}", lambda g: "freq_all == 0", "freq"
    yield (
        rf"(?:have\s|has\s)?(?:bought|purchased|ordered)\s{_EN_WINDOW}",
        lambda g: f"recency_days < {_window(g)}",
        "recency",
    )
    yield (
        rf"(?:have\s|has\s)?(?:spent|spend|spending)\s{_AMOUNT}(?:\s?{_EN_WINDOW})?",
        _spend,
        "spend",
    )
    yield (
        rf"(?:have\s|has\s)?(?:bought|purchased|ordered)\s{_PRE}{_NUM}\s?times?{_POST}(?:\s?{_EN_WINDOW})?",
        _times,
        "times",
    )
    yield (
        rf"(?:have\s|has\s)?(?:bought|purchased|ordered)\s(?:once)(?:\s?{_EN_WINDOW})?",
        lambda g: _times({**g, "n": "1"}),
        "times",
    )


def _contacts_en() -> Iterator[tuple[str, Make, str]]:
    """Yield the phrases about complaints, returns, contacts, visits and sequences, in English."""
    yield (
        rf"(?:(?P<not>{_EN_NOT})\s)?(?:have\s|has\s)?(?:complained|complain)(?:\s{_PRE}{_NUM}\s?times?{_POST})?(?:\s?{_EN_WINDOW})?",
        _counted(_COMPLAINTS),
        "complaints",
    )
    yield (
        rf"(?:(?P<not>{_EN_NOT})\s)?(?:have\s|has\s)?"
        rf"(?:returned goods|returned something)(?:\s?{_EN_WINDOW})?",
        _counted("returns"),
        "returns",
    )
    yield (
        rf"(?:(?P<not>{_EN_NOT})\s)?(?:been\s|were\s)?contacted(?:\s?{_EN_WINDOW})?",
        _counted("contacts"),
        "contacts",
    )
    yield (
        rf"not\s(?:been\s)?contacted\sfor\s(?P<more>more than\s|over\s)?(?P<window>{SPAN})",
        _since("last_contact_days"),
        "contacts",
    )
    yield (
        rf"not\s(?:been\s)?visited\sfor\s(?P<more>more than\s|over\s)?(?P<window>{SPAN})",
        _since("last_visit_days"),
        "visits",
    )
    yield (
        rf"(?P<then>{_EN_EVENT})\swithin\s(?P<span>{SPAN})\s(?:after|of)\s(?P<first>{_EN_EVENT})",
        _sequence,
        "sequence",
    )
    yield (
        rf"(?P<not>no)\s(?P<then>{_EN_EVENT})\swithin\s(?P<span>{SPAN})\s(?:after|of)\s(?P<first>{_EN_EVENT})",
        _sequence,
        "sequence",
    )


def _persons_en() -> Iterator[tuple[str, Make, str]]:
    """Yield the phrases about who they are, in English."""
    yield rf"(?:aged?|ages)\s(?:between\s|from\s)?{_RANGE}", _ages, "age"
    yield (
        rf"(?:aged\s)?(?P<pre>older than|younger than)\s{_NUM}(?:\syears)?(?P<post>(?!.))?",
        _ages,
        "age",
    )
    yield rf"(?:aged\s)?{_PRE}{_NUM}\s(?:years\s(?:old|of age)){_POST}", _ages, "age"
    yield rf"(?:aged)\s{_PRE}{_NUM}{_POST}", _ages, "age"
    yield r"born in the\s(?:19)?(?P<decade>[0-9]0)s", _decade, "born"
    yield (
        rf"(?:with\s)?(?:a\s)?birthday\s(?:in|within)\s(?:the\s)?(?:next\s)?(?P<span>{SPAN})",
        lambda g: f"birthday_in_days <= {days(g['span'] or '')}",
        "birthday",
    )


_KINDS = {
    "理财": "wealth", "基金": "fund", "保险": "insurance", "存款": "deposit", "贷款": "loan",
    "信托": "trust", "贵金属": "metal", "银行卡": "card",
}  # fmt: skip


def _holding(found: Groups) -> str:
    rule = f"any_of(kinds, ['{_KINDS[found['held'] or '']}'])"
    return f"not {rule}" if found.get("not") else rule


def _away_en(found: Groups) -> str:
    sign = ">" if found.get("more") else ">="
    return f"recency_days {sign} {days(found['window'] or found['span'] or '')}"


PHRASES = tuple(
    Phrase(re.compile(pattern, re.IGNORECASE), make, about) for pattern, make, about in _rows()
)


def goods_phrase(goods: Goods) -> Iterator[Phrase]:
    """Yield the phrases about buying what the workspace sells."""
    if not goods.words:
        return
    names = "|".join(map(re.escape, goods.words))
    thing = rf"[“\"'‘]?(?:{names})[”\"'’]?"
    things = rf"(?P<goods>{thing}(?:\s?(?:或者?|、|or|,)\s?{thing})*)"
    each = re.compile(names, re.IGNORECASE)

    def make(found: Groups) -> list[str]:
        window = _window(found)
        span = "" if window is None else f", {window}"
        sign = "== 0" if found.get("not") else "> 0"
        words = each.findall(found["goods"] or "")
        return [
            f"count(purchases where {' or '.join(chosen)}{span}) {sign}"
            for chosen in product(*(goods.conditions(word) for word in words))
        ]

    for pattern in (
        rf"{_WINDOW}?(?P<not>{_NOT})?(?:购买过|买过|买了|购买|买)\s?(?:的)?{things}",
        rf"(?:(?P<not>{_EN_NOT})\s)?(?:have\s|has\s)?(?:bought|buy|purchased)\s{things}"
        rf"(?:\s?{_EN_WINDOW})?",
    ):
        yield Phrase(re.compile(pattern, re.IGNORECASE), make, "goods")
