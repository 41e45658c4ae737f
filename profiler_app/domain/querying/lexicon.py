"""Words that name something by themselves: places, values of fields, tags, goods."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from profiler_app.domain.fields import Field, fields, of_catalog, options
from profiler_app.domain.rules import parse, to_text
from profiler_app.domain.rules.code_names import code_names
from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.tags import known_tags


class Goods(NamedTuple):
    """What can be bought, as the workspace calls it."""

    categories: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    products: tuple[str, ...] = ()

    def conditions(self, word: str) -> list[str]:
        """Return the conditions on a purchase that a word can mean."""
        named = (("category", self.categories), ("brand", self.brands), ("product", self.products))
        found = []
        for column, known in named:
            value = next((each for each in known if each.casefold() == word.casefold()), None)
            if value is not None:
                found.append(f"{column} == {quoted(value)}")
        return found

    @property
    def words(self) -> tuple[str, ...]:
        """All of them, the longest first."""
        every = {*self.categories, *self.brands, *self.products}
        return tuple(sorted(every, key=lambda word: (-len(word), word)))


class Meaning(NamedTuple):
    """A condition a word can mean, and the field it is about."""

    rule: str
    about: str


_VAGUE = frozenset({"其他", "未知", "低", "中", "高", "无", "是", "否", "不运动", "很低", "很高"})
_VAGUE_EN = frozenset({"other", "unknown", "low", "medium", "high", "none", "new", "yes", "no"})
_NO_WORDS = frozenset(
    {"consent_profiling", "consent_marketing", "prev_lifecycle", "procurement_mode", "nationality"}
)
"""Fields whose values are only understood beside the name of the field."""

_HAND_MADE: Mapping[str, tuple[str, ...]] = {
    "gender == 'M'": ("男", "男性", "男士", "男的", "male", "males", "men", "man"),
    "gender == 'F'": ("女", "女性", "女士", "女的", "female", "females", "women", "woman"),
    "kind == 'company'": ("企业", "公司", "对公", "机构", "companies", "company", "corporate"),
    "kind == 'person'": ("个人", "自然人", "对私", "persons", "person", "individuals"),
    "has_house": ("有房", "home owners", "own a home", "owns a home"),
    "has_car": ("有车", "car owners", "own a car", "owns a car"),
    "dnc": ("免打扰", "do not contact"),
    "marital == '20'": ("已婚", "married"),
    "marital == '10'": ("未婚", "unmarried", "single"),
    "ownership == 'state'": ("国有企业", "国企", "state-owned"),
    "ownership == 'private'": ("民营企业", "民企", "私营企业"),
    "ownership == 'foreign'": ("外资企业", "外企", "foreign-owned"),
    "ownership == 'joint'": ("合资企业",),
    "has('high_value')": ("高价值", "高价值客户", "high value", "high-value"),
    "has('vt_vip')": ("vip", "vip客户"),
    "lifecycle == 'lost'": ("已流失", "流失了", "lost"),
    "lifecycle == 'decline'": ("衰退期", "declining"),
}


@of_catalog
def meanings() -> Mapping[str, tuple[Meaning, ...]]:
    """Return what each word can mean, by the word in small letters."""
    found: dict[str, dict[str, Meaning]] = {}

    def add(word: str, meaning: Meaning) -> None:
        if word:
            found.setdefault(word.casefold(), {}).setdefault(meaning.rule, meaning)

    for word, meaning in [*_places(), *_values()]:
        add(word, meaning)
    for word, meaning in _tags():
        same = {_canonical(each.rule) for each in found.get(word.casefold(), {}).values()}
        if _tag_rule(meaning) not in same:
            add(word, meaning)
    decided = {
        word: (Meaning(rule, rule.partition(" ")[0]),)
        for rule, words in _HAND_MADE.items()
        for word in words
    }
    return {word: tuple(each.values()) for word, each in found.items()} | decided


def _canonical(rule: str) -> str:
    return to_text(parse(rule, tags=known_tags()))


def _tag_rule(meaning: Meaning) -> str:
    rule = known_tags()[meaning.rule.split("'")[1]].rule
    return to_text(rule) if rule is not None else ""


def _places() -> Iterable[tuple[str, Meaning]]:
    provinces, cities = code_names("province"), code_names("city")
    for code, name in provinces.items():
        municipality = f"{code}00" in cities
        rule = f"province == '{code}'"
        if municipality:  # such a city is a province, too; files name one or the other
            rule = f"(province == '{code}' or city == '{code}00')"
        for word in {name, _short(name, ("特别行政区", "省", "市"))}:
            yield word, Meaning(rule, "place")
    for code, name in cities.items():
        if code[:2] not in provinces or code.endswith("00"):
            continue
        for word in {name, _short(name, ("市",))}:
            yield word, Meaning(f"city == '{code}'", "place")
    for code, name in code_names("county").items():
        if len(name) > 2 and name not in ("市辖区",):
            yield name, Meaning(f"county == '{code}'", "place")
    for word, code in (
        ("内蒙古", "15"),
        ("广西", "45"),
        ("西藏", "54"),
        ("宁夏", "64"),
        ("新疆", "65"),
    ):
        yield word, Meaning(f"province == '{code}'", "place")
    for word, rule in _ENGLISH_PLACES.items():
        yield word, Meaning(rule, "place")


_ENGLISH_PLACES = {
    "beijing": "(province == '11' or city == '1100')",
    "tianjin": "(province == '12' or city == '1200')",
    "shanghai": "(province == '31' or city == '3100')",
    "chongqing": "(province == '50' or city == '5000')",
    "guangdong": "province == '44'",
    "zhejiang": "province == '33'",
    "jiangsu": "province == '32'",
    "sichuan": "province == '51'",
    "hangzhou": "city == '3301'",
    "nanjing": "city == '3201'",
    "suzhou": "city == '3205'",
    "guangzhou": "city == '4401'",
    "shenzhen": "city == '4403'",
    "wuhan": "city == '4201'",
    "chengdu": "city == '5101'",
}


def _short(name: str, endings: tuple[str, ...]) -> str:
    ending = next((each for each in endings if name.endswith(each)), "")
    return name.removesuffix(ending) if len(name) - len(ending) >= 2 else name


def _values() -> Iterable[tuple[str, Meaning]]:
    for field in fields().values():
        if (
            field.options
            and field.kind in ("enum", "list")
            and field.sensitivity in ("S0", "S1")
            and field.id not in _NO_WORDS
        ):
            for option in options(field.options):
                for word in option.names.values():
                    if word not in _VAGUE and word.casefold() not in _VAGUE_EN and len(word) > 1:
                        yield word, Meaning(value_rule(field, option.id), field.id)


def value_rule(field: Field, value: str) -> str:
    """Return the rule that a field has a value."""
    if field.kind == "list":
        return f"any_of({field.id}, [{quoted(value)}])"
    return f"{field.id} == {quoted(value)}"


def _tags() -> Iterable[tuple[str, Meaning]]:
    for tag in known_tags().values():
        if not tag.sensitive:
            for word in tag.names.values():
                yield word, Meaning(f"has('{tag.id}')", tag.id)
                for short in (word.removesuffix("客户"), word.removesuffix(" customer")):
                    if len(short) > 1:
                        yield short, Meaning(f"has('{tag.id}')", tag.id)


_ALSO = {
    "recency_days": ("最近购买", "距上次购买", "days since last purchase"),
    "monetary_12m": ("年消费", "年消费额", "近一年消费", "近一年消费额", "annual spend"),
    "monetary_all": (
        "累计消费",
        "总消费",
        "累计消费额",
        "总消费额",
        "total spend",
        "lifetime spend",
    ),
    "aov_12m": ("平均客单价", "average order", "average order value"),
    "max_order": ("单笔最大", "最大订单", "largest order"),
    "freq_12m": ("年购买次数", "近一年购买次数"),
    "freq_all": ("购买次数", "总购买次数", "number of purchases"),
    "return_rate_12m": ("退货比例", "return rate"),
    "churn_prob": ("流失可能", "churn probability"),
    "loan_balance": ("贷款", "loan"),
    "aum_mavg": ("aum", "资产", "月日均资产"),
    "deposit_mavg": ("存款", "deposits", "存款日均"),
    "children_count": ("孩子数", "孩子", "number of children", "children"),
    "employees": ("员工数", "员工人数", "人数", "employees"),
    "age": ("岁数", "age"),
    "completeness": ("完整度", "资料完整度"),
    "tenure_days": ("入会", "认识", "tenure"),
    "mobile": ("手机", "手机号码", "mobile number", "phone number"),
    "email": ("电子邮箱", "e-mail", "email"),
    "wechat_id": ("微信号",),
    "established_on": ("成立", "founded", "established"),
    "relation_since": ("建立关系", "customer since"),
    "birth_date": ("出生", "born"),
    "name": ("姓名", "名称", "名字", "name"),
    "discount_ratio_12m": ("折扣率", "discount ratio"),
    "owner_rm": ("客户经理", "account manager"),
}


def _written(names: Iterable[str]) -> set[str]:
    """Return names as people type them: whole, without brackets, without blanks, any width."""
    whole = set(names)
    bare = {re.sub(r"\s?[(（].*", "", name) for name in whole}
    narrow = {unicodedata.normalize("NFKC", name) for name in whole}
    every = whole | bare | narrow
    return every | {name.replace(" ", "") for name in every if not name.isascii()}


@of_catalog
def field_names() -> Mapping[str, tuple[Field, ...]]:
    """Return the fields each name can mean, by the name in small letters."""
    found: dict[str, dict[str, Field]] = {}
    for field in fields().values():
        if field.sensitivity == "S3" or field.place == "rows":
            continue
        for word in (*_written(field.names.values()), *_ALSO.get(field.id, ())):
            found.setdefault(word.casefold(), {})[field.id] = field
    decided = {word.casefold(): name for name, words in _ALSO.items() for word in words}
    return {
        word: (fields()[decided[word]],) if word in decided else tuple(each.values())
        for word, each in found.items()
    } | {
        "金额": tuple(fields()[n] for n in ("monetary_all", "monetary_12m", "max_order")),
        "spend": tuple(fields()[n] for n in ("monetary_all", "monetary_12m")),
    }
