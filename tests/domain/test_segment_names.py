"""A group of RFM is called the same wherever it stands."""

from __future__ import annotations

import pytest

from profiler_app.domain.segmentation import GROUP_ORDER, group_label
from profiler_app.domain.tags import built_in_tags
from profiler_app.domain.text import in_language


@pytest.mark.parametrize("group", GROUP_ORDER)
def test_a_group_is_called_by_its_tag(group: str) -> None:
    tag = built_in_tags()[f"rfm_{group}"]
    with in_language("en"):
        assert group_label(group) == tag.label
    with in_language("zh"):
        assert group_label(group) == tag.label.removesuffix("客户")
