"""Takes personal data out of a text before anything else reads it.

Own rules, in the order of `DETECTORS`; each rule is a regular expression with bounded repetition, so the work grows
with the length of the text and not faster. What cannot be seen by its shape or by a cue before it (a bare first name
in the middle of a sentence) slips through: a person releases free text.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from stdnum import iban
from stdnum.nl import bsn

from feedback.names import NAME_RULES, NOT_A_NAME


class Kind(StrEnum):
    """What was found; the value is the mask that takes its place."""

    EMAIL = "[e-mail]"
    PHONE = "[telefoonnummer]"
    BSN = "[BSN]"
    IBAN = "[rekeningnummer]"
    ADDRESS = "[adres]"
    PLATE = "[kenteken]"
    BIRTH_DATE = "[geboortedatum]"
    NAME = "[naam]"


@dataclass(frozen=True)
class Found:
    """One thing that was masked; start and end are offsets in the text as written."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Redaction:
    """A text without what was found in it."""

    text: str
    found: tuple[Found, ...] = ()


Detector = Callable[[str], Iterator[tuple[int, int]]]

EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
SPOKEN_EMAIL = re.compile(
    r"(?<![\w.])[\w.+-]{1,64}[ ]?(?:\(at\)|apenstaartje|\(apenstaart\))[ ]?[\w-]{1,63}"
    r"[ ]?(?:\.|punt|\(punt\)|\(dot\))[ ]?[a-z]{2,10}\b",
    re.IGNORECASE,
)
IBAN_NL = re.compile(r"(?<!\w)NL[ ]?\d\d[ .-]?[A-Z]{4}[ .-]?\d{2,4}(?:[ .-]?\d{1,4}){2,4}(?!\w)", re.IGNORECASE)
IBAN_ANY = re.compile(r"(?<!\w)[A-Z]{2}\d\d(?:[ ]?[A-Z0-9]){11,30}(?!\w)")
BSN_CUED = re.compile(
    r"(?<!\w)(?:bsn|burgerservice[ -]?nummer|sofi[ -]?nummer|citizen service number)"
    r"(?:[ ]{0,2}(?:nummer|nr\.?|number|is|:|=|\()){0,3}[ ]{0,2}(\d(?:[ .-]?\d){7,8})(?!\d)",
    re.IGNORECASE,
)
BSN_BARE = re.compile(r"(?<![\w,])(?<!\d[ .-])(\d(?:[ .-]?\d){8})(?![\w]|[ .,-]\d)")
PHONE = re.compile(r"(?<![\w,.])(?<!\d[ -])(?:\+|\(?0)\d?(?:[ .\-/()–]{0,2}\d){8,13}(?!\w|[ -]\d)")
PHONE_US = re.compile(r"(?<![\w-])(?:\(\d{3}\)[ ]?|\d{3}[-.])\d{3}[-.]\d{4}(?![\w-])")
# Lines that anybody may call: 0800, 0900, 088 and the like belong to organisations, not to people.
SHARED_LINE = re.compile(r"(?:0|\+31|0031)[ -]?(?:800|90[069]|88|14)")

