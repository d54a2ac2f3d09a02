"""
The sequence chart drawn as SVG: text in colours of the page, shapes that speak without colour.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from reports.sequence import Arrow, Chart, name_of, told
from reports.texts import Texts
from reports.visible import visible

COLUMN, ROW, TOP, SIDE = 168, 36, 54, 84
LABEL_COLUMNS = 21
NAME_COLUMNS = 20


def draw(chart: Chart, words: Texts, ident: str) -> Markup:
    """
    The chart with title and description. Its equal as text is the table that the page prints beside it.
    """
    place = {name: SIDE + COLUMN * index for index, name in enumerate(chart.participants)}
    width = 2 * SIDE + COLUMN * (len(place) - 1)
    height = TOP + ROW * (len(chart.arrows) + 1) + 8
    parts = [
        Markup(
            '<svg class="chart" role="img" aria-labelledby="{i}-t {i}-d" viewBox="0 0 {w} {h}"'
            ' width="{w}" height="{h}">'
            '<title id="{i}-t">{title}</title><desc id="{i}-d">{desc}</desc>'
        ).format(
            i=ident,
            w=width,
            h=height,
            title=_shown(words.fill("chart_title", title=chart.title)),
            desc=_desc(chart, words),
        )
    ]
    parts += [_lifeline(name_of(name, words), x, height) for name, x in place.items()]
    for index, arrow in enumerate(chart.arrows):
        y = TOP + ROW * (index + 1)
        if index == chart.mark:
            parts.append(_mark(chart, y, width))
        parts.append(_arrow(arrow, place, y, words))
    parts.append(Markup("</svg>"))
    return Markup("").join(parts)


def _lifeline(name: str, x: int, height: int) -> Markup:
    return Markup(
        '<line class="life" x1="{x}" x2="{x}" y1="36" y2="{bottom}"/>'
        '<rect class="who" x="{left}" y="8" width="152" height="28" rx="4"/>'
        '<text class="name" x="{x}" y="27">{name}</text>'
    ).format(x=x, left=x - 76, bottom=height - 6, name=_fit(name, NAME_COLUMNS))


def _mark(chart: Chart, y: int, width: int) -> Markup:
    clause = chart.divergence.clause if chart.divergence else "port"
    return Markup(
        '<rect class="frame" x="2" y="{top}" width="{w}" height="{row}" rx="4"/>'
        '<text class="marked" x="8" y="{base}">✕ {clause}</text>'
    ).format(top=y - 23, w=width - 4, row=ROW - 3, base=y - 9, clause=_fit(clause, 14))


def _arrow(arrow: Arrow, place: dict[str, int], y: int, words: Texts) -> Markup:
    start, end = place[arrow.source], place[arrow.target]
    refused = arrow.kind == "message" and arrow.outcome in ("refused", "undelivered")
    if start == end:
        return Markup(
            '<path class="arrow" d="M{a} {y0} h26 v10 h-20"/><path class="head" d="M{tip} {y1} l8 -4 v8 z"/>'
            '<text class="label self" x="{tx}" y="{y}">{label}</text>'
        ).format(
            a=start,
            y0=y - 6,
            y1=y + 4,
            tip=start + 2,
            tx=start + 32,
            y=y,
            label=_fit(told(arrow, words), LABEL_COLUMNS),
        )
    toward = 1 if end > start else -1
    tip = end - 3 * toward
    head = (
        Markup('<path class="cross" d="M{a} {b} l10 10 m0 -10 l-10 10"/>').format(
            a=tip - 5 - 6 * toward, b=y - 5
        )
        if refused
        else Markup('<path class="head" d="M{tip} {y} l{back} -5 v10 z"/>').format(
            tip=tip, y=y, back=-9 * toward
        )
    )
    return Markup(
        '<line class="arrow {kind}" x1="{a}" x2="{b}" y1="{y}" y2="{y}"/>{head}'
        '<text class="label" x="{tx}" y="{ty}">{label}</text>'
    ).format(
        kind=arrow.kind,
        a=start,
        b=tip - 4 * toward,
        y=y,
        head=head,
        tx=_label_at(start, end),
        ty=y - 6,
        label=_fit(told(arrow, words), LABEL_COLUMNS),
    )


def _label_at(start: int, end: int) -> int:
    """
    Beside the receiver: a long arrow crosses other lifelines, and its word belongs where it arrives.
    """
    return end - COLUMN // 2 if end > start else end + COLUMN // 2


def _desc(chart: Chart, words: Texts) -> Markup:
    names = ", ".join(name_of(name, words) for name in chart.participants)
    text = words.fill("chart_desc", count=len(chart.arrows), names=names)
    if chart.divergence:
        text += " " + words.fill("chart_diverges", clause=chart.divergence.clause)
    return _shown(text)


def _shown(text: str) -> Markup:
    return escape(visible(text))


def _fit(text: str, columns: int) -> Markup:
    """
    The text cut to a width, in which a Japanese letter takes two columns.
    """
    kept, taken = "", 0
    for letter in visible(text):
        taken += 1 if ord(letter) < 0x2000 else 2
        if taken > columns:
            return escape(kept + "…")
        kept += letter
    return escape(kept)
