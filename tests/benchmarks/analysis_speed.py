"""Time and memory of the analysis on made-up comments: python tests/benchmarks/analysis_speed.py 10000.

Not a test: figures depend on the machine. Compare ratios within one run, on a quiet machine.
"""

import argparse
import random
import time

from research.analysis import Document, Parameters, analyse
from research.analysis.tables import peak_memory

MATTERS = {
    "desk": "balie loket medewerker afspraak gesprek openingstijden paspoort rijbewijs nummertje hal",
    "site": "website formulier inloggen digid foutmelding pagina zoeken knop scherm wachtwoord",
    "wait": "wachten wachttijd weken antwoord bericht termijn vertraging besluit brief post",
    "park": "parkeren vergunning auto straat bezoeker zone boete kenteken garage plek",
    "waste": "afval container zak ophalen milieustraat stank vol pas inzameling grofvuil",
    "wed": "trouwen locatie datum ambtenaar getuigen ceremonie akte zaal kosten boeken",
}
GLUE_LIST = "de het een ik moest en toen was dat niet maar ook met voor van op in naar mijn heel"


def invented(count: int, seed: int) -> list[Document]:
    """Comments of 8 to 30 words on one or two of six matters; nearly all are different."""
    chance = random.Random(seed)
    glue = GLUE_LIST.split()
    matters = [words.split() for words in MATTERS.values()]
    documents = []
    for number in range(count):
        told = []
        for matter in chance.sample(matters, chance.choice((1, 1, 1, 2))):
            words = chance.choices(matter, k=chance.randint(3, 6)) + chance.choices(glue, k=chance.randint(4, 9))
            chance.shuffle(words)
            told.append(" ".join(words).capitalize() + ".")
        documents.append(Document(str(number), " ".join(told)))
    return documents


def main() -> None:
    """Print one line: how many, which backend, themes, seconds, processor seconds, peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("comments", type=int)
    parser.add_argument("--backend", choices=("lexical", "semantic"), default="lexical")
    options = parser.parse_args()
    documents = invented(options.comments, seed=0)
    begun, worked = time.perf_counter(), time.process_time()
    result = analyse(documents, Parameters(backend=options.backend))
    print(  # noqa: T201
        f"{options.comments} comments, {options.backend}: {len(result.themes)} themes,"
        f" {time.perf_counter() - begun:.1f} s, {time.process_time() - worked:.1f} s of processor, {peak_memory()} MB"
    )


if __name__ == "__main__":
    main()
