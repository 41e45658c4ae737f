"""Names of companies: legal form, branch, region, core, and a key under which spellings meet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from profiler_app.domain.checked import EMPTY, TOO_LONG, Checked, clean_text, refused
from profiler_app.domain.regions import leading_city, leading_province, region_of

LEGAL_FORMS = (
    "股份有限责任公司", "合伙企业(有限合伙)", "合伙企业(普通合伙)", "合伙企业(特殊普通合伙)",
    "有限责任公司", "股份有限公司", "股份合作公司", "专业合作社联合社", "专业合作社",
    "个人独资企业", "合伙企业", "有限合伙", "集团公司", "有限公司", "合作社", "事务所", "研究院",
    "研究所", "工作室", "经营部", "服务部", "商行", "公司", "中心", "银行", "酒店", "超市", "商店",
    "总厂", "工厂", "厂", "店",
)  # fmt: skip
"""Endings that say what kind of company it is, longer ones first."""

LONGEST = 200
"""Longer cells are no names; it also bounds the time the patterns may take."""

_FORMS = tuple(sorted(LEGAL_FORMS, key=len, reverse=True))
_FORMS_BY_SIGN = {
    sign: tuple(form for form in _FORMS if form[-1] == sign) for sign in {f[-1] for f in _FORMS}
}
_BRANCH_WORD = "分公司|分行|支行|营业部|分理处|办事处|代表处|分店|门店|分厂|分校|分院|分所"
_BRANCHES = tuple(_BRANCH_WORD.split("|"))
_BRANCH_SIGNS = {each[-1]: tuple(b for b in _BRANCHES if b[-1] == each[-1]) for each in _BRANCHES}
_PARENT = re.compile(rf"(.+(?:公司|合作社|合伙企业(?:\(.+?\))?))(.*(?:{_BRANCH_WORD}))")
_BRACKETS = re.compile(r"[()\[\]【】〔〕]")
_GROUP = re.compile(r"\(集团\)$|集团$|\(集团\)(?=股份)")


def sounds_like_company(name: str) -> bool:
    """Whether a typed name ends as names of companies do; a guess, for a form to start with."""
    return name.endswith(("公司", "集团", "厂", "店", "合作社"))


def company_name(raw: object) -> Checked[str]:
    """Read the name of a company, brackets unified and blanks between characters removed.

    ``derived`` holds legal_form, is_branch, parent_hint (the company a branch belongs to),
    region (province) and city it begins with, core, and match_key. A branch has a key of its own,
    so it never merges into its parent.
    """
    text = clean_text(raw)
    if text is None:
        return refused(EMPTY)
    return refused(TOO_LONG, text) if len(text) > LONGEST else _company_name(text)


class Known(NamedTuple):
    """What names of companies are compared by; ``place`` is the city it begins with, or province.

    A name that is too long to be one is its own key and core.
    """

    key: str
    place: str
    core: str
    is_branch: bool


@lru_cache(maxsize=262_144)
def known_by(text: str) -> Known:
    """Return key, place and core of a tidy name as ``company_name`` tells them, but sooner."""
    if len(text) > LONGEST:
        return Known(text, "", text, False)
    name = text if text.isascii() else text.replace(" ", "")
    is_branch, _parent, _form, stem = _parts(name)
    code, short, rest = _leading_regions(stem)
    known = region_of(f"{code}0000"[:6]) if code else None
    place = (len(code) > 2 and known.city) or known.province if known else ""
    return Known(_key(short + rest + name[len(stem) :]), place, _core(rest), is_branch)


@lru_cache(maxsize=16384)
def _company_name(text: str) -> Checked[str]:
    name = text if text.isascii() else text.replace(" ", "")
    is_branch, parent, form, stem = _parts(name)
    region, key_stem, rest = _region(stem)
    warnings = ["COMPANY_SHORT"] if len(name) < 4 else []
    if form is None and not is_branch:
        warnings.append("COMPANY_NO_LEGAL_FORM")
    facts = {
        "is_branch": is_branch,
        "parent_hint": parent,
        "legal_form": form,
        "core": _core(rest),
        "match_key": _key(key_stem + name[len(stem) :]),
        **region,
    }
    return Checked(name, (), tuple(warnings), facts)


class _Parts(NamedTuple):
    """What a name is made of: ``stem`` stands before the legal form, of the parent of a branch."""

    is_branch: bool
    parent: str | None
    form: str | None
    stem: str


def _parts(name: str) -> _Parts:
    is_branch = _ending(name, _BRANCH_SIGNS) is not None
    parent = _PARENT.fullmatch(name) if is_branch else None
    whole = parent[1] if parent else name
    form = _ending(whole, _FORMS_BY_SIGN)
    stem = whole[: -len(form)] if form else whole
    return _Parts(is_branch, parent[1] if parent else None, form, stem)


def _core(rest: str) -> str:
    """Return what is left without brackets and the word group, or all of it."""
    if "集团" not in rest and _BRACKETS.search(rest) is None:
        return rest
    return _BRACKETS.sub("", _GROUP.sub("", rest)) or rest


def _ending(name: str, endings: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the first of some endings (by their last sign) that a name has behind something."""
    for each in endings.get(name[-1:], ()):
        if name.endswith(each) and name != each:
            return each
    return None


def _leading_regions(stem: str) -> tuple[str, str, str]:
    """Return code and short name of the regions a name begins with, and the rest."""
    province, written = leading_province(stem)
    rest = stem[len(written) :]
    short = written.removesuffix("省").removesuffix("市")
    city, written = leading_city(rest, province)
    rest = rest[len(written) :]
    if not rest:
        return "", "", stem
    return city or province, short + written.removesuffix("市"), rest


def _region(stem: str) -> tuple[dict[str, Any], str, str]:
    """Return the regions a name begins with, the name with them shortened, and the rest."""
    code, short, rest = _leading_regions(stem)
    known = region_of(f"{code}0000"[:6]) if code else None
    facts: dict[str, Any] = {"region": known.province if known else None}
    if len(code) > 2 and known:
        facts["city"] = known.city
    return facts, short + rest, rest


def _key(name: str) -> str:
    """Return the name as companies are compared: one form of 有限公司, no brackets or blanks."""
    plain = _BRACKETS.sub("", name).replace("有限责任公司", "有限公司").replace(" ", "")
    return plain.casefold()
