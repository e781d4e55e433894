"""Bars of one figure, as SVG that reads on light and on dark."""

from collections.abc import Sequence
from html import escape
from typing import Final

_WIDTH: Final = 720
_LINE: Final = 26
_LEFT: Final = 190
_RIGHT: Final = 110
_TOP: Final = 44


def bars(title: str, rows: Sequence[tuple[str, float]], *, unit: str) -> str:
    """The longest bar is the largest figure."""
    most = max((value for _, value in rows), default=1.0) or 1.0
    room = _WIDTH - _LEFT - _RIGHT
    height = _TOP + _LINE * len(rows) + 12
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img"',
        f' aria-label="{escape(title)}" font-family="system-ui, sans-serif" font-size="13">',
        "<style>text{fill:#334155}rect{fill:#94a3b8}.ours{fill:#0f766e}",
        "@media(prefers-color-scheme:dark){text{fill:#cbd5e1}rect{fill:#64748b}",
        ".ours{fill:#2dd4bf}}</style>",
        f'<text x="12" y="24" font-size="15" font-weight="600">{escape(title)}</text>',
    ]
    for number, (name, value) in enumerate(rows):
        y = _TOP + number * _LINE
        long = max(1.0, value / most * room)
        kind = ' class="ours"' if name.startswith("Parley") else ""
        lines += [
            f'<text x="{_LEFT - 10}" y="{y + 15}" text-anchor="end">{escape(name)}</text>',
            f'<rect{kind} x="{_LEFT}" y="{y + 3}" width="{long:.1f}" height="16" rx="2"/>',
            f'<text x="{_LEFT + long + 8:.1f}" y="{y + 15}">{value:.3g} {escape(unit)}</text>',
        ]
    return "\n".join([*lines, "</svg>\n"])
