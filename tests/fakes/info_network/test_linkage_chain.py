"""
The whole way of a linkage through the real fakes: from a first number to a provision, with records on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from fakes.addressee import wire as addressee
from fakes.departments import wire as departments
from fakes.info_network import wire as info_network
from fakes.intermediary_server import wire as intermediary_server
from fakes.juki_net import wire as juki_net
from tests.fakes.addressee.test_addressee_rules import A01, A02, A04, L03, LOCAL, NUMBER
from tests.fakes.info_network.linkage_town import LinkageTown
from tests.fakes.info_network.test_info_network_rules import CODE, INQUIRE, ITEMS, MINISTER, ROW
from tests.fakes.station import MUNICIPALITY

WIRES: dict[str, Any] = {
    "addressee": addressee,
    "departments": departments,
    "info_network": info_network,
    "intermediary_server": intermediary_server,
    "juki_net": juki_net,
}
PERSON = {
    "resident_record_code": CODE,
    "individual_number": NUMBER,
    "name": "山田花子",
    "address": "東京都千代田区1番1号",
    "born_on": "1990-05-05",
    "sex": "female",
    "reason": None,
    "changed_on": None,
}


@pytest.fixture
def town(request: pytest.FixtureRequest) -> Iterator[LinkageTown]:
    """
    The town of a person whom the network knows from elsewhere; a parameter says whether the network checks rows.
    """
    made = LinkageTown(
        intermediary_server={"settings": {"providers": {"JUMIN-04": MUNICIPALITY}}},
        info_network={"settings": {"check_permissions": getattr(request, "param", True)}},
    )
    try:
        known(made)
        yield made
    finally:
        made.close()


def known(town: LinkageTown) -> None:
    """
    The organisation knows the person's Individual Number.
    """
    elsewhere = {"municipality": "131016", "person": PERSON, "recorded_on": "2020-01-01", "current": True}
    town.ask("juki_net", "acts/record_elsewhere", **elsewhere)


def ready(town: LinkageTown) -> None:
    """
    Number, code, copy and list are in place.
    """
    assert town.send("addressee", "A01", A01).status_code == 200
    assert town.send("addressee", "A02", A02).status_code == 200
    assert town.send("addressee", "L03", L03).status_code == 200
    town.ask(
        "info_network",
        "acts/load_permission_list",
        version="1",
        rows=[ROW, {**ROW, "row": "ROW-48", "inquirer": "市町村長"}],
    )
    town.settle()


def test_from_first_number_to_provision(town: LinkageTown) -> None:
    """
    A02 → A06 → L01 → L01 → L02, L03, L08, then an inquiry is answered, and all three keep the same record.
    """
    ready(town)
    assert town.ask("info_network", "state/linkage_codes", resident_record_code=CODE) == {
        "institutions": [MUNICIPALITY],
        "distinct": 1,
    }
    answer = town.ask("info_network", "acts/inquire", **INQUIRE)
    assert answer == {"processing_number": "P-1", "result": "provided", "items": ITEMS, "reason": None}
    town.settle()
    at_network = town.ask("info_network", "state/records")
    at_provider = town.ask("intermediary_server", "state/records")
    assert at_network["records"] == at_network["from_providers"] == at_provider["records"]
    assert [record["basis_row"] for record in at_provider["records"]] == ["ROW-1"]
    way = [
        ("addressee", "A06"),
        ("intermediary_server", "L01"),
        ("juki_net", "L01"),
        ("info_network", "L02"),
        ("addressee", "L03"),
        ("info_network", "L08"),
        ("info_network", "L10"),
        ("intermediary_server", "L05"),
        ("intermediary_server", "L07"),
    ]
    for name, kind in way:
        (entry,) = town.journal(name, kind, "out")
        assert entry["outcome"] == "accepted", (name, kind)


def test_each_institution_sees_its_own_numbers_only(town: LinkageTown) -> None:
    """
    The Individual Number never reaches the network, the Resident Record Code never comes from the municipality.
    """
    ready(town)
    town.ask("info_network", "acts/inquire", **INQUIRE)
    town.settle()
    assert NUMBER not in str(town.journal("info_network"))
    assert CODE not in str(town.journal("intermediary_server"))
    assert LOCAL not in str(town.journal("intermediary_server"))


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "inquirer": ({"inquirer": "都道府県知事"}, "no-basis"),
    "affairs": ({"affairs": "ROW-2"}, "no-basis"),
    "information": ({"information": "TAX-01"}, "no-basis"),
    "person": ({"resident_record_code": "00000000019"}, "no-linkage-code"),
    "provider": ({"provider": "131016"}, "no-linkage-code"),
}


@pytest.mark.parametrize("town", [True, False], ids=["network-checks", "provider-alone"], indirect=True)
@pytest.mark.parametrize("name", REFUSED)
def test_refusals_leak_nothing_on_the_whole_way(
    town: LinkageTown, name: str, request: pytest.FixtureRequest
) -> None:
    """
    Whoever refuses, the reason is the same, no value leaves, and every request that reached a side is recorded there.
    """
    checks = "network-checks" in request.node.name
    ready(town)
    change, reason = REFUSED[name]
    answer = town.ask("info_network", "acts/inquire", **{**INQUIRE, **change})
    town.settle()
    assert (answer["result"], answer["items"], answer["reason"]) == ("refused", None, reason)
    shown = town.ask("info_network", "state/records")
    assert [record["reason"] for record in shown["records"]] == [reason]
    reached = len(town.journal("intermediary_server", "L10"))
    assert reached == (0 if checks or reason == "no-linkage-code" else 1)
    at_provider = town.ask("intermediary_server", "state/records")["records"]
    assert at_provider == shown["from_providers"] == shown["records"][: len(at_provider)]
    assert len(at_provider) == reached
    seen = [answer, shown, at_provider, town.journal("info_network")]
    assert not any(value in str(seen) for value in ("山田", "妻"))


def test_a_department_asks_through_the_whole_way(town: LinkageTown) -> None:
    """
    A04 → L04 → L04 → L10 → L05 → A05: the department gets the items, by its own name and by local number alone.
    """
    ready(town)
    ask = {"information": "JUMIN-04", "local_addressee_number": LOCAL, "purpose": "市民税の賦課"}
    answer = town.ask("departments", "acts/inquire", department="dept-tax", processing_number="DQ-1", **ask)
    assert (answer["result"], answer["items"]) == ("provided", {k: str(v) for k, v in ITEMS.items()})
    refused = town.ask("departments", "acts/inquire", department="dept-election", affairs="ROW-48", **ask)
    assert (refused["result"], refused["reason"], refused["items"]) == ("refused", "no-basis", {})
    assert len(town.ask("intermediary_server", "state/inquiries")["inquiries"]) == 1


def test_the_register_office_reaches_nobody(town: LinkageTown) -> None:
    """
    A04 of the register's office is refused at the addressee system, and no L04 follows anywhere.
    """
    ready(town)
    answer = town.send("addressee", "A04", {**A04, "information": "JUMIN-04"})
    assert (answer.status_code, answer.json()["rule"]) == (422, "AD-10")
    assert town.journal("intermediary_server", "L04") == []


def test_a_repeated_number_is_answered_once(town: LinkageTown) -> None:
    """
    The same processing number brings the stored answer, one notice and one record, also after the copy changed.
    """
    ready(town)
    first = town.ask("info_network", "acts/inquire", **INQUIRE)
    town.send("addressee", "L03", {**L03, "action": "update", "householder_name": "山田次郎"})
    assert town.ask("info_network", "acts/inquire", **INQUIRE) == first
    town.settle()
    assert len(town.journal("info_network", "L07", "in")) == 1
    assert town.ask("info_network", "acts/inquire", **{**INQUIRE, "processing_number": "P-2"})["items"] == {
        **ITEMS,
        "householder_name": "山田次郎",
    }


def test_both_sides_write_a_message_alike() -> None:
    """
    What one of these fakes sends has the fields and types that the receiving fake declares for it.
    """

    def shape(body: Any) -> Any:
        described = msgspec.json.schema(body)["$defs"]
        return {name: schema["properties"] for name, schema in described.items() if "properties" in schema}

    def plain(schema: Any) -> Any:
        if isinstance(schema, dict):
            return {k: plain(v) for k, v in schema.items() if k not in ("x-record-items", "$ref")}
        return [plain(part) for part in schema] if isinstance(schema, list) else schema

    for wire in WIRES.values():
        for (receiver, kind), sent in getattr(wire, "TO_TOWN", {}).items():
            taken = WIRES[receiver].FROM_TOWN[kind]
            assert plain(list(shape(sent).values())) == plain(list(shape(taken).values())), (receiver, kind)


def test_minister_is_the_rows_inquirer() -> None:
    """
    The inquirer of these tests is the one whom the row names, so that refusals come from the change alone.
    """
    assert INQUIRE["inquirer"] == ROW["inquirer"] == MINISTER
