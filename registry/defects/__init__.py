"""
Deliberate defects of the reference registry, by id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import entry_points

from registry.defects import (
    a_second_time,
    agency_contents,
    already_otherwise,
    asked_together,
    authority,
    beside_others,
    branches,
    cancelled_changes,
    card_back,
    card_counter,
    card_items,
    cards,
    cards_and_papers,
    cards_kept_otherwise,
    carried_otherwise,
    confined,
    copies_issued,
    counter,
    counter_line,
    counter_papers,
    counter_records,
    crash,
    drawn_and_dated,
    each_value,
    elsewhere,
    faults_of_the_last,
    filers_believed,
    from_one_to_the_next,
    further_cards,
    handled_later,
    held,
    history_rows,
    house,
    household_records,
    in_order,
    interrupted_clocks,
    items_told,
    last_of_several,
    last_words,
    later_state,
    leaving,
    left_as_it_was,
    left_out,
    let_through,
    line,
    mail,
    marks_and_lines,
    met_as_usual,
    met_in_another_state,
    misaddressed,
    nation,
    near_misses,
    network,
    next_state,
    not_ended,
    notices,
    of_another_day,
    other_cases,
    other_doors,
    other_items,
    over_time,
    own_ways,
    papers,
    posted,
    protection,
    rarer_choice,
    recompiled_sheets,
    record_as_filed,
    records,
    refused_and_dated,
    refused_to_most,
    relocation,
    return_and_correction,
    second_person,
    seldom_met,
    seldom_said,
    seldom_told,
    sent_on,
    shown_and_held,
    spoilt_on_the_way,
    states_spoilt,
    told_untruly,
    two_states,
    undecided,
)
from registry.defects.defect import Defect

GROUPS = (
    relocation.DEFECTS,
    network.DEFECTS,
    house.DEFECTS,
    counter.DEFECTS,
    line.DEFECTS,
    cards.DEFECTS,
    card_items.DEFECTS,
    mail.DEFECTS,
    protection.DEFECTS,
    rarer_choice.DEFECTS,
    marks_and_lines.DEFECTS,
    leaving.DEFECTS,
    record_as_filed.DEFECTS,
    records.DEFECTS,
    nation.DEFECTS,
    authority.DEFECTS,
    drawn_and_dated.DEFECTS,
    elsewhere.DEFECTS,
    confined.DEFECTS,
    posted.DEFECTS,
    household_records.DEFECTS,
    return_and_correction.DEFECTS,
    second_person.DEFECTS,
    seldom_told.DEFECTS,
    sent_on.DEFECTS,
    over_time.DEFECTS,
    left_out.DEFECTS,
    card_counter.DEFECTS,
    notices.DEFECTS,
    counter_line.DEFECTS,
    counter_papers.DEFECTS,
    counter_records.DEFECTS,
    own_ways.DEFECTS,
    copies_issued.DEFECTS,
    card_back.DEFECTS,
    recompiled_sheets.DEFECTS,
    items_told.DEFECTS,
    cancelled_changes.DEFECTS,
    last_words.DEFECTS,
    told_untruly.DEFECTS,
    agency_contents.DEFECTS,
    other_cases.DEFECTS,
    other_items.DEFECTS,
    held.DEFECTS,
    a_second_time.DEFECTS,
    beside_others.DEFECTS,
    branches.DEFECTS,
    further_cards.DEFECTS,
    undecided.DEFECTS,
    refused_and_dated.DEFECTS,
    refused_to_most.DEFECTS,
    last_of_several.DEFECTS,
    cards_and_papers.DEFECTS,
    cards_kept_otherwise.DEFECTS,
    shown_and_held.DEFECTS,
    two_states.DEFECTS,
    in_order.DEFECTS,
    already_otherwise.DEFECTS,
    handled_later.DEFECTS,
    left_as_it_was.DEFECTS,
    met_as_usual.DEFECTS,
    met_in_another_state.DEFECTS,
    misaddressed.DEFECTS,
    seldom_met.DEFECTS,
    next_state.DEFECTS,
    later_state.DEFECTS,
    near_misses.DEFECTS,
    interrupted_clocks.DEFECTS,
    asked_together.DEFECTS,
    each_value.DEFECTS,
    let_through.DEFECTS,
    seldom_said.DEFECTS,
    other_doors.DEFECTS,
    carried_otherwise.DEFECTS,
    spoilt_on_the_way.DEFECTS,
    states_spoilt.DEFECTS,
    from_one_to_the_next.DEFECTS,
    history_rows.DEFECTS,
    filers_believed.DEFECTS,
    faults_of_the_last.DEFECTS,
    papers.DEFECTS,
    not_ended.DEFECTS,
    of_another_day.DEFECTS,
)

DEFECTS: dict[str, Defect] = {defect.id: defect for group in GROUPS for defect in group}
"""Every defect of our own that a scenario can see, by its id."""

CRASHES: dict[str, Defect] = {defect.id: defect for defect in crash.DEFECTS}
"""
Defects that only a death of the process shows. No scenario can see them: tests/stores/test_crash.py kills them.
"""

GROUP = "tekigo.defects"


@cache
def known() -> dict[str, Defect]:
    """
    Every defect that can be planted: our own, and those of installed packages, whose entry points in the group are
    called ``registry.<anything>``.
    """
    found = DEFECTS | CRASHES
    for entry in entry_points(group=GROUP):
        if entry.name.startswith("registry."):
            loaded = entry.load()
            listed: Iterable[Defect] = loaded.values() if isinstance(loaded, Mapping) else loaded
            found |= {defect.id: defect for defect in listed}
    return found
