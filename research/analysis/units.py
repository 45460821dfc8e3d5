"""Cuts a comment into sentences and clauses, the pieces that carry one topic each. Offsets are exact.

Linear in length.
"""

import re
from dataclasses import dataclass
from itertools import islice, pairwise

FEWEST_WORDS = 5
LONGEST_ABBREVIATION = 12
MOST_UNITS = 200
# As each has a word at least, these always fill the units; what comes after belongs to the last one.
MOST_PIECES = MOST_UNITS * FEWEST_WORDS
ABBREVIATIONS_LIST = """
a.d.h.v a.s a.u.b aanv afd afz alg approx art b.v bijl bijv blz bv bvb ca cf co d.d d.m.v d.w.z dd dept dhr dr drs
e.a e.d e.g e.v e.v.t enz est etc evt excl fig gem h.o.v i.c i.e i.i.g i.o.m i.p.v i.t.t i.v.m inc incl ing inz ir
jhr jl jr kl km l.s ltd m.a.w m.b.t m.b.v m.i m.i.v m.m m.n m.u.v max mevr min mln mr mrs ms mw n.a.v n.v.t nl no nr
nrs o.a o.b.v o.i o.i.d o.l.v o.m o.v.v p.p pag par plm plv pres prof red resp s.v.p sr st str t.a.v t.b.v t.g.v
t.h.v t.n.v t.o.v t.z.t tel temp v.a v.l.n.r vgl vnl vs wo z.g z.o.z z.s.m zgn
"""
ABBREVIATIONS = frozenset(ABBREVIATIONS_LIST.split())
SENTENCE_END = re.compile(r"[.!?…。؟]+[\"'”’)\]]*(?=\s)|[\r\n]+|[。؟]")
# A turn inside a sentence: what follows is usually about something else.
CLAUSE_START = re.compile(
    r"[;:](?=\s)|(?:,|\s-|\s–)\s+(?=(?:maar|echter|terwijl|daarnaast|bovendien|verder|ook|en|alleen|wel|but|however|while|although|also|and|yet)\s)"
    r"|\s+(?=(?:maar|but|however|terwijl)\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Unit:
    """`text[start:end]` is one sentence or clause, without outer white space."""

    start: int
    end: int


def split(text: str) -> tuple[Unit, ...]:
    """The units of the text in order: they never overlap and together hold all that is not white space.

    A piece of under five words joins the one before it (or after it, at the start), so that "Jammer." does not stand
    alone.
    """
    pieces = [clause for sentence in _sentences(text) for clause in _clauses(text, sentence)]
    return tuple(_joined(text, pieces))


def _sentences(text: str) -> list[Unit]:
    found: list[Unit] = []
    start = 0
    for match in SENTENCE_END.finditer(text):
        if _ends_here(text, start, match):
            unit = _trimmed(text, Unit(start, match.end()))
            found += [unit] if unit.start < unit.end else []
            start = match.end()
        if len(found) == MOST_PIECES:
            break
    rest = _trimmed(text, Unit(start, len(text)))
    return [*found, rest] if rest.start < rest.end else found


def _ends_here(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether this is the end of a sentence, and not of an abbreviation, an initial or a number in a list."""
    if match.group()[0] != ".":
        return True
    before = text[max(start, match.start() - LONGEST_ABBREVIATION) : match.start()]
    last = before.split()[-1].lstrip("(\"'").casefold() if before.split() else ""
    after = text[match.end() : match.end() + 2].strip()
    if last in ABBREVIATIONS or (len(last) == 1 and last.isalpha()):
        return False
    return not (after[:1].islower() and len(match.group()) == 1 and len(last) <= 3)


def _clauses(text: str, sentence: Unit) -> list[Unit]:
    starts = CLAUSE_START.finditer(text, sentence.start, sentence.end)
    cuts = [match.end() for match in islice(starts, MOST_PIECES)]
    edges = [sentence.start, *cuts, sentence.end]
    pieces = [_trimmed(text, Unit(start, end)) for start, end in pairwise(edges)]
    return _joined(text, [piece for piece in pieces if piece.start < piece.end])


def _joined(text: str, pieces: list[Unit]) -> list[Unit]:
    """Grows each piece until it has enough words; what is left over at the end joins the last one."""
    found: list[Unit] = []
    start, words = 0, 0
    for piece in pieces:
        start = start if words else piece.start
        words += _words(text, piece)
        if words >= FEWEST_WORDS and len(found) < MOST_UNITS - 1:
            found.append(Unit(start, piece.end))
            words = 0
    if not words:
        return found
    if found:
        return [*found[:-1], Unit(found[-1].start, pieces[-1].end)]
    return [Unit(start, pieces[-1].end)]


def _words(text: str, piece: Unit) -> int:
    """How many words there are; stops counting at the fifth."""
    return len(text[piece.start : piece.end].split(None, FEWEST_WORDS)[:FEWEST_WORDS])


def _trimmed(text: str, unit: Unit) -> Unit:
    start, end = unit.start, unit.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Unit(start, end)
