"""One lemma for all forms of a word: belt, bellen and gebeld; foto and foto's; kind and kinderen.

Snowball's stems are the beginning. What they leave apart is joined by a table of irregular forms, and by comparing the
stems of one collection: "belt" belongs to "bellen" because somebody wrote "bellen".
"""

from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from research.analysis.words import stem

OTHER_STEMMERS = {
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "tr": "turkish",
    "pl": "polish",
    "ar": "arabic",
    "it": "italian",
    "pt": "portuguese",
    "ro": "romanian",
}
SHORTEST_STEM, SHORTEST_VERB, LONG = 3, 5, 6
VERB_ENDINGS = ("en", "ën", "de", "te")
# The infinitive and its other forms, as far as their stems differ.
DUTCH_VERBS = """
beginnen begon begonnen; begrijpen begreep begrepen; bieden bood geboden; blijken bleek gebleken; brengen bracht
gebracht; denken dacht gedacht; dragen droeg gedragen; eten at gegeten; geven gaf gaven gegeven; helpen hielp hielpen
geholpen; houden hield gehouden; kiezen koos gekozen; kijken keek keken gekeken; komen kwam kwamen gekomen; kopen
kocht gekocht; krijgen kreeg kregen gekregen; lezen las gelezen; liggen lag lagen gelegen; lopen liep liepen gelopen;
nemen nam namen genomen; rijden reed gereden; roepen riep geroepen; schrijven schreef schreven geschreven; schrikken
schrok geschrokken; slapen sliep geslapen; sluiten sloot gesloten; spreken sprak spraken gesproken; staan stond
stonden gestaan; vallen viel gevallen; vergeten vergat; verliezen verloor verloren; verwijzen verwees verwezen; vinden
vond vonden gevonden; vliegen vloog gevlogen; vragen vroeg vroegen gevraagd; werpen wierp geworpen; wijzen wees
gewezen; zitten zat zaten gezeten; zoeken zocht zochten gezocht; zwijgen zweeg gezwegen; verbinden verbond verbonden;
tekenen teken tekent tekende getekend; regenen regen regent regende geregend; rekenen reken rekent rekende gerekend;
openen open opent opende geopend; blijven bleef bleven gebleven; werken werkt werkte werkten gewerkt werk; wachten
gewacht wacht wachtte; kosten kost kostte gekost
"""
ENGLISH_VERBS = """
bring brought; buy bought; choose chose chosen; find found; forget forgot forgotten; hear heard; hold held; leave
left; lose lost; meet met; pay paid; read; ring rang rung; run ran; sell sold; send sent; sit sat; speak spoke spoken;
spend spent; stand stood; teach taught; tell told; think thought; understand understood; write wrote written; child
children
"""
DUTCH_OTHERS = """
kind kinderen; adres adressen; ei eieren; stad steden; schip schepen; lid leden; mooi mooie mooier; bezoek bezocht
"""
PREFIXES_LIST = "aan achter af be bij door her in mee na om ont op over terug toe uit ver voor weg"
PREFIXES = tuple(PREFIXES_LIST.split())


def _table(written: str) -> dict[str, str]:
    """Every form with the first of its group."""
    groups = [group.split() for group in written.split(";")]
    return {form: group[0] for group in groups for form in group}


IRREGULAR = {"nl": _table(f"{DUTCH_VERBS};{DUTCH_OTHERS}"), "en": _table(ENGLISH_VERBS)}

IRREGULAR_FORMS = frozenset(form for table in IRREGULAR.values() for form, first in table.items() if form != first)


@lru_cache(maxsize=200_000)
def root(word: str, language: str) -> str:
    """The stem of a word in lower case, irregular forms included; in other languages than Snowball's: the word."""
    word = word.replace("’", "'").replace("geü", "geu").replace("geï", "gei")
    if language == "nl":
        return stem(_regular(word.removesuffix("'s").removesuffix("-")), language)
    if language == "en":
        return stem(IRREGULAR["en"].get(word, word), language)
    return _other_stem(word, language)


def _regular(word: str) -> str:
    """The infinitive or the singular of an irregular Dutch form, with its prefix; else the word."""
    forms = IRREGULAR["nl"]
    if word in forms:
        return forms[word]
    if len(word) > LONG and word.endswith(("igd", "igt")):
        return word[:-1] + "en"
    for prefix in PREFIXES:
        if word.startswith(prefix) and (rest := word[len(prefix) :]) in forms and len(rest) > SHORTEST_STEM:
            return prefix + forms[rest]
    return word


def _other_stem(word: str, language: str) -> str:
    name = OTHER_STEMMERS.get(language)
    return str(_stemmer(name).stemWord(word)) if name else word


@lru_cache(maxsize=16)
def _stemmer(name: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(name)


def joined(words: Iterable[str], language: str) -> dict[str, str]:
    """Which root belongs to which other one, among these words of one language: `belt` to `bel`, `fotos` to `foto`.

    Only Dutch needs it. A root joins another only when that one was written as a verb or as a singular.
    """
    if language != "nl":
        return {}
    written = {word: root(word, language) for word in words}
    roots = frozenset(written.values())
    verbs = frozenset(
        found for word, found in written.items() if word.endswith(VERB_ENDINGS) and len(word) >= SHORTEST_VERB
    )
    pairs = ((found, _shorter(found, roots, verbs)) for found in sorted(roots))
    return {found: shorter for found, shorter in pairs if shorter}


def _shorter(found: str, roots: frozenset[str], verbs: frozenset[str]) -> str | None:
    rest = found[:-1]
    if len(rest) < SHORTEST_STEM:
        return None
    if found[-1] in "td" and rest in verbs:
        return rest
    return rest if found[-1] == "s" and rest[-1] in "aiouy" and rest in roots else None
