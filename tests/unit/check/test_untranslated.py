"""What was left in the language of the source is found, short as it may be; names, codes and shared words may stay."""

from __future__ import annotations

import pytest

from consensus.check import check_segment
from consensus.domain import Candidate, Policy, Segment


def found(langs: str, source: str, target: str) -> bool:
    answer = Candidate("u", "m", "f", target)
    segment = Segment("u", 0, source, 0, 0)
    one, other = langs.split("-")
    findings = check_segment(segment, [answer], (one, other), Policy(name="p", version=1))
    return any(finding.check in ("untranslated", "copied_run") for finding in findings)


@pytest.mark.parametrize(
    ("langs", "text"),
    [
        ("en-fr", "Settings"),
        ("en-de", "Bring 3 copies."),
        ("en-es", "Read this page."),
        ("en-it", "The LED turns blue."),
        ("en-sv", "Save changes"),
        ("en-fi", "Close"),
        ("en-ja", "Delete"),
        ("en-tr", "Please wait"),
        ("en-pl", "Yes"),
        ("en-ru", "Press Start."),
        ("de-en", "Einstellungen"),
        ("de-fr", "Bitte warten"),
        ("de-en", "Seite drucken"),
        ("de-it", "Ventil schließen."),
        ("fr-en", "Paramètres"),
        ("fr-de", "Lire cette page."),
        ("es-en", "Guardar"),
        ("es-de", "Cierre la tapa."),
        ("it-en", "Chiudi"),
        ("nl-en", "Instellingen opslaan"),
        ("pl-en", "Zapisz plik"),
        ("cs-de", "Zavřete ventil."),
        ("pt-en", "Feche a tampa."),
        ("ru-de", "Сохранить"),
        ("uk-en", "Зберегти файл"),
        ("tr-en", "Dosyayı kaydet."),
        ("sv-en", "Spara inställningar"),
        ("ja-zh", "設定を保存します。"),
    ],
)
def test_the_source_returned(langs: str, text: str) -> None:
    assert found(langs, text, text)


@pytest.mark.parametrize(
    ("langs", "text"),
    [
        ("en-de", "Status"),
        ("en-de", "Version 2.0"),
        ("en-fr", "OK"),
        ("en-de", "Software Update"),
        ("en-nl", "Open"),
        ("en-es", "No"),
        ("en-fr", "Options"),
        ("en-it", "Bluetooth"),
        ("en-de", "Microsoft Office"),
        ("en-de", "Vincent van Gogh"),
        ("en-fr", "The New York Times"),
        ("en-de", "X-200 AQ"),
        ("en-cs", "Siemens Energy AG"),
        ("en-pl", "ISO 9001"),
        ("en-es", "Hotel California"),
        ("en-de", "Homo sapiens"),
        ("en-de", "Filter"),
        ("en-sv", "Radio"),
        ("de-en", "Bosch Rexroth AG"),
        ("de-en", "Müller, Schmidt & Co."),
        ("fr-en", "Renault Mégane"),
        ("es-pt", "Compra de casa"),
        ("da-nb", "Vi er her."),
        ("cs-sk", "Voda a mapa."),
        ("ja-zh", "東京"),
        ("en-de", "e.g. max. 5 bar"),
    ],
)
def test_what_may_stay(langs: str, text: str) -> None:
    assert not found(langs, text, text)


@pytest.mark.parametrize(
    ("langs", "source", "target"),
    [
        ("en-zh", "Close the valve and remove the filter.", "关闭阀门 and remove the filter."),
        ("en-zh", "Close the valve and remove the filter.", "关闭阀门and remove the filter。"),
        ("en-ja", "Open the lid, then press the green button.", "蓋を開け、then press the green button。"),
        ("en-ko", "Open the lid, then press the green button.", "뚜껑을 열고 then press the green button."),
        ("en-ru", "Turn it off before you clean it.", "Выключите его before you clean it."),
        ("en-ar", "Turn it off before you clean it.", "أوقفه before you clean it."),
        ("en-de", "Close the valve and remove the filter.", "Schließen Sie das Ventil and remove the filter."),
        ("en-fr", "Open the lid, then press the button.", "Ouvrez le couvercle, then press the button."),
        ("en-fi", "Check the oil before you start.", "Tarkista öljy before you start."),
        ("de-en", "Ventil schließen und den Filter entfernen.", "Close the valve und den filter entfernen."),
        (
            "de-en",
            "Prüfen Sie das, bevor Sie beginnen und wenn es läuft.",
            "Check it before you start und wenn es läuft.",
        ),
    ],
)
def test_a_clause_left_as_it_was(langs: str, source: str, target: str) -> None:
    assert found(langs, source, target)


@pytest.mark.parametrize(
    ("langs", "source", "target"),
    [
        ("en-zh", "We use machine learning here.", "我们在这里使用 machine learning。"),
        ("en-zh", 'They played "let it be" twice.', "他们演奏了两次“let it be”。"),
        ("en-zh", "The Bank of America is near.", "Bank of America 就在附近。"),
        ("en-ja", "Install the open source package first.", "まず open source パッケージをインストールします。"),
        ("en-de", "He reads The Lord of the Rings.", "Er liest The Lord of the Rings."),
        ("en-de", "Click *save and close the file* now.", "Klicken Sie jetzt auf *save and close the file*."),
        ("es-fr", "El agua de la casa", "L'eau de la maison"),
    ],
)
def test_what_may_be_quoted(langs: str, source: str, target: str) -> None:
    assert not found(langs, source, target)
