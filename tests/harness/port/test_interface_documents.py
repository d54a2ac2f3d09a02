"""
The written control interface is the one that the structs say: OpenAPI document and table.
"""

from __future__ import annotations

import json
from pathlib import Path

from harness.judgement.catalogue import Catalogue
from harness.port import interface, openapi
from harness.port.commands import Command
from harness.port.reads import Read
from harness.running.entries import features_folder

DOCS = Path(__file__).parents[3] / "docs"


def test_the_document_in_the_tree_is_the_one_the_structs_make() -> None:
    """
    docs/openapi/registry-control.json is what `python -m harness.port.openapi` writes.
    """
    kept = json.loads((DOCS / "openapi" / "registry-control.json").read_text(encoding="utf-8"))
    assert kept == openapi.document(), "run: python -m harness.port.openapi"


def test_the_table_in_the_page_is_the_one_the_structs_make() -> None:
    """
    The table under the mark in docs/control-interface.md is generated, too.
    """
    page = (DOCS / "control-interface.md").read_text(encoding="utf-8")
    assert page.split(openapi.MARK)[1].strip() == openapi.table().strip(), (
        "run: python -m harness.port.openapi"
    )


def test_every_command_and_read_is_an_endpoint_of_its_name() -> None:
    """
    No struct of the port is without an endpoint, and no endpoint without a struct.
    """
    names = {kind.__name__ for kind in (*_below(Command), *_below(Read))}
    offered = {operation.name for operation in (*interface.COMMANDS, *interface.READS)}
    parts = {
        "Counter",
        "Identity",
        "Address",
        "Foreign",
        "NotedInsurance",
        "Person",
        "PresentedCard",
        "Mover",
    }
    assert offered == names - parts - {"Relation", "Amendment"}


def test_every_requirement_that_an_endpoint_serves_exists() -> None:
    """
    The table names requirements of the catalogue, and each endpoint says what it must not do.
    """
    known = Catalogue.load(features_folder() / "requirements").requirements
    for operation in interface.OPERATIONS:
        assert set(operation.serves) <= set(known)
        assert operation.must_not.endswith(".")


def _below(kind: type) -> list[type]:
    return kind.__subclasses__()
