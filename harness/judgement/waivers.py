"""
Waivers: a failure that somebody answers for, until a day. It is shown as WAIVED, with owner, reason and expiry.

A waiver that has expired covers nothing, and one whose clause passes is stale: both are a FAIL until it is removed, so
that no list of exceptions outlives its reasons. Real time is meant here, the day on which the run was started.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from harness.evidence.events import Text
from harness.judgement.catalogue import Catalogue
from harness.judgement.verdict import RequirementVerdict, Verdict, worst
from harness.words.errors import ConfigurationError, Where

Said = Annotated[str, Meta(min_length=1, max_length=500)]


class Waiver(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    Who answers for the failure of a clause, or of a whole requirement (one of the two), why, and until when.
    """

    owner: Said
    reason: Said
    expires: date
    requirement: str | None = None
    clause: str | None = None

    @property
    def name(self) -> str:
        """
        The id that it names.
        """
        return self.clause or self.requirement or ""

    def covers(self, clause: str) -> bool:
        """
        Whether it is about this clause.
        """
        return clause == self.clause or clause.partition(".")[0] == self.requirement


def check(waivers: list[Waiver], catalogue: Catalogue) -> None:
    """
    Refuse waivers that name nothing, two things, or the same as another. Raises ConfigurationError with the place.
    """
    seen: set[str] = set()
    for number, waiver in enumerate(waivers):
        where = Where(field=f"waiver[{number}]")
        if (waiver.clause is None) == (waiver.requirement is None):
            raise ConfigurationError(
                "免除は項か要件のどちらか一方を挙げる",
                "a waiver names either a clause or a requirement",
                code="waiver",
                where=where,
            )
        if waiver.name not in catalogue.clauses and waiver.name not in catalogue.requirements:
            raise ConfigurationError(
                f"免除が挙げた{waiver.name!r}は要件一覧にない",
                f"a waiver names {waiver.name!r}, which the catalogue does not have",
                code="waiver-unknown",
                where=where,
                hint=(
                    "要件の項は`tekigo requirements show REL-001`で見られる。",
                    "`tekigo requirements show REL-001` lists the clauses of a requirement.",
                ),
            )
        if waiver.name in seen:
            raise ConfigurationError(
                f"{waiver.name}の免除が二度書かれている",
                f"{waiver.name} is waived twice",
                code="waiver",
                where=where,
            )
        seen.add(waiver.name)


def waived(verdict: RequirementVerdict, waivers: list[Waiver], day: date) -> RequirementVerdict:
    """
    The verdict with its waivers applied: a covered FAIL is WAIVED; an expired or stale waiver is a FAIL, and says so.
    """
    mine = [waiver for waiver in waivers if waiver.name.partition(".")[0] == verdict.requirement]
    if not mine:
        return verdict
    clauses = dict(verdict.clauses)
    told: dict[str, Text] = {}
    for waiver in mine:
        covered = [clause for clause in clauses if waiver.covers(clause)]
        failing = [clause for clause in covered if verdict.clauses[clause] is Verdict.FAIL]
        if failing and day <= waiver.expires:
            for clause in failing:
                clauses[clause], told[clause] = Verdict.WAIVED, _covered(waiver)
        elif failing:
            told |= dict.fromkeys(failing, _expired(waiver))
        elif covered and all(verdict.clauses[clause] is Verdict.PASS for clause in covered):
            for clause in covered:
                clauses[clause], told[clause] = Verdict.FAIL, _stale(waiver)
    counted = [each for each in clauses.values() if each is not Verdict.NOT_APPLICABLE]
    return msgspec.structs.replace(
        verdict, verdict=worst(counted) if counted else verdict.verdict, clauses=clauses, waived=told
    )


def _covered(waiver: Waiver) -> Text:
    return {
        "ja": f"免除：{waiver.owner}。理由：{waiver.reason}。期限：{waiver.expires}。",
        "en": f"Waived by {waiver.owner} until {waiver.expires}: {waiver.reason}",
    }


def _expired(waiver: Waiver) -> Text:
    return {
        "ja": f"{waiver.owner}の免除は{waiver.expires}に期限が切れている。",
        "en": f"The waiver of {waiver.owner} expired on {waiver.expires}.",
    }


def _stale(waiver: Waiver) -> Text:
    return {
        "ja": f"合格しているのに免除（{waiver.owner}、{waiver.name}）が残っている。取り除くこと。",
        "en": f"It passes, and a waiver still stands ({waiver.owner}, {waiver.name}): remove it.",
    }
