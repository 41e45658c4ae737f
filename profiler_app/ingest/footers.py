"""What stands below a table and is no record: totals and footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from profiler_app.domain.checked import clean_text
from profiler_app.domain.imports import Note
from profiler_app.ingest.blocks import Block, Row

_TOTALS: Final = frozenset(
    (
        *("合计", "小计", "总计", "总合计", "本页合计", "本页小计", "累计", "共计", "合计金额"),
        *("total", "totals", "subtotal", "sub total", "grand total", "summe"),
    )
)
_LONGEST_TOTAL: Final = 24
_COUNTED: Final = re.compile(
    r"(?:合计|小计|总计|共计|total)[:：]?\s*[\d,，.]+\s*[人户笔条件元个]?", re.IGNORECASE
)
_FOOTNOTE: Final = re.compile(
    r"(?:备注|附注|注释|说明|注意|注|制表|填表|制单|编制|审核|复核|审批|批准|数据来源|资料来源|来源|"
    r"打印|导出|生成|统计|报表|截至|截止|单位|note|notes|remark|remarks|source|printed|generated|"
    r"exported|prepared by|approved by|end of (?:file|report))"
    r"(?:人员|人|时间|日期|员|on|by|at|机构|部门|单位)?\s*\d*\s*[:：].*"
    r"|[*※＊#]{1,3}\s*\S.{3,}|注\s*\d*\s*[.、].*|第\s*\d+\s*页.*|共\s*\d+\s*[页条行笔户人].*"
    r"|page \d+.*|\(?\d+ (?:rows|records)\b.*|[-=—_*]{3,}",
    re.IGNORECASE | re.DOTALL,
)
_MOST_HELD: Final = 100
_SHOWN: Final = 40


def is_total(cells: Iterable[str]) -> bool:
    """Whether a row is a total: the first filled cell says so."""
    first = next(filter(None, cells), "")
    if len(first) > _LONGEST_TOTAL or first.isdigit():
        return False
    text = (clean_text(first) or "").lower().rstrip(":")
    return text in _TOTALS or bool(_COUNTED.fullmatch(text))


def is_footnote(cells: Sequence[str], width: int) -> bool:
    """Whether a row of a table of some width is a note: all that it says is a note.

    In a table of one column nothing tells a note from a record.
    """
    said = {cell.strip() for cell in cells if cell and not cell.isspace()}
    if width < 2 or not said or len(said) > max(1, width // 2):
        return False
    return all(map(_FOOTNOTE.fullmatch, said))


@dataclass(slots=True)
class Footers:
    """Holds rows back that may be the end of the table; those with which it ends stay here.

    ``rows`` are what the last reading to the end left over.
    """

    width: int
    rows: list[Row] = field(default_factory=list)

    def within(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield rows except the totals and notes at the end."""
        held: list[Row] = []
        many = False
        for row in rows:
            if not self._may_end(row[1]):
                yield from held
                yield row
                held, many = [], False
            elif many:
                yield row
            else:
                held.append(row)
                if len(held) > _MOST_HELD:
                    yield from held
                    held, many = [], True
        self.rows = held

    def within_blocks(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Yield blocks of rows except the totals and notes at the end."""
        held: list[Row] = []
        many = False
        for block in blocks:
            rest, tail = self._cut(block)
            if len(rest.lines) or rest.odd:
                if held:
                    yield _block(held)
                yield rest
                held, many = [], False
            held += tail
            if many or len(held) > _MOST_HELD:
                yield _block(held)
                held, many = [], True
        self.rows = held

    def notes(self) -> Iterator[Note]:
        """Yield what became of the rows at the end."""
        totals = [row for row in self.rows if is_total(row[1])]
        others = [row for row in self.rows if not is_total(row[1])]
        for code, rows in (("total_lines", totals), ("footnotes", others)):
            if rows:
                line, cells = rows[0]
                said = next(cell.strip() for cell in cells if cell.strip())
                text = said if len(said) <= _SHOWN else said[:_SHOWN] + "…"
                yield Note(code, None, {"n": len(rows), "line": line, "value": text})

    def _may_end(self, cells: Sequence[str]) -> bool:
        if len(cells) != self.width:
            return False
        return is_total(cells) or is_footnote(cells, self.width)

    def _cut(self, block: Block) -> tuple[Block, list[Row]]:
        """Split the rows off with which a block ends that may be the end of the table."""
        last_odd = block.odd[-1][0] if block.odd else 0
        end = len(block.lines)
        tail: list[Row] = []
        while end and block.lines[end - 1] > last_odd:
            cells = block.cells(end - 1)
            if not self._may_end(cells):
                break
            tail.insert(0, (block.lines[end - 1], cells))
            end -= 1
        if not tail:
            return block, tail
        columns = [column[:end] for column in block.columns]
        return Block(block.lines[:end], columns, block.odd, block.flat), tail


def _block(rows: list[Row]) -> Block:
    columns = [*zip(*(cells for _line, cells in rows), strict=True)]
    return Block([line for line, _cells in rows], columns)
