"""Without an encoder two languages cannot be joined, but they need not hide what people talk about either."""

from sklearn.metrics import normalized_mutual_info_score

from research.analysis import Document, Parameters, analyse

MATTERS = {
    "nl": {
        "wachten": "Ik stond {n} minuten in de rij te wachten aan het loket, de wachttijd was veel te lang.",
        "formulier": "Het formulier gaf {n} keer een foutmelding bij het uploaden van mijn bestand.",
        "afval": "De container zat na {n} dagen nog vol en mijn vuilniszak moest ernaast blijven staan.",
    },
    "en": {
        "wachten": "Waiting in the queue at the counter took {n} minutes, such a long waiting time.",
        "formulier": "The form showed an error message {n} times when uploading my file.",
        "afval": "The rubbish bin was still full after {n} days and my bag had to stay next to it.",
    },
}


def test_themes_by_words_do_not_simply_follow_the_language() -> None:
    said = [
        (language, matter, sentence.format(n=n) + " Jammer." * (n % 2 and language == "nl"))
        for language, matters in MATTERS.items()
        for matter, sentence in matters.items()
        for n in range(3, 33)
    ]
    documents = [Document(str(i), text) for i, (_, _, text) in enumerate(said)]
    result = analyse(documents, Parameters(backend="lexical"))
    theme = {row.document_id: row.theme for row in result.assignments if row.primary}
    found = [-1 if theme[str(i)] is None else theme[str(i)] for i in range(len(said))]
    assert len(result.themes) >= 3
    matters = [matter for _, matter, _ in said]
    assert normalized_mutual_info_score(matters, found) > 0.5
    assert normalized_mutual_info_score([language for language, _, _ in said], found) < 0.75
