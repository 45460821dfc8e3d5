"""Short comments are in Dutch or English unless it is clear that they are not."""

import pytest

from research.analysis.language import detect, detect_all


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ik moest erg lang wachten bij de balie", "nl"),
        ("The queue at the desk was far too long", "en"),
        ("Ich habe sehr lange gewartet und niemand hat geholfen", "de"),
        ("Czekałam bardzo długo na odpowiedź", "pl"),
        ("Sitede hiçbir şey anlamadım, çok kötü", "tr"),
        ("لم أفهم الموقع", "ar"),
        ("Жодної відповіді, дуже довго чекаю", "uk"),
        ("Очень долго ждал ответа", "ru"),
        ("等了很久", "zh"),
        ("👍👍", "other"),
        ("", "other"),
        ("1234", "other"),
    ],
)
def test_the_language_of_a_comment_is_found(text: str, language: str) -> None:
    assert detect(text) == language


def test_a_very_short_comment_is_in_the_language_of_the_others() -> None:
    dutch = ["Ik moest erg lang wachten bij de balie", "De website deed het de hele dag niet"]
    assert detect_all([*dutch, "to the point"])[-1] == "nl"
    assert detect_all(["top"]) in (["nl"], ["en"])


def test_a_monstrous_text_is_read_only_in_part() -> None:
    assert detect("De balie was dicht en niemand hielp mij verder. " * 100_000) == "nl"
