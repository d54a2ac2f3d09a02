"""
Every exception of the instrument, and where in a run it can be raised.

A run has eight stations. What can fail at each, and how the command ends if it does:

========  ====================================================================  ==================  ====
Station   What can go wrong                                                     Raised              Exit
========  ====================================================================  ==================  ====
(start)   an option or an argument makes no sense                               UsageError          2
(start)   the statement of the run is missing, malformed or contradicts itself  ConfigurationError  2
(start)   the requirement catalogue has a dangling, duplicate or unknown id     CatalogueError      2
connect   a driver, a registry or a fake named by the statement is not there    ConnectError        2
doctor    something answers, but not as the port or a message says              DoctorError         2
plan      a scenario names a clause, step or person that does not exist         CatalogueError      2
plan      the plan breaks its own order (a registry's clock would go back)      HarnessFault        3
act       the driver broke its protocol, or the vendor's adapter crashed        DriverFault         3
act       the text of a step holds a number or date that is none                TermError           2
observe   a fake lost its journal, or its control plane does not answer         TownFault           3
judge     a check cannot read the history it was given                          HarnessFault        3
write     the event stream cannot be written                                    HarnessFault        3
report    written results are missing, truncated, altered or of another schema  ResultsError        2
========  ====================================================================  ==================  ====

After the doctor has passed, a 5xx, a timeout or a malformed answer of the registry is *no* exception: it is
recorded as an outcome and judged. A refusal is an outcome too. What is listed here is always about us, about
the town, about the driver or about what we were given to read. None of it ever says guilty.

No message, hint or representation carries the offending value: it may be a person's number.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any


class ExitCode(IntEnum):
    """
    The exit codes of the command, as documented for `tekigo run`.
    """

    CONFORMANT = 0
    NON_CONFORMANT = 1
    USAGE_OR_CONFIGURATION = 2
    HARNESS_FAULT = 3
    INCONCLUSIVE = 4


@dataclass(frozen=True, slots=True)
class Where:
    """
    The place an error speaks of: a file, a line in it (from 1), a field in it; each optional.
    """

    file: str | None = None
    line: int | None = None
    field: str | None = None

    def __str__(self) -> str:
        place = self.file or ""
        if self.line is not None:
            place = f"{place}:{self.line}" if place else f"line {self.line}"
        return ", ".join(part for part in (place, self.field or "") if part)


class TekigoError(Exception):
    """
    The root of all exceptions of the instrument.

    It says one sentence for a person in both languages, `ja` and `en`, which stand where it is raised. `code` is
    a kebab-case word that programs may compare; `where` is the place it speaks of; `hint` says what to do, in
    Japanese and English; `exit_code` is what the command ends with if nobody handles it.
    """

    code: str = "tekigo-error"
    exit_code: ExitCode = ExitCode.HARNESS_FAULT
    hint: tuple[str, str] = ("", "")

    def __init__(
        self,
        ja: str,
        en: str,
        *,
        code: str | None = None,
        where: Where | None = None,
        hint: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(en)
        self.ja = ja
        self.en = en
        self.where = where
        if code is not None:
            self.code = code
        if hint is not None:
            self.hint = hint

    def __str__(self) -> str:
        return self.en

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions with keyword-only arguments do not unpickle by themselves, and workers send them home.
        return _rebuild, (type(self), self.args, dict(self.__dict__))

    def describe(self, language: str = "en") -> str:
        """
        Give the text shown to a user: place, message, code, and the hint on a line of its own.
        """
        message, hint = (self.ja, self.hint[0]) if language == "ja" else (self.en, self.hint[1])
        place = str(self.where) if self.where is not None else ""
        first = f"{place}: {message} [{self.code}]" if place else f"{message} [{self.code}]"
        return f"{first}\n  {hint}" if hint else first

    def both(self) -> dict[str, str]:
        """
        The same in both languages, as an event or a report keeps it.
        """
        return {language: self.describe(language) for language in ("ja", "en")}


def _rebuild(kind: type[TekigoError], args: tuple[Any, ...], state: dict[str, Any]) -> TekigoError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class UsageError(TekigoError):
    """
    The command line makes no sense.
    """

    code = "usage"
    exit_code = ExitCode.USAGE_OR_CONFIGURATION
    hint = ("使い方は--helpで見られる。", "Run the command with --help.")


class ConfigurationError(TekigoError):
    """
    The statement of the run, or a file it names, is missing, malformed or contradicts itself.
    """

    code = "configuration"
    exit_code = ExitCode.USAGE_OR_CONFIGURATION


class CatalogueError(TekigoError):
    """
    The requirement catalogue does not load whole, or something refers to a clause it does not have.
    """

    code = "catalogue"
    exit_code = ExitCode.USAGE_OR_CONFIGURATION


class ConnectError(TekigoError):
    """
    A registry, driver or fake that the statement names cannot be reached or started.
    """

    code = "connect"
    exit_code = ExitCode.USAGE_OR_CONFIGURATION
    hint = (
        "設定のアドレスと資格情報、サービスが動いていることを確かめる。",
        "Check the address and the credential in the statement, and that the service is running.",
    )


class DoctorError(TekigoError):
    """
    The other side answers, but not as the port or the message documents say; nothing has been judged yet.
    """

    code = "doctor"
    exit_code = ExitCode.USAGE_OR_CONFIGURATION


class ResultsError(TekigoError):
    """
    Written results cannot be read: missing, truncated, altered, or of a schema this version does not know.
    """

    code = "results"
    exit_code = ExitCode.USAGE_OR_CONFIGURATION


class HarnessFault(TekigoError):  # noqa: N818 - a fault is something of ours that broke, an error is wrong input
    """
    The instrument itself broke; nothing is known about the registry.
    """

    code = "harness-fault"
    exit_code = ExitCode.HARNESS_FAULT
    hint = (
        "対象システムについては何も分からない。実行の記録を添えて報告する。",
        "Nothing is known about the registry. Please report this with the run's files.",
    )


class TownFault(TekigoError):  # noqa: N818 - a fault is something of ours that broke, an error is wrong input
    """
    A fake broke; nothing is known about the registry.
    """

    code = "town-fault"
    exit_code = ExitCode.HARNESS_FAULT


class DriverFault(TekigoError):  # noqa: N818 - a fault is something of ours that broke, an error is wrong input
    """
    The driver broke its own protocol; the fault lies between the instrument and the registry.
    """

    code = "driver-fault"
    exit_code = ExitCode.HARNESS_FAULT


class Reason(StrEnum):
    """
    Why a text is not the term it was given for.
    """

    NOT_TEXT = "not-text"
    EMPTY = "empty"
    FULL_WIDTH = "full-width"
    NOT_DIGITS = "not-digits"
    LENGTH = "length"
    FORMAT = "format"
    CHECK_DIGIT = "check-digit"
    NO_CHECK_DIGIT = "no-check-digit"
    RANGE = "range"
    UNKNOWN = "unknown"
    TOO_LONG = "too-long"
    NOT_ALONE = "not-alone"
    OUTSIDE_ERA = "outside-era"
    NO_SUCH_DAY = "no-such-day"
    INCOMPLETE = "incomplete"
    MIXED_UNITS = "mixed-units"


REASON_TEXT: dict[Reason, tuple[str, str]] = {
    Reason.NOT_TEXT: ("が文字列でない", "is not text"),
    Reason.EMPTY: ("が空である", "is empty"),
    Reason.FULL_WIDTH: ("に全角文字が含まれる", "contains full-width characters"),
    Reason.NOT_DIGITS: (
        "に0から9までの数字以外のものが含まれる",
        "contains something other than the digits 0 to 9",
    ),
    Reason.LENGTH: ("の桁数が合わない", "does not have the right length"),
    Reason.FORMAT: ("の形が合わない", "does not have the right form"),
    Reason.CHECK_DIGIT: ("の検査数字が合わない", "has a check digit that does not match"),
    Reason.NO_CHECK_DIGIT: (
        "のこの番号には検査数字がなく（余り1）、付番されることがない",
        "has no check digit for this running number (remainder 1), so it is never issued",
    ),
    Reason.RANGE: ("が範囲の外にある", "is out of range"),
    Reason.UNKNOWN: ("が一覧にない", "is not in the list"),
    Reason.TOO_LONG: ("のつながりが四つを超える", "has more than four links"),
    Reason.NOT_ALONE: (
        "に、単独でしか使えない続柄が組み合わされている",
        "joins a relationship that can only stand alone",
    ),
    Reason.OUTSIDE_ERA: ("がその元号の期間の外の日である", "names a day outside its era"),
    Reason.NO_SUCH_DAY: ("が暦にない日である", "names a day the calendar does not have"),
    Reason.INCOMPLETE: (
        "に、完全な日付が要るところで不明な部分がある",
        "has an unknown part where a whole date is needed",
    ),
    Reason.MIXED_UNITS: (
        "に日と月又は年の単位が混ざっているか、単位がない",
        "mixes days with months or years, or has no unit",
    ),
}


class TermError(TekigoError, ValueError):
    """
    A text is not the term it was given for.

    `kind` is the term (`individual-number`), `reason` why not, `field` where it was found. The value itself
    is not kept. It is a ValueError too, so that msgspec turns it into a validation error with the path.
    """

    code = "term"
    exit_code = ExitCode.USAGE_OR_CONFIGURATION

    def __init__(
        self, *, kind: str, reason: Reason, field: str | None = None, hint: tuple[str, str] | None = None
    ) -> None:
        ja, en = REASON_TEXT[reason]
        where = Where(field=field) if field else None
        super().__init__(
            f"{field}の{kind}{ja}" if field else f"{kind}{ja}",
            f"{kind} in {field} {en}" if field else f"{kind} {en}",
            where=where,
            hint=hint,
        )
        self.kind = kind
        self.reason = reason
        self.field = field
