"""A column of cells becomes texts in the one spelling they are compared in."""

import pytest

from profiler_app.analysis.matching.spelling import SPELLINGS, Role
from profiler_app.analysis.matching.traits import trait_of


def test_one_cell_in_full_width_leaves_the_other_numbers_numbers() -> None:
    cells = ["+86 138-0013-8000", "１３９００１３９０００", "13800138000", "无", "nan"]
    trait = trait_of("phone", cells, "phone")
    assert list(trait.texts) == ["13800138000", "13900139000"]
    assert trait.codes.tolist() == [0, 1, 0, -1, -1]


@pytest.mark.parametrize(
    ("role", "cells"),
    [
        (
            "name",
            ["张伟", "小王", "王总", "张 伟", "欧阳·娜", "无", "", "Zhang Wei", "云帆科技公司"],
        ),
        ("address", ["杭州市文三路1号", "杭州市 文三路1号", "12 North Street", "未知", "一、二号"]),
        ("email", ["A@b.cn", "a@B.CN ", "无"]),
        ("digits", ["110101900307123", "110101-19900307-123X", "N/A", "3 4"]),
    ],
)
def test_a_whole_column_is_spelled_as_its_cells_one_by_one(role: Role, cells: list[str]) -> None:
    trait = trait_of("column", cells, role)
    told = [trait.texts[code] if code >= 0 else "" for code in trait.codes.tolist()]
    assert told == [SPELLINGS[role](cell) for cell in cells]


def test_only_people_have_a_sound() -> None:
    trait = trait_of("name", ["张伟", "章伟", "北京云帆科技有限公司", "Li"], "name")
    assert trait.sounds.tolist() == [0, 0, -1, -1]
