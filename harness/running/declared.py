"""
What deliberate defects say of themselves, wherever they were installed (entry points of the group ``tekigo.defects``).
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint
from typing import Any

from msgspec import Struct

from harness.judgement.catalogue import Catalogue
from harness.running.entries import found
from harness.words.errors import ConfigurationError

REGISTRY = "registry"
INSIDE, PROCESS = "inside", "process"
FORM = ("欠陥に何を書くかはdocs/defects.mdにある。", "docs/defects.md tells what a defect has to say.")


class Declared(Struct, frozen=True):
    """
    One defect as it is declared; the fields are those of docs/defects.md. ``part``: the registry, or a fake.
    """

    part: str
    id: str
    must: list[str]
    may: list[str] = []
    rules: list[str] = []
    promise: dict[str, str] = {}
    pattern: str = ""
    acts: int = 1
    seen_by: str = "steps"
    indistinguishable: str = ""
    awaits: list[str] = []
    canary: bool = False
    runs: str = INSIDE

    @property
    def name(self) -> str:
        """
        Part and id, as it is asked for and told.
        """
        return f"{self.part}/{self.id}"

    @property
    def judgeable(self) -> dict[str, set[str]]:
        """
        Requirement → the clauses that alone could tell, for those of which most clauses could not.
        """
        found: dict[str, set[str]] = {}
        for clause in self.awaits:
            found.setdefault(clause.rpartition(".")[0], set()).add(clause)
        return found

    @property
    def named(self) -> set[str]:
        """
        Every requirement that may fail with this defect planted.
        """
        return {*self.must, *self.may}


def declared() -> list[Declared]:
    """
    Every defect of every installed package, by part and in the order of its list.

    Raises ConfigurationError naming the entry point for one that cannot be loaded or does not say what it must.
    """
    known: dict[str, Declared] = {}
    parts = {REGISTRY, *found("tekigo.fakes")}
    for name, entry in sorted(found("tekigo.defects").items()):
        if name.partition(".")[0] not in parts:
            raise ConfigurationError(
                f"tekigo.defectsの{name!r}（{entry.value}）は存在しない部分のものである",
                f"tekigo.defects entry {name!r} ({entry.value}) is for a part that does not exist",
                code="defect-of-nothing",
                hint=(
                    f"名前は{'、'.join(sorted(parts))}のいずれかで始める。",
                    f"Its name begins with one of {', '.join(sorted(parts))}.",
                ),
            )
        for one in _loaded(name, entry):
            if one.name in known:
                raise ConfigurationError(
                    f"{one.name}という欠陥が二つある",
                    f"two defects are called {one.name}",
                    code="defect-twice",
                    hint=("IDは重ならないように付ける。", "Ids are unique."),
                )
            if not one.pattern:
                raise ConfigurationError(
                    f"tekigo.defectsの{name!r}（{entry.value}）の欠陥{one.name}に、誤りの種類（pattern）が書かれていない",
                    f"the defect {one.name} of the tekigo.defects entry {name!r} ({entry.value}) does not say which "
                    "kind of mistake it is (pattern)",
                    code="defect-without-pattern",
                    hint=FORM,
                )
            known[one.name] = one
    return list(known.values())


def refuse_unknown(defects: Iterable[Declared], catalogue: Catalogue) -> None:
    """
    Raise ConfigurationError for a defect that names a requirement which the catalogue does not have.
    """
    for one in defects:
        unknown = sorted(one.named - set(catalogue.requirements))
        if unknown:
            raise ConfigurationError(
                f"欠陥{one.name}が挙げた{'、'.join(unknown)}は要件一覧にない",
                f"the defect {one.name} names {', '.join(unknown)}, which the catalogue does not have",
                code="defect-names-unknown",
                hint=(
                    "IDの一覧は`tekigo requirements list`で見られる。",
                    "`tekigo requirements list` shows every id.",
                ),
            )


def _loaded(name: str, entry: EntryPoint) -> list[Declared]:
    try:
        loaded = entry.load()
    except (
        Exception
    ) as error:  # A package of anybody's: whatever it raises, it is what was given that is wrong.
        raise ConfigurationError(
            f"tekigo.defectsの{name!r}（{entry.value}）を読み込めない：{type(error).__name__}: {error}",
            f"tekigo.defects entry {name!r} ({entry.value}) cannot be loaded: {type(error).__name__}: {error}",
            code="entry-broken",
            hint=FORM,
        ) from error
    # `<part>` or `<part>.<anything>`: a package of somebody else's adds to a part that has an entry already.
    part = name.partition(".")[0]
    listed = loaded.values() if isinstance(loaded, dict) else loaded
    try:
        return [_said(part, one) for one in listed]
    except (AttributeError, TypeError) as error:
        raise ConfigurationError(
            f"tekigo.defectsの{name!r}（{entry.value}）に欠陥でないものが含まれる：{error}",
            f"tekigo.defects entry {name!r} ({entry.value}) holds something that is no defect: {error}",
            code="defect-malformed",
            hint=FORM,
        ) from error


def _said(part: str, one: Any) -> Declared:
    promise = one.promise
    words = dict(promise) if isinstance(promise, dict) else {"ja": promise.ja, "en": promise.en}
    return Declared(
        part=part,
        id=one.id,
        must=list(one.must),
        may=list(one.may),
        rules=list(getattr(one, "rules", ())),
        promise=words,
        pattern=str(getattr(one, "pattern", "") or "").strip(),
        acts=one.acts,
        seen_by=one.seen_by,
        indistinguishable=one.indistinguishable,
        awaits=list(getattr(one, "awaits", ())),
        canary=bool(getattr(one, "canary", False)),
        runs=getattr(one, "runs", INSIDE),
    )
