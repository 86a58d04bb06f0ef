"""What a chat leaves around a translation is found in any language; what the source asks for is let through."""

from __future__ import annotations

import pytest

from consensus.check import check_segment
from consensus.domain import Candidate, Policy, Segment


def residue(langs: str, source: str, target: str) -> bool:
    one, other = langs.split("-", 1)
    answer = Candidate("u", "m", "f", target)
    found = check_segment(Segment("u", 0, source, 0, 0), [answer], (one, other), Policy(name="p", version=1))
    return any(finding.check == "residue" for finding in found)


OIL = "Check the oil level."


@pytest.mark.parametrize(
    ("langs", "source", "target"),
    [
        ("en-vi", OIL, "Bản dịch: Kiểm tra mức dầu."),
        ("en-ja", OIL, "以下が翻訳です：オイルレベルを確認してください。"),
        ("en-ja", OIL, "はい、こちらです：オイルレベルを確認してください。"),
        ("en-ko", OIL, "번역: 오일 레벨을 확인하십시오."),
        ("en-ko", OIL, "다음은 번역입니다:\n오일 레벨을 확인하십시오."),
        ("en-zh", OIL, "好的，以下是译文：检查油位。"),
        ("en-fi", OIL, "Tässä on käännös: Tarkista öljyn määrä."),
        ("en-sv", OIL, "Översättning: Kontrollera oljenivån."),
        ("en-da", OIL, "Her er oversættelsen: Kontroller oliestanden."),
        ("en-hu", OIL, "Fordítás: Ellenőrizze az olajszintet."),
        ("en-ro", OIL, "Iată traducerea: Verificați nivelul uleiului."),
        ("en-el", OIL, "Μετάφραση: Ελέγξτε τη στάθμη λαδιού."),
        ("en-th", OIL, "คำแปล: ตรวจสอบระดับน้ำมัน"),
        ("en-id", OIL, "Terjemahan: Periksa level oli."),
        ("en-sr", OIL, "Превод: Проверите ниво уља."),
        ("en-tr", OIL, "Tabii ki, işte çeviri: Yağ seviyesini kontrol edin."),
        ("en-ar", OIL, "الترجمة: افحص مستوى الزيت."),
        ("en-he", OIL, "תרגום: בדקו את מפלס השמן."),
        ("en-hi", OIL, "हिंदी अनुवाद: तेल का स्तर जाँचें।"),
        ("en-de", OIL, "**Übersetzung (Deutsch):** Prüfen Sie den Ölstand."),
        ("en-de", OIL, "German: Prüfen Sie den Ölstand."),
        ("en-de", OIL, "DE: Prüfen Sie den Ölstand."),
        ("en-es", OIL, "¡Claro! Aquí está: Compruebe el nivel de aceite."),
        ("en-pt", OIL, "Claro, aqui está: Verifique o nível do óleo."),
        ("en-fr", OIL, "Voici : Vérifiez le niveau d'huile."),
        ("de-en", "Ölstand prüfen.", "Sure, here you go: Check the oil level."),
        ("en-de", OIL, "Prüfen Sie den Ölstand. (Anmerkung: wörtlich übersetzt)"),
        ("en-fr", OIL, "Vérifiez le niveau d'huile. (formel)"),
        ("en-es", OIL, "Compruebe el nivel de aceite (traducción literal)."),
        ("en-pl", OIL, "Sprawdź poziom oleju. Uwaga: tłumaczenie dosłowne."),
        ("en-cs", OIL, "Zkontrolujte hladinu oleje. [Pozn. překl.: doslova]"),
        ("en-zh", OIL, "检查油位。（注：直译）"),
        ("en-ja", OIL, "オイルレベルを確認してください。（直訳）"),
        ("en-ru", OIL, "Проверьте уровень масла. (дословно)"),
        ("en-de", OIL, "Prüfen Sie den Ölstand. / Kontrollieren Sie den Ölstand."),
        ("en-it", OIL, "Controllare il livello dell'olio / Verificare il livello dell'olio"),
        ("en-nl", OIL, '"Controleer het oliepeil."'),
        ("en-de", OIL, "„Prüfen Sie den Ölstand.“"),
        ("en-fr", OIL, "« Vérifiez le niveau d'huile. »"),
        ("en-ja", OIL, "「オイルレベルを確認してください。」"),
        ("en-de", OIL, "Prüfen Sie den Ölstand. Soll ich noch etwas übersetzen?"),
        ("en-es", OIL, "Compruebe el nivel de aceite. ¿Necesita algo más?"),
        ("en-zh", OIL, "检查油位。还需要其他帮助吗？"),
        ("en-fr", OIL, "Vérifiez le niveau d'huile. Let me know if you need anything else."),
    ],
)
def test_found(langs: str, source: str, target: str) -> None:
    assert residue(langs, source, target)


@pytest.mark.parametrize(
    ("langs", "source", "target"),
    [
        ("en-de", "Note: check the oil level.", "Hinweis: Prüfen Sie den Ölstand."),
        ("en-de", "Please note that the pump is hot.", "Bitte beachten Sie: Die Pumpe ist heiß."),
        ("en-zh", "Please note that the pump is hot.", "请注意：泵很热。"),
        ("en-de", "Check it. Please note that it is hot.", "Prüfen Sie es. Hinweis: Es ist heiß."),
        ("en-fr", "Translation: John Smith", "Traduction : John Smith"),
        ("en-de", "The translation has two parts, a and b.", "Die Übersetzung hat zwei Teile: a und b."),
        ("en-zh", "The following rules apply to the tenant.", "以下规则适用于租户："),
        ("en-ja", "Here are the results", "結果は以下のとおりです："),
        ("en-de", "The LED lights up.", "Die LED (Leuchtdiode) leuchtet auf."),
        ("en-de", "Turn on the LED.", "Schalten Sie die LED ein (Leuchtdiode)."),
        ("en-de", "Press Save (optional).", "Drücken Sie Speichern (optional)."),
        ("en-de", "Press Save. (It is optional.)", "Drücken Sie Speichern. (Das ist optional.)"),
        ("en-de", "Open or close the valve.", "Ventil öffnen und/oder schließen."),
        ("en-de", "On / Off", "Ein / Aus"),
        ("en-fr", "The user must sign in.", "L'utilisateur / l'utilisatrice doit se connecter."),
        ("en-de", '"Open the door," she said, "now."', "„Öffne die Tür“, sagte sie, „jetzt.“"),
        ("en-de", '"Check it."', "„Prüfen Sie es.“"),
        ("en-es", "Can you check it?", "¿Puede comprobarlo?"),
        ("en-es", "Stop. What is it?", "Alto. ¿Qué es?"),
        ("en-es", "I wonder, is it hot.", "Me pregunto: ¿está caliente?"),
        ("en-de", "Answer the question first.", "Zuerst die Frage beantworten!"),
        ("en-ru", "Of course: you may enter.", "Конечно: вы можете войти."),
        ("en-fr", "Here is the summary: all is well.", "Voici le résumé : tout va bien."),
        ("de-en", "Deutsch: gut", "German: good"),
        ("en-de", "The time is 10:30 now.", "Es ist jetzt 10:30 Uhr."),
        ("en-it", "Let me know if you can come.", "Fammi sapere se puoi venire."),
        ("en-fr", "It's a sure thing: we win.", "C'est sûr : nous gagnons."),
        ("en-de", "Sure, we can do that.", "Natürlich: Das können wir tun."),
    ],
)
def test_let_through(langs: str, source: str, target: str) -> None:
    assert not residue(langs, source, target)
