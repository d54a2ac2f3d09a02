"""
Plants violations in a copy of the tree and prints which import contracts break.

Run as a program, in a process of its own: grimp finds the rooms through the import system, and in the process of the
tests the real rooms are already imported. Reads from standard input a JSON object `{"tree": folder, "plants":
[{path: text}, …]}` and prints a JSON list with, for each plant, the sorted ids of the broken contracts.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from importlinter import configuration
from importlinter.application.use_cases import create_report, read_user_options
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.domain.contract import registry


def broken_contracts(tree: Path) -> list[str]:
    """
    The ids of the contracts that the tree breaks, as import-linter itself reports them.
    """
    options = read_user_options(str(tree / "pyproject.toml"))
    ids = {each["name"]: each["id"] for each in options.contracts_options}
    report = create_report(options, cache_dir=str(tree / ".import_linter_cache"))
    return sorted(
        ids[contract.name] for contract, check in report.get_contracts_and_checks() if not check.kept
    )


def broken_by(tree: Path, plant: dict[str, str]) -> list[str]:
    """
    The ids broken while the files of one plant stand in the tree; the tree is put back afterwards.
    """
    before = {path: (tree / path).read_bytes() if (tree / path).is_file() else None for path in plant}
    folders = []
    try:
        for path, text in plant.items():
            folder = (tree / path).parent
            if not folder.is_dir():
                folder.mkdir()
                folders.append(folder)
            (tree / path).write_text(text, encoding="utf-8")
        return broken_contracts(tree)
    finally:
        for path, content in before.items():
            if content is None:
                (tree / path).unlink()
            else:
                (tree / path).write_bytes(content)
        for folder in folders:
            folder.rmdir()


def main() -> None:
    """
    Answer one order from standard input.
    """
    order = json.load(sys.stdin)
    tree = Path(order["tree"])
    configuration.configure()
    for kind in (AcyclicSiblingsContract, ForbiddenContract, LayersContract):
        registry.register(kind, kind.type_name)
    os.chdir(tree)
    sys.path.insert(0, str(tree))
    answer = [broken_by(tree, plant) for plant in order["plants"]]
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