POSTCODE = r"[1-9]\d{3}[ ]?(?!SA|SD|SS)[A-Z]{2}(?![\w-])"
HOUSE = r"\d{1,5}(?:[ -]?[a-zA-Z](?!\w)|[ ]?-[ ]?\d{1,4}(?!\d)|[ ]?(?:bis|hs|huis)(?!\w))?(?!\w)"
NOT_A_HOUSE = r"(?![ ]?(?:keer|x\b|uur|minuten|min\b|dagen|weken|maanden|jaar|euro|meter|km|procent|%|[-/:.,]\d))"
STREET = (
    r"(?:[\w'’.-]{2,30}(?:straat|laan|plein|gracht|singel|kade|plantsoen|dreef|steeg|wal)"
    r"|[A-ZÀ-Þ][\w'’.-]{1,30}(?:weg|hof|park|pad|dijk|baan|markt|erf|veld|akker|kamp|ring|poort|berg|donk|brink|waard)"
    rf"|(?:Singel|Markt|Brink|Kade|Gracht|Dijk|Haven|Plein)(?=[ ]\d{{1,4}}[a-z]?,?[ \n]{{1,3}}{POSTCODE})"
    r"|(?:Laan|Weg|Plein|Plaats|Hof) (?:van|der|den|de) (?:de |het |den )?"
    r"[A-ZÀ-Þ][\w'’-]{2,30}(?:[ ][A-ZÀ-Þ][\w'’-]{2,30})?)"
)
ADDRESS = re.compile(rf"(?<!\w){STREET}[ ](?:nr\.?[ ]|nummer[ ])?{HOUSE}{NOT_A_HOUSE}(?:,?[ \n]{{1,3}}{POSTCODE})?")
POSTCODE_HOUSE = re.compile(rf"(?<![\w.,-]){POSTCODE}(?:,?[ ](?:(?:huisnummer|nr\.?|nummer)[ ])?{HOUSE}{NOT_A_HOUSE})?")
POSTCODE_TIGHT = re.compile(r"(?<![\w.,-])[1-9]\d{3}[a-z]{2}(?!\w)(?:[ ]\d{1,5}[a-z]?(?!\w))?")
ADDRESS_EN = re.compile(
    r"(?<![\w.,-])\d{1,5}[A-Za-z]?[ ][A-Z][a-z]{1,20}(?:[ ][A-Z][a-z]{1,20})?"
    r"[ ](?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Close|Boulevard|Blvd)(?!\w)"
)
# Two capitals after a year are more often a shouted word than a postcode.
SHOUTED = re.compile(
    r"\d{4} (?:IN|EN|IS|OP|DE|OM|ER|IK|JE|WE|ZE|AL|TE|NU|OF|EX|MM|KM|KG|PM|AM|TO|OR|BY|AT|ON|AS|WA|EU)(?!\w)"
)

SIDECODES = (
    *("AA-99-99", "99-99-AA", "99-AA-99", "AA-99-AA", "AA-AA-99", "99-AA-AA", "99-AAA-9", "9-AAA-99"),
    *("AA-999-A", "A-999-AA", "AAA-99-A", "A-99-AAA", "9-AA-999", "999-AA-9"),
)
PLATE = re.compile(
    r"(?<![\w-])(?:" + "|".join(code.replace("A", "[A-Z]").replace("9", r"\d") for code in SIDECODES) + r")(?![\w-])"
)
PLATE_CUED = re.compile(
    r"(?<!\w)(?:kenteken|nummerbord|number plate|licence plate|license plate)(?:[ ](?:is|van|nummer)|:){0,2}[ ]{1,2}"
    r"((?=[\w -]{0,7}\d)(?=[\w -]{0,7}[a-zA-Z])[A-Za-z0-9]{1,3}[ -]?[A-Za-z0-9]{1,3}[ -]?[A-Za-z0-9]{1,3})(?!\w)",
    re.IGNORECASE,
)

