"""Where a name may stand in a text: after a cue, under a letter, or with initials before it."""

import re

CAPITAL = "A-ZÀ-ÖØ-ÞĀ-Ž"
WORD = rf"[{CAPITAL}][\w'’-]{{1,25}}"
LOWER_CASE_WORD = rf"[{CAPITAL}][a-zà-öø-ÿā-ž'’]{{1,25}}"
PARTICLE = (
    r"(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Hh]et|['’][tT]|[Tt]en|[Tt]er|[Tt]e|[Ee]l|[Aa]l|[Vv]on|[Bb]en|[Bb]in|[Dd]a|[Dd]os"
    r"|[Dd]i|[Ll]a|[Ll]e|[Oo]p)"
)
INITIALS = rf"(?:[{CAPITAL}]\.[ ]?){{1,4}}"
SURNAME = rf"(?:{PARTICLE}[ ]){{0,3}}{LOWER_CASE_WORD}"
NAME = rf"(?:{INITIALS})?{SURNAME}(?:[ -]{SURNAME}){{0,3}}"
INITIALS_ONLY = rf"(?:[{CAPITAL}]\.){{1,4}}(?=[ ,)(\n]|$)"

# Words with a capital that follow a cue and are no name; and what people say about their name.
NOT_A_NAME = frozenset(
    """
    burgerzaken kcc gemeente publiekszaken financiën belastingen werk sociale zorg wmo voorbeeldstad nederland digid
    nederlander nederlandse turk marokkaan belg dutch ik u wij we hij zij ze het er dat dit die deze een en maar want
    dus ook niet nog al geen wel heel zo nu toen daar hier waar wat wie hoe maandag dinsdag woensdag donderdag vrijdag
    zaterdag zondag januari februari maart april mei juni juli augustus september oktober november december
    verkeerd fout onjuist veranderd gewijzigd bekend anders verbasterd mis kwijt weg goed gespeld geschreven te in op
    aan bij voor door met zonder vaak steeds altijd nooit not wrong misspelled misspelt spelled changed the a i it on
    bedankt dank alvast thanks thank burgemeester wethouder team afdeling balie inwoner
    u.s u.k u.s.a n.v b.v v.s e.u p.s a.u.b z.o.z d.w.z
    bel mail app tel telefoon mobiel rekening kenteken adres iban bsn via contact call phone reach stuur e-mail groet
    """.split()  # noqa: SIM905
)

STRONG_CUE = r"(?:mijn naam is|m'n naam is|mijn naam:|my name is|my name's)"
WEAK_CUE = (
    r"(?:naam:|op naam van|t\.n\.v\.|genaamd|ik heet|hij heet|zij heet|ze heet|i am called"
    r"|mijn (?:man|vrouw|zoon|dochter|moeder|vader) heet)"
)
TITLE = (
    r"(?:(?i:mevrouw|mevr\.?|mw\.?|mej\.?|meneer|mijnheer|de heer|heer|dhr\.?|hr\.?|mrs\.?|mister|miss"
    r"|familie|fam\.?|collega|consulente?|buurman|buurvrouw|dokter|dr\.?|notaris)|Mr\.?|Ms\.?)"
)
CLOSING = (
    r"(?:met (?:vriendelijke|hartelijke|beste) groet(?:en)?|vriendelijke groet(?:en)?|hartelijke groet(?:en)?"
    r"|groet(?:en|jes)?|m\.?v\.?g\.?|hoogachtend|getekend|kind regards|best regards|regards"
    r"|yours sincerely|sincerely|cheers)"
)


def _rule(cue: str, name: str, *, gap: str = "[ ]{1,2}") -> re.Pattern[str]:
    """Return a rule: the cue in any case, then the name in the case that its own pattern asks for."""
    return re.compile(rf"(?<!\w)(?:{cue if '(?i:' in cue else f'(?i:{cue})'}){gap}(?P<name>{name})")


NAME_RULES = (
    _rule(STRONG_CUE, rf"{NAME}|(?:{WORD})(?:[ ]{WORD}){{0,3}}|[a-z]{{2,25}}(?:[ ](?:van|de|der|den)){{0,3}}"),
    _rule(WEAK_CUE, NAME),
    # "I am" says more often what than who: only with a first and a last name.
    _rule(r"(?:ik ben|i am|i'm|u spreekt met|met)", rf"{LOWER_CASE_WORD}[ ]{SURNAME}(?=[ ]?(?:[,.(\n]|en\b|and\b|$))"),
    _rule(TITLE, rf"{NAME}|{INITIALS_ONLY}"),
    _rule(CLOSING, NAME, gap=r"[,.!]?\s{1,3}(?:(?:opa|oma|oom|tante|familie|fam\.|mevr\.|dhr\.|mw\.)[ ])?"),
    # Who stands before a contact detail, masked or covered: "Frank, [telefoonnummer]".
    re.compile(rf"(?:^|(?<=[.!?:,]\s))(?P<name>{NAME})(?=,[ ][\[\]])"),
    re.compile(rf"(?:^|(?<=[.!?:,]\s))(?P<name>{LOWER_CASE_WORD}[ ]{SURNAME})(?=[ ](?:\(?tel\.?[ ])?[\[\]])"),
    # Two initials and a surname, anywhere; one initial only where a letter is signed.
    re.compile(rf"(?<!\w)(?P<name>(?:[{CAPITAL}]\.[ ]?){{2,4}}{SURNAME})"),
    re.compile(rf"(?:^|(?<=[.!?,\n][ \n])|(?<=\n))(?P<name>[{CAPITAL}]\.[ ]?{SURNAME})(?=[ ]?(?:,|\n|\.?\s*\Z))"),
)
