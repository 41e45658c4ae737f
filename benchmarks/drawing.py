"""The lines of the files the benchmarks work on, drawn from a seed; nobody in them exists.

Customers have 15 columns; 8 to 10 % of the phone, e-mail and date cells are dirty or wrong, and 3 %
of the lines repeat a customer number.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

AS_OF = date(2026, 6, 30)
"""The business day of all measurements; the newest orders are a day older."""

CUSTOMER_HEADERS = (
    *("会员号", "姓名", "性别", "手机号", "邮箱", "出生日期", "省份", "城市", "地址", "职业"),
    *("工作单位", "年收入", "婚姻状况", "入会日期", "来源渠道"),
)
ORDER_HEADERS = (
    *("订单号", "会员号", "下单日期", "渠道", "商品编码", "商品名称", "品类", "数量", "单价"),
    "实付金额",
)

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国文斌宇欣怡浩然子涵梓轩佳琪"
    "诗雨晨曦思远嘉豪雅婷志鹏俊凯海燕春晓冬青立新永康振东学峰美玲小丹丹雪莹晶莉萍鑫博睿"
)
_CITIES = (
    *(("浙江省", "杭州市"), ("浙江省", "宁波市"), ("江苏省", "南京市"), ("江苏省", "苏州市")),
    *(("上海市", "上海市"), ("北京市", "北京市"), ("广东省", "广州市"), ("广东省", "深圳市")),
    *(("四川省", "成都市"), ("湖北省", "武汉市"), ("陕西省", "西安市"), ("山东省", "青岛市")),
)
_STREETS = ("人民路", "解放路", "中山路", "文一路", "和平街", "建设大道", "学府路", "长江路")
_WORK = ("专业技术人员", "办事人员", "生产制造人员", "其他", "")
_EMPLOYERS = (
    "",
    "",
    "江南家居有限公司",
    "市第一中学",
    "东方机械厂",
    "海云科技有限公司",
    "人民医院",
)
_SOURCES = ("门店", "网店", "App", "微信")
_MARITAL = ("未婚", "已婚", "离婚", "")
CATEGORIES = ("家具", "家纺", "厨具", "灯具", "收纳", "卫浴", "家电", "园艺")
_BIRTH_FROM, _JOINED_FROM = date(1950, 1, 1), date(2018, 1, 1)
PRODUCTS = 400


def customer_number(place: int) -> str:
    """Return the number of a customer, counted from 0."""
    return f"B{place:08d}"


def customers(count: int, seed: int = 1) -> Iterator[tuple[str, ...]]:
    """Draw the lines of a customer file: ``count`` customers, and 3 % of them a second time."""
    dice = random.Random(seed)
    for place in range(count):
        yield _customer(dice, place)
        if place % 100 in (33, 66, 99):
            yield _customer(dice, dice.randrange(place))


def _customer(dice: random.Random, place: int) -> tuple[str, ...]:
    given = "".join(dice.choices(_GIVEN, k=1 + (dice.random() < 0.7)))
    name = dice.choice(_SURNAMES) + given
    province, city = dice.choice(_CITIES)
    street, house = dice.choice(_STREETS), dice.randrange(1, 900)
    joined = _JOINED_FROM + timedelta(days=dice.randrange(3_000))
    return (
        customer_number(place),
        name,
        dice.choice("男女"),
        _phone(dice, place),
        _email(dice, place),
        _date(dice, _BIRTH_FROM + timedelta(days=dice.randrange(20_000))),
        province,
        city,
        f"{city}{street}{house}号{dice.randrange(1, 30)}室",
        dice.choice(_WORK),
        dice.choice(_EMPLOYERS),
        str(dice.randrange(30, 900) * 1_000) if dice.random() < 0.9 else "",
        dice.choice(_MARITAL),
        _date(dice, joined),
        dice.choice(_SOURCES),
    )


def _phone(dice: random.Random, place: int) -> str:
    number = f"168{place:08d}"
    dirt = dice.random()
    if dirt >= 0.09:
        return number
    if dirt < 0.02:
        return number[:-2]
    if dirt < 0.05:
        return f"+86 {number[:3]}-{number[3:7]}-{number[7:]}"
    return f" {number[:3]} {number[3:7]} {number[7:]}" if dirt < 0.08 else ""


def _email(dice: random.Random, place: int) -> str:
    address = f"u{place}@example.com"
    dirt = dice.random()
    if dirt >= 0.09:
        return address
    if dirt < 0.02:
        return address.replace("@", "#")
    return f" U{address[1:]} " if dirt < 0.06 else ""


def _date(dice: random.Random, day: date) -> str:
    dirt = dice.random()
    if dirt >= 0.09:
        return day.isoformat()
    if dirt < 0.02:
        return f"{day.year}-13-{day.day:02d}"
    if dirt < 0.06:
        return f"{day.year}/{day.month}/{day.day}"
    return f"{day:%Y%m%d}" if dirt < 0.08 else ""


def orders(
    count: int, customers: int, seed: int = 1, *, first: int = 0
) -> Iterator[tuple[str, ...]]:
    """Draw the lines of an order file by day: few customers buy often, most rarely.

    The days are the 1,095 before ``AS_OF``; ``first`` is the number of the first order.
    """
    dice = random.Random(f"orders-{seed}-{first}")
    draw, pick = dice.random, dice.choice
    start = AS_OF.toordinal() - 1_095
    for place in range(count):
        product = int(draw() * draw() * PRODUCTS)
        quantity = 1 + int(draw() * draw() * 4)
        price = 1_900 + product * 737 % 90_000
        paid = quantity * price * (100 - pick((0, 0, 5, 10))) // 100
        yield (
            f"O{first + place:09d}",
            customer_number(int(draw() ** 2 * customers)),
            date.fromordinal(start + place * 1_095 // count).isoformat(),
            pick(_SOURCES),
            f"P{product:04d}",
            f"商品{product:04d}",
            CATEGORIES[product % len(CATEGORIES)],
            str(quantity),
            f"{price / 100:.2f}",
            f"{paid / 100:.2f}",
        )
