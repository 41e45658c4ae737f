"""Words that tables nobody imports use: for yes and no, for those left alone, for columns."""

from __future__ import annotations

from typing import Final

YES: Final = frozenset({"1", "yes", "true", "y", "是", "有"})
NO: Final = frozenset({"0", "no", "false", "n", "否", "无"})

LEFT_ALONE: Final = NO | {
    *("control", "control group", "holdout", "none", "no e-mail", "no email"),
    *("对照", "对照组", "未触达", "未联系", "空白组"),
}
"""Values of a treatment column that mean the control group."""

CUSTOMER_COLUMNS: Final = (
    *("customer", "customer_id", "customerid", "customer_no", "user", "userid", "user_id"),
    *("客户", "客户编号", "客户号", "会员号", "用户"),
)
ITEM_COLUMNS: Final = (
    *("item", "itemid", "item_id", "product", "product_id", "sku", "movieid"),
    *("商品", "商品编码", "产品", "产品编码"),
)
OUTCOME_COLUMNS: Final = (
    *("outcome", "result", "converted", "conversion", "response"),
    *("结果", "成交", "是否成交", "转化", "响应"),
)
VALUE_COLUMNS: Final = ("value", "amount", "outcome_value", "revenue", "金额", "成交金额")
