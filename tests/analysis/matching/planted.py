"""A seeded Chinese customer list with planted duplicates, each with one or two kinds of errors.

Beside the planted ones it holds what must not be merged: families with one telephone and address,
people of one common name, companies of one name and trade in different cities.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from profiler_app.analysis.readings import everyday
from profiler_app.domain.identifiers import id_check_character

_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程"
    "魏苏吕丁沈任卢姚钟单仇解区查"
)
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文婷欣宇浩然子轩梓涵雨萱思远晓"
    "东海波春梅冬雪清婉如林峰佳琪慧颖俊凯天翔永康振宏立新"
)
_SOUNDS = dict(
    zip(
        "伟芳敏静丽军艳杰涛霞英华玉建志文婷欣宇浩涵思晓清如佳琪俊凯翔宏明强娟磊洋远海林",
        "玮方闽婧莉君燕洁滔侠瑛桦钰健智雯亭新语皓晗丝小青茹嘉其峻恺祥红鸣蔷捐蕾阳媛害琳",
        strict=True,
    )
)
_SHAPES = dict(
    zip(
        "婷静芳明莉娜丽涛娟刚桂清欣琪颖梓萱洋敏宏",
        "停净芬朋利那俪淘绢钢佳晴欢棋颍锌宣详敬宠",
        strict=True,
    )
)
_TRADITIONAL = str.maketrans(
    "伟静丽强军艳杰娟涛刚兰建国远东马陈张刘杨黄赵吴孙罗郑谢许韩冯邓肖单卢叶苏吕钟俊凯",
    "偉靜麗強軍豔傑娟濤剛蘭建國遠東馬陳張劉楊黃趙吳孫羅鄭謝許韓馮鄧蕭單盧葉蘇呂鍾俊凱",
)
_PLACES = [
    ("浙江省", "杭州市", "西湖区", "330106"), ("浙江省", "杭州市", "余杭区", "330110"),
    ("浙江省", "宁波市", "海曙区", "330203"), ("江苏省", "苏州市", "姑苏区", "320508"),
    ("江苏省", "南京市", "鼓楼区", "320106"), ("广东省", "广州市", "天河区", "440106"),
    ("广东省", "深圳市", "南山区", "440305"), ("四川省", "成都市", "武侯区", "510107"),
    ("湖北省", "武汉市", "洪山区", "420111"), ("陕西省", "西安市", "雁塔区", "610113"),
]  # fmt: skip
_STREETS = [
    "文三路", "中山路", "解放路", "人民路", "建设路", "和平路", "新华路", "长江路", "黄河路",
    "学院路", "科技路", "滨江路", "湖滨路", "南京路", "北京路",
]  # fmt: skip
_WORDS = [
    "云帆", "恒信", "鼎盛", "华远", "瑞丰", "博雅", "天成", "金源", "海通", "星河", "蓝图",
    "卓越", "宏图", "万和", "百川", "启明", "东方", "安泰", "新思", "远大", "联创", "普惠",
    "天马", "中科",
]  # fmt: skip
_TRADES = [
    "科技", "贸易", "软件", "建材", "食品", "物流", "服饰", "电子", "医药", "装饰",
]  # fmt: skip

Row = dict[str, str]
FIELDS = ("姓名", "手机号", "证件号码", "出生日期", "性别", "通讯地址", "邮箱")


@dataclass(frozen=True)
class Planted:
    """Rows, and which pairs of rows are one by the kind of error planted."""

    rows: list[Row]
    pairs: dict[tuple[int, int], str] = field(default_factory=dict)


def plant(seed: int, *, people: int = 20_000, copies: int = 5_000) -> Planted:
    """Return a shuffled list of people and companies with so many planted copies."""
    draw = random.Random(seed)
    rows = [_company(draw) if draw.random() < 0.2 else _person(draw) for _each in range(people)]
    _families(draw, rows)
    kinds: list[str] = [""] * people
    owner = list(range(people))
    for each in draw.sample(range(people), copies):
        company = "公司" in rows[each]["姓名"]
        kind = draw.choice(list(COMPANY_ERRORS if company else PERSON_ERRORS))
        error = (COMPANY_ERRORS if company else PERSON_ERRORS)[kind]
        copy = dict(rows[each])
        error(draw, copy)
        if draw.random() < 0.5:  # what is asked again is often left out
            copy[draw.choice(("通讯地址", "邮箱", "性别"))] = ""
        rows.append(copy)
        kinds.append(kind)
        owner.append(each)
    order = list(range(len(rows)))
    draw.shuffle(order)
    place = {each: at for at, each in enumerate(order)}
    pairs = {}
    for each in range(people, len(rows)):
        a, b = sorted((place[each], place[owner[each]]))
        pairs[a, b] = kinds[each]
    return Planted([rows[each] for each in order], pairs)


def _mobile(draw: random.Random) -> str:
    return f"1{draw.choice('35789')}{draw.randrange(10**9):09}"


def _address(draw: random.Random) -> tuple[str, str]:
    province, city, county, code = draw.choice(_PLACES)
    street = f"{draw.choice(_STREETS)}{draw.randrange(1, 900)}号"
    room = f"{draw.randrange(1, 30)}0{draw.randrange(1, 5)}室"
    home = f"{draw.randrange(1, 30)}栋{draw.randrange(1, 5)}单元{room}"
    return f"{province}{city}{county}{street}{home}", code


def _person(draw: random.Random) -> Row:
    given = draw.choice(_GIVEN) + (draw.choice(_GIVEN) if draw.random() < 0.75 else "")
    birth = f"{draw.randrange(1950, 2005)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}"
    address, code = _address(draw)
    gender = draw.choice("男女")
    order = draw.randrange(0, 500) * 2 + (gender == "男")
    body = f"{code}{birth.replace('-', '')}{order:03}"
    name = draw.choice(_SURNAMES) + given
    sound = "".join(map(everyday, name))
    return {
        "姓名": name,
        "手机号": _mobile(draw) if draw.random() < 0.95 else "",
        "证件号码": body + id_check_character(body) if draw.random() < 0.5 else "",
        "出生日期": birth if draw.random() < 0.9 else "",
        "性别": gender,
        "通讯地址": address if draw.random() < 0.8 else "",
        "邮箱": f"{sound}{draw.randrange(1000)}@{draw.choice(('qq.com', '163.com', 'sina.com'))}"
        if draw.random() < 0.4
        else "",
    }


def _company(draw: random.Random) -> Row:
    _province, city, _county, _code = draw.choice(_PLACES)
    address, _code = _address(draw)
    word = draw.choice(_WORDS) + draw.choice(_GIVEN)
    return {
        "姓名": f"{city[:-1]}{word}{draw.choice(_TRADES)}有限公司",
        "手机号": _mobile(draw),
        "证件号码": "",
        "出生日期": "",
        "性别": "",
        "通讯地址": address,
        "邮箱": "",
    }


def _families(draw: random.Random, rows: list[Row]) -> None:
    """Let some people share telephone and address with a relative of the same surname."""
    people = [row for row in rows if "公司" not in row["姓名"]]
    related = people[: len(people) // 25]
    for one, other in zip(related[::2], related[1::2], strict=False):
        other["手机号"], other["通讯地址"] = one["手机号"], one["通讯地址"]
        if draw.random() < 0.7:
            other["姓名"] = one["姓名"][0] + other["姓名"][1:]


# Errors


def _other_character(table: dict[str, str]) -> Callable[[random.Random, Row], None]:
    def error(_draw: random.Random, row: Row) -> None:
        name = row["姓名"]
        at = next((i for i in range(len(name) - 1, 0, -1) if name[i] in table), None)
        if at is not None:
            row["姓名"] = name[:at] + table[name[at]] + name[at + 1 :]

    return error


def _traditional(_draw: random.Random, row: Row) -> None:
    row["姓名"] = row["姓名"].translate(_TRADITIONAL)


def _title(draw: random.Random, row: Row) -> None:
    row["姓名"] = row["姓名"][0] + draw.choice(("先生", "女士", "总", "经理"))


def _pinyin(_draw: random.Random, row: Row) -> None:
    row["姓名"] = everyday(row["姓名"][0]) + " " + "".join(map(everyday, row["姓名"][1:]))


def _short_name(_draw: random.Random, row: Row) -> None:
    if len(row["姓名"]) > 2:
        row["姓名"] = row["姓名"][:2]


def _slip(draw: random.Random, row: Row) -> None:
    number = row["手机号"]
    if number:
        at = draw.randrange(3, 10)
        row["手机号"] = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
        if row["手机号"] == number:
            row["手机号"] = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]


def _new_mobile(draw: random.Random, row: Row) -> None:
    row["手机号"] = _mobile(draw)


def _written_mobile(_draw: random.Random, row: Row) -> None:
    number = row["手机号"]
    row["手机号"] = number and f"+86 {number[:3]}-{number[3:7]}-{number[7:]}"


def _old_id(_draw: random.Random, row: Row) -> None:
    number = row["证件号码"]
    if number[6:8] == "19":
        row["证件号码"] = number[:6] + number[8:17]


def _day_and_month(_draw: random.Random, row: Row) -> None:
    parts = row["出生日期"].split("-")
    if len(parts) == 3 and int(parts[2]) <= 12:
        row["出生日期"] = f"{parts[0]}-{parts[2]}-{parts[1]}"


def _other_day(draw: random.Random, row: Row) -> None:
    if row["出生日期"]:
        row["出生日期"] = row["出生日期"][:-2] + f"{draw.randrange(1, 29):02}"


def _short_address(_draw: random.Random, row: Row) -> None:
    text = row["通讯地址"]
    row["通讯地址"] = text[3:].replace("栋", "幢").replace("室", "") if text else ""


def _moved(draw: random.Random, row: Row) -> None:
    row["通讯地址"] = _address(draw)[0]


def _wide(_draw: random.Random, row: Row) -> None:
    row["手机号"] = row["手机号"].translate({ord("0") + i: ord("０") + i for i in range(10)})
    row["姓名"] = " ".join(row["姓名"])


def _legal_form(_draw: random.Random, row: Row) -> None:
    row["姓名"] = row["姓名"].replace("有限公司", "有限责任公司")


def _region(draw: random.Random, row: Row) -> None:
    _legal_form(draw, row)
    row["姓名"] = row["姓名"][:2] + "市" + row["姓名"][2:]


def _short_company(_draw: random.Random, row: Row) -> None:
    row["姓名"] = row["姓名"][2:].replace("有限公司", "")


def _brackets(_draw: random.Random, row: Row) -> None:
    row["姓名"] = f"{row['姓名'][2:-4]}({row['姓名'][:2]})有限公司"


Errors = dict[str, Callable[[random.Random, Row], None]]
PERSON_ERRORS: Errors = {
    "homophone": _other_character(_SOUNDS),
    "similar character": _other_character(_SHAPES),
    "traditional": _traditional,
    "title instead of name": _title,
    "pinyin": _pinyin,
    "shortened name": _short_name,
    "slip in the mobile": _slip,
    "new mobile": _new_mobile,
    "mobile in another form": _written_mobile,
    "15-digit ID": _old_id,
    "day and month exchanged": _day_and_month,
    "another day of birth": _other_day,
    "short address": _short_address,
    "moved": _moved,
    "full width": _wide,
}
COMPANY_ERRORS: Errors = {
    "legal form": _legal_form,
    "region": _region,
    "short company": _short_company,
    "region in brackets": _brackets,
    "company: slip in the mobile": _slip,
    "company: new mobile": _new_mobile,
}
