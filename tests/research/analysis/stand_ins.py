"""Stand-ins for what is slow or outside: an encoder that knows fifty words, a cache in memory, comments of the cast."""

import hashlib
import re
from collections.abc import Mapping, Sequence

import numpy as np

from research.analysis import Document
from research.analysis.lexical import Matrix

CONCEPTS = {
    "website": "website site inloggen digid formulier online page form login",
    "desk": "balie loket medewerker desk counter clerk",
    "waiting": "wachten wachttijd rij lang waited waiting queue long",
    "parking": "parkeren parkeerplaats vergunning auto parking permit car",
    "waste": "afval container vuilnis zak waste bin rubbish bag",
    "thanks": "bedankt vriendelijk geholpen friendly helped thanks",
}
DIMENSIONS = 32


class WordEncoder:
    """Places a text by the few concepts that it knows in two languages, with a trace of each other word."""

    name = "word-encoder"
    dimensions = DIMENSIONS
    languages = frozenset({"nl", "en"})
    fingerprint = "word-encoder/1"

    def __init__(self) -> None:
        """Count the texts that were encoded."""
        self.encoded = 0
        self._concepts = {word: i for i, words in enumerate(CONCEPTS.values()) for word in words.split()}

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Vectors that depend on each text alone."""
        self.encoded += len(texts)
        return np.stack([self._one(text) for text in texts])

    def _one(self, text: str) -> Matrix:
        vector = np.full(DIMENSIONS, 0.01, dtype=np.float32)
        for word in re.findall(r"\w+", text.lower()):
            if word in self._concepts:
                vector[self._concepts[word]] += 1.0
            else:
                place = hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()[0]
                vector[len(CONCEPTS) + place % (DIMENSIONS - len(CONCEPTS))] += 0.1
        return vector / np.linalg.norm(vector)


class MemoryCache:
    """Keeps vectors in a dictionary."""

    def __init__(self) -> None:
        """Begin empty."""
        self.kept: dict[tuple[str, str], Matrix] = {}

    def load(self, fingerprint: str, digests: Sequence[str]) -> Mapping[str, Matrix]:
        """What is there."""
        return {key: self.kept[fingerprint, key] for key in digests if (fingerprint, key) in self.kept}

    def save(self, fingerprint: str, vectors: Mapping[str, Matrix]) -> None:
        """Keep these."""
        self.kept |= {(fingerprint, key): vector for key, vector in vectors.items()}


SAID = {
    "website": [
        "De website werkte niet toen ik wilde inloggen",
        "Het formulier op de site bleef hangen bij het opslaan",
        "Inloggen met DigiD lukt nooit de eerste keer",
        "The online form lost everything that I typed in",
        "De site is onduidelijk en het formulier veel te groot",
        "Your page crashed when I sent the form",
    ],
    "waiting": [
        "Ik moest ruim een uur wachten in de rij",
        "De wachttijd was veel langer dan beloofd",
        "Zo lang in de rij staan met een kind is niet leuk",
        "I waited two hours in the queue",
        "Waarom moet wachten zo lang duren bij jullie",
        "The queue was far too long this morning",
    ],
    "parking": [
        "Een vergunning om te parkeren kost te veel geld",
        "Nergens een parkeerplaats te vinden voor mijn auto",
        "De vergunning voor mijn tweede auto werd geweigerd",
        "My parking permit never arrived at home",
        "Parkeren in onze straat is een ramp geworden",
        "There is no room left for parking a car",
    ],
    "waste": [
        "De container voor afval is altijd vol",
        "Mijn zak met afval bleef dagen op straat liggen",
        "De vuilnis wordt hier nooit op tijd gehaald",
        "The waste bin near our house smells bad",
        "Bij de container ligt overal vuilnis ernaast",
        "Nobody collected the rubbish bag last week",
    ],
}


def comments(times: int = 1) -> list[Document]:
    """Four matters in two languages; ids c0, c1, ..."""
    texts = [
        text if turn == 0 else f"{text} {'nu weer een keer' * turn}"
        for turn in range(times)
        for said in SAID.values()
        for text in said
    ]
    return [Document(f"c{number}", text) for number, text in enumerate(texts)]
