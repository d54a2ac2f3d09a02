"""
Deliberate defects of the network.
"""

from __future__ import annotations

from dataclasses import replace

from msgspec.structs import replace as with_other

from fakes._core.definition import Defect, Definition
from fakes._core.rules import Title
from fakes._core.traffic import Handled, Received
from fakes.juki_net.model.network import State, inquire, take_code_request, update
from fakes.juki_net.wire import (
    IdentificationUpdate,
    IdentityAnswer,
    IdentityInquiry,
    LinkageCodeRequest,
    UpdateResult,
)


def _silent(definition: Definition[State]) -> Definition[State]:
    def update_without_notice(state: State, received: Received[IdentificationUpdate]) -> Handled:
        handled = update(state, received)
        code = received.body.resident_record_code
        for told in (state.prefecture, state.nation):
            told.pop(code, None)
        return Handled(reply=handled.reply)

    return replace(definition, handlers={**definition.handlers, "J01": update_without_notice})


def _second_entry(definition: Definition[State]) -> Definition[State]:
    return replace(definition, rules=definition.rules.without("JN-05"))


def _any_order(definition: Definition[State]) -> Definition[State]:
    return replace(definition, rules=definition.rules.without("JN-07"))


def _answers_another(definition: Definition[State]) -> Definition[State]:
    def answer(state: State, received: Received[IdentificationUpdate]) -> Handled:
        handled = update(state, received)
        told = handled.reply
        if not isinstance(told, UpdateResult):
            return handled
        return replace(handled, reply=with_other(told, request_id=told.request_id[::-1]))

    return replace(definition, handlers={**definition.handlers, "J01": answer})


def _former_code_kept_back(definition: Definition[State]) -> Definition[State]:
    def tell(state: State, received: Received[IdentificationUpdate]) -> Handled:
        handled = update(state, received)
        code = received.body.resident_record_code
        for told in (state.prefecture.get(code), state.nation.get(code)):
            if told:
                told[-1] = with_other(told[-1], former_resident_record_code=None)
        return handled

    return replace(definition, handlers={**definition.handlers, "J01": tell})


def _nation_told_less(definition: Definition[State]) -> Definition[State]:
    def tell(state: State, received: Received[IdentificationUpdate]) -> Handled:
        handled = update(state, received)
        told = state.nation.get(received.body.resident_record_code)
        if told:
            told[-1] = with_other(told[-1], address="")
        return handled

    return replace(definition, handlers={**definition.handlers, "J01": tell})


def _reason_withheld(definition: Definition[State]) -> Definition[State]:
    def answer(state: State, received: Received[IdentityInquiry]) -> Handled:
        handled = inquire(state, received)
        told = handled.reply
        if not isinstance(told, IdentityAnswer):
            return handled
        shown = [with_other(person, reason=None, changed_on=None) for person in told.persons]
        return replace(handled, reply=with_other(told, persons=shown))

    return replace(definition, handlers={**definition.handlers, "J15": answer})


def _resolves_another(definition: Definition[State]) -> Definition[State]:
    def resolve(state: State, received: Received[LinkageCodeRequest]) -> Handled:
        handled = take_code_request(state, received)
        sent = []
        for one in handled.outgoing:
            body = one.body if isinstance(one.body, dict) else {}
            own = body.get("resident_record_code")
            other = next((code for code in state.records if code != own), own)
            sent.append(replace(one, body={**body, "resident_record_code": other}))
        return replace(handled, outgoing=tuple(sent))

    return replace(definition, handlers={**definition.handlers, "J24": resolve})


DEFECTS: tuple[Defect[State], ...] = (
    Defect(
        "update-not-forwarded",
        Title("更新を都道府県と機構に通知しない", "Takes updates and tells neither prefecture nor nation"),
        _silent,
        must=("JUKI-001",),
        pattern="request-not-passed-on",
    ),
    Defect(
        "second-entry-taken",
        Title("現存する記載に対する二重の記載を受け付ける", "Takes a second entry for a record that stands"),
        _second_entry,
        rules=("JN-05",),
        pattern="taken-a-second-time",
    ),
    Defect(
        "updates-in-any-order",
        Title("更新順番号の欠けた更新を受け付ける", "Takes updates whose sequence has gaps"),
        _any_order,
        rules=("JN-07",),
        pattern="taken-out-of-order",
    ),
    Defect(
        "result-of-another-request",
        Title("更新結果に別の要求番号を書く", "Writes another request number into the result of an update"),
        _answers_another,
        must=("JUKI-001",),
        may=("JUKI-006",),
        pattern="answer-under-another-number",
    ),
    Defect(
        "nation-told-less",
        Title("機構に住所のない通知をする", "Tells the organisation of an update without the address"),
        _nation_told_less,
        must=("JUKI-001",),
        pattern="item-dropped",
    ),
    Defect(
        "reason-withheld",
        Title(
            "照会の答えに異動事由と異動年月日を入れない",
            "Answers an inquiry without the reason for change and its date",
        ),
        _reason_withheld,
        must=("JUKI-016",),
        pattern="reason-left-out",
    ),
    Defect(
        "number-resolved-to-another",
        Title(
            "個人番号から別の者の住民票コードを引き当てる",
            "Finds the code of somebody else for an Individual Number",
        ),
        _resolves_another,
        must=("LINK-001",),
        # The person has no code, and somebody else is taken for the person.
        may=(
            "LINK-002",
            "LINK-003",
            "LINK-004",
            "LINK-005",
            "LINK-006",
            "LINK-007",
            "LINK-009",
            "LINK-011",
            "LINK-014",
            "JUKI-011",
        ),
        pattern="another-record-taken",
    ),
    Defect(
        "former-code-not-passed-on",
        Title(
            "都道府県知事への通知に、変更前の住民票コードを入れない",
            "Leaves the former Resident Record Code out of the notice to the prefecture",
        ),
        _former_code_kept_back,
        must=("JUKI-001",),
        pattern="former-value-left-out",
        acts=2,
    ),
)
