"""Time and memory of the analysis on made-up comments: python tests/benchmarks/analysis_speed.py 10000.

Not a test: figures depend on the machine. Compare ratios within one run, on a quiet machine. Comments are made shard by
shard and never all held. With --folder what was learned and read is kept there, so that a stopped run goes on where it
was, and several processes share the work: start the same command twice.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from research.analysis import Document, Parameters
from research.analysis.lexical import Matrix
from research.analysis.sharding import Learned, Sample, ShardAnswer, combine, fit, read_shard, sample_of, text_key
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
SHARD = 20_000


class QuickEncoder:
    """As many numbers as the real encoder gives, as quick as a cache: the sum of a fixed direction for each word."""

    name = "quick"
    dimensions = 512
    languages = frozenset({"nl"})
    fingerprint = "quick/1"

    def __init__(self) -> None:
        """Know no word yet."""
        self.words: dict[str, Matrix] = {}

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Vectors shaped (texts, 512)."""
        return np.stack([np.sum([self._of(word) for word in text.lower().split()], axis=0) for text in texts])

    def _of(self, word: str) -> Matrix:
        if word not in self.words:
            chance = np.random.default_rng(text_key(word))
            self.words[word] = chance.normal(size=self.dimensions).astype(np.float32)
        return self.words[word]


def invented(count: int, seed: int, first: int = 0) -> list[Document]:
    """Comments of 8 to 30 words on one or two of six matters; nearly all are different."""
    chance = random.Random(seed)
    glue = GLUE_LIST.split()
    matters = [words.split() for words in MATTERS.values()]
    documents = []
    for number in range(first, first + count):
        told = []
        for matter in chance.sample(matters, chance.choice((1, 1, 1, 2))):
            words = chance.choices(matter, k=chance.randint(3, 6)) + chance.choices(glue, k=chance.randint(4, 9))
            chance.shuffle(words)
            told.append(" ".join(words).capitalize() + ".")
        person = f"p{chance.randrange(count)}"
        documents.append(Document(str(number), " ".join(told), person=person, grade=float(chance.randint(1, 10))))
    return documents


def shard(number: int, comments: int) -> list[Document]:
    """The comments of one shard."""
    first = number * SHARD
    return invented(min(SHARD, comments - first), seed=number, first=first)


class Clock:
    """Prints what each phase cost."""

    def __init__(self) -> None:
        """Begin now."""
        self.begun = self.last = (time.perf_counter(), time.process_time())

    def told(self, phase: str) -> None:
        """One line: seconds, seconds of the processor, and the most memory so far."""
        now = (time.perf_counter(), time.process_time())
        begun = self.begun if phase == "all" else self.last
        self.last = now
        print(  # noqa: T201
            f"{phase:10} {now[0] - begun[0]:7.1f} s {now[1] - begun[1]:7.1f} s of processor {peak_memory():5} MB",
            flush=True,
        )


def learn(options: argparse.Namespace, encoder: QuickEncoder | None, clock: Clock) -> Learned:
    """What is in the folder, or is learned now."""
    kept = options.folder and options.folder / "learned"
    if kept and kept.exists():
        return Learned.from_bytes(kept.read_bytes())
    sample, learners = drawn(options.comments)
    clock.told("sampling")
    learned = fit(learners, Parameters(backend=options.backend), sample=sample, embedder=encoder)
    if kept:
        kept.write_bytes(learned.to_bytes())
    clock.told("learning")
    return learned


def drawn(comments: int) -> tuple[Sample, list[Document]]:
    """The sample, and its comments."""

    def everyone() -> Iterator[Document]:
        return chain.from_iterable(shard(number, comments) for number in range(-(-comments // SHARD)))

    sample = sample_of((one.id, text_key(one.text)) for one in everyone())
    return sample, [one for one in everyone() if one.id in sample.ids]


def answers(options: argparse.Namespace, learned: Learned, encoder: QuickEncoder | None) -> Iterator[ShardAnswer]:
    """Read all shards, or what is left of them in the folder; several processes each claim some."""
    shards = range(-(-options.comments // SHARD))
    for number in shards:
        if not options.folder:
            yield read_shard(learned, shard(number, options.comments), embedder=encoder)
        elif claimed(options.folder / f"claim-{number}"):
            answer = read_shard(learned, shard(number, options.comments), embedder=encoder)
            (options.folder / f"answer-{number}").write_bytes(answer.to_bytes())
    if options.folder:
        yield from (ShardAnswer.from_bytes((options.folder / f"answer-{number}").read_bytes()) for number in shards)


def claimed(path: Path) -> bool:
    """Whether this process is the first to ask."""
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def main() -> None:
    """Print a line per phase, and one for all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("comments", type=int)
    parser.add_argument("--backend", choices=("lexical", "semantic"), default="lexical")
    parser.add_argument("--quick-encoder", action="store_true", help="a stand-in as quick as vectors from a cache")
    parser.add_argument("--folder", type=Path, help="where what was learned and read is kept")
    options = parser.parse_args()
    encoder = QuickEncoder() if options.quick_encoder else None
    clock = Clock()
    learned = learn(options, encoder, clock)
    read = list(answers(options, learned, encoder))
    clock.told("reading")
    result = combine(learned, read)
    clock.told("joining")
    clock.told("all")
    print(f"{result.counts.received} comments, {len(result.themes)} themes, {result.counts.assigned} assigned")  # noqa: T201


if __name__ == "__main__":
    main()