MONTH = (
    r"(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|maart|mrt|march|mar|apr(?:il)?|mei|may|juni?|june?|juli?|july?"
    r"|aug(?:ustus|ust)?|sept?(?:ember)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
BIRTH_DATE = re.compile(
    r"(?<!\w)(?:geboren|geboortedatum|geb\.?|geboortedag|date of birth|born|dob)(?:[ ](?:op|is|on|in)|:){0,2}[ ]{1,2}"
    rf"(\d{{1,2}}[-/. ]\d{{1,2}}[-/. ]\d{{2,4}}|\d{{4}}-\d\d?-\d\d?|\d{{1,2}}[ ]{MONTH}\.?(?:[ ]\d{{2,4}})?"
    rf"|{MONTH}[ ]\d{{1,2}}(?:,?[ ]\d{{4}})?|(?:19|20)\d\d)(?!\w)",
    re.IGNORECASE,
)


def emails(text: str) -> Iterator[tuple[int, int]]:
    """Yield where e-mail addresses stand."""
    if "@" in text:
        yield from (match.span() for match in EMAIL.finditer(text))
    yield from (match.span() for match in SPOKEN_EMAIL.finditer(text))


def accounts(text: str) -> Iterator[tuple[int, int]]:
    """Yield where bank accounts stand: all that look Dutch, others when their check digits are right."""
    yield from (match.span() for match in IBAN_NL.finditer(text))
    for match in IBAN_ANY.finditer(text):
        ends = (end for end in range(match.end(), match.start() + 14, -1) if not text[end : end + 1].isalnum())
        valid = next((end for end in ends if iban.is_valid(text[match.start() : end])), None)
        if valid:
            yield match.start(), valid


def citizen_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield where citizen service numbers stand: all that are called so, others that pass the 11-test."""
    yield from (match.span(1) for match in BSN_CUED.finditer(text))
    yield from (match.span(1) for match in BSN_BARE.finditer(text) if bsn.is_valid(re.sub(r"\D", "", match[1])))


def phones(text: str) -> Iterator[tuple[int, int]]:
    """Yield where phone numbers of people stand; shared lines such as 0800 stay readable."""
    for match in PHONE.finditer(text):
        if not SHARED_LINE.match(match[0].lstrip("(")) and _could_be_a_phone(match[0]):
            yield match.span()
    yield from (match.span() for match in PHONE_US.finditer(text))


def _could_be_a_phone(written: str) -> bool:
    try:
        number = phonenumbers.parse(written.replace("(0)", ""), "NL")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(number)


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a street with a number or a postcode stands."""
    yield from (match.span() for match in ADDRESS.finditer(text))
    yield from (match.span() for match in ADDRESS_EN.finditer(text))
    for match in POSTCODE_HOUSE.finditer(text):
        if not SHOUTED.match(match[0]):
            yield match.span()
    yield from (match.span() for match in POSTCODE_TIGHT.finditer(text))


def plates(text: str) -> Iterator[tuple[int, int]]:
    """Yield where licence plates stand: with hyphens in capitals, or after the word for one."""
    yield from (match.span() for match in PLATE.finditer(text))
    yield from (match.span(1) for match in PLATE_CUED.finditer(text))


def birth_dates(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a date stands that is called a date of birth."""
    yield from (match.span(1) for match in BIRTH_DATE.finditer(text))


def names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a name stands, as a cue before it or its shape says."""
    for rule in NAME_RULES:
        for match in rule.finditer(text):
            if match["name"].split()[0].strip(".").lower() not in NOT_A_NAME:
                yield match.span("name")


# Long shapes first: a phone number inside a bank account is no phone number.
DETECTORS: tuple[tuple[Kind, Detector], ...] = (
    (Kind.EMAIL, emails),
    (Kind.IBAN, accounts),
    (Kind.BIRTH_DATE, birth_dates),
    (Kind.PLATE, plates),
    (Kind.PHONE, phones),
    (Kind.BSN, citizen_numbers),
    (Kind.ADDRESS, addresses),
    (Kind.NAME, names),
)
ROUNDS = 6


def redact(text: str) -> Redaction:
    """Return the text with personal data masked, and what was found; redacting the result again changes nothing.

    >>> redact("Mail jan@voorbeeld.nl").text
    'Mail [e-mail]'
    """
    found: list[Found] = []
    covered = text
    for _round in range(ROUNDS):
        fresh, covered = _one_round(covered)
        if not fresh:
            break
        found += fresh
    return Redaction(*_masked(text, found)) if found else Redaction(text)


def _one_round(text: str) -> tuple[list[Found], str]:
    """Return what stands in a text and the text with it covered, length kept so that offsets stay true."""
    found: list[Found] = []
    for kind, detect in DETECTORS:
        fresh = list(_apart(detect(text)))
        found += [Found(kind, start, end) for start, end in fresh]
        text = _covered(text, fresh)
    return found, text


def _apart(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans in order, those that overlap joined into one."""
    open_start, open_end = -1, -1
    for start, end in sorted(spans):
        if start >= open_end:
            if open_end > 0:
                yield open_start, open_end
            open_start, open_end = start, end
        else:
            open_end = max(open_end, end)
    if open_end > 0:
        yield open_start, open_end


def _covered(text: str, spans: list[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], "]" * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def _masked(text: str, found: list[Found]) -> tuple[str, tuple[Found, ...]]:
    in_order = tuple(sorted(found, key=lambda one: one.start))
    parts, at = [], 0
    for one in in_order:
        parts += [text[at : one.start], one.kind.value]
        at = one.end
    return "".join([*parts, text[at:]]), in_order
