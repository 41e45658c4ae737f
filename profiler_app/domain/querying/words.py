"""Words of a question that are no condition: what joins, denies, or only fills."""

from __future__ import annotations

from typing import Literal

Join = Literal["and", "or", "list", ""]
"""What stands between two conditions; ``list``: a comma between values, 和, and."""

_FILLING = (
    "请帮我|请|帮我|我想要|我想看|我想|给我|找出|找一下|找|查一下|查询|查找|查|筛选出|"
    "筛选|列出|看看|看一下|统计|所有的|所有|全部|哪些|有哪些|谁|的|是|客户们|客户|顾客|"
    "会员|用户|人群|人|们|住在|来自|在|位于|那些|一下|有多少|东西|以外|之外|其中|多少|个|"
    "了|名单|有过|，|。|？|?|.|!|喜欢|爱好|属于|标签为|就是|please|show me|show|find me|"
    "find|list|all|the|customers|customer|clients|client|members|people|who|that|which|"
    "are|is|were|have|has|in|from|living|live|lives|located|with|of|a|an|how many|me|"
    "their|whose|tagged|based|as|been|like|likes|for"
)
_DENYING = (
    "不是|并非|非|不属于|不在|除了|排除|不喜欢|不|not in|not from|not|except|excluding|no|non-"
)
_JOINING: dict[Join, str] = {
    "and": "并且|而且|同时|且|又|并|但|但是|也|还|,|;|，|；|but",
    "list": "and|、|和|与|及|以及",
    "or": "或者|或是|或|or|/",
}
_NAMING = "客户|顾客|会员|用户|人|customers|customer|people|clients"

FILLERS = tuple(_FILLING.split("|"))
NOTS = tuple(_DENYING.split("|"))
JOINS = {word: join for join, words in _JOINING.items() for word in words.split("|")}
NOUNS = frozenset(_NAMING.split("|"))
"""Nouns that finish what is said of somebody."""

WORDS = {word: word for word in (*FILLERS, *JOINS, *NOTS)}
