"""Right and wrong places of inline codes, in many languages: which are contradicted by the source."""

from typing import NamedTuple

import pytest

from consensus.domain import Code
from consensus.normalize.coded import damage_of, tokens
from consensus.normalize.placement import borne_out, carries_meaning, contradiction


class Case(NamedTuple):
    roles: str
    langs: str
    source: str
    target: str


# fmt: off
RIGHT = [
    Case("bold bold footnote", "en de", "Press <g1>Start</g1> and wait until the display shows <g2>READY</g2>.<x3/>",
         "Drücken Sie <g1>Start</g1> und warten Sie, bis die Anzeige <g2>READY</g2> zeigt.<x3/>"),
    Case("bold bold footnote", "en de", "Wait until the display shows <g2>READY</g2>, then press <g1>Start</g1>.<x3/>",
         "Drücken Sie <g1>Start</g1>, sobald auf der Anzeige <g2>READY</g2> erscheint.<x3/>"),
    Case("link", "en de", "You must read <g1>the manual</g1> first.", "Zuerst müssen Sie <g1>das Handbuch</g1> lesen."),
    Case("link footnote", "en de", "Please read the manual<x2/> and click <g1>here</g1>.",
         "Bitte das Handbuch<x2/> lesen und <g1>hier</g1> klicken."),
    Case("bold", "en de", "Never <g1>remove</g1> the cover.", "Die Abdeckung niemals <g1>entfernen</g1>."),
    Case("bold", "en de", "<g1>Switch</g1> the device <g2>off</g2>.", "<g1>Schalten</g1> Sie das Gerät <g2>aus</g2>."),
    Case("bold", "en de", "Open the WLAN <g1>settings</g1>.", "Öffnen Sie die <g1>WLAN-Einstellungen</g1>."),
    Case("bold", "en de", "Press the <g1>Start</g1> button.", "Drücken Sie die <g1>Start</g1>-Taste."),
    Case("italic", "en de", "The <g1>emergency stop</g1> is red.", "Der <g1>Not-Aus</g1> ist rot."),
    Case("link", "en fr", "Contact your <g1>administrator</g1>.", "Contactez votre <g1>administrateur</g1>."),
    Case("link", "en fr", "Ask the <g1>Administrator</g1> for help.",
         "Demandez de l'aide à <g1>l'Administrateur</g1>."),
    Case("footnote", "en fr", "The price is fixed.<x1/>", "Le prix est fixe<x1/>."),
    Case("bold italic", "en fr", "the <g1>red</g1> <g2>house</g2>", "la <g2>maison</g2> <g1>rouge</g1>"),
    Case("bold", "en fr", "Click <g1>Save and close</g1>.", "Cliquez sur <g1>Enregistrer et fermer</g1>."),
    Case("bold", "en fr", "Press “<g1>OK</g1>”.", "Appuyez sur « <g1>OK</g1> »."),
    Case("field", "en fr", "<x1/> files were found.", "<x1/> fichiers ont été trouvés."),
    Case("placeholder placeholder", "en de", "<x1/> of <x2/> pages", "<x1/> von <x2/> Seiten"),
    Case("placeholder placeholder", "en ja", "<x1/> of <x2/>", "<x2/>中の<x1/>"),
    Case("placeholder", "en ja", "Deleted by <x1/>", "<x1/>によって削除されました"),
    Case("placeholder", "en tr", "Deleted by <x1/>.", "<x1/> tarafından silindi."),
    Case("bold", "en ja", "Press <g1>Start</g1> to continue.", "続行するには<g1>Start</g1>を押します。"),
    Case("bold", "en ja", "Press <g1>the button</g1>.", "<g1>ボタン</g1>を押してください。"),
    Case("link footnote", "en zh", "See <g1>the manual</g1>.<x2/>", "请参阅<g1>手册</g1>。<x2/>"),
    Case("bold bold", "en zh", "Press <g1>Start</g1>, then <g2>OK</g2>.", "先按<g1>Start</g1>，再按<g2>OK</g2>。"),
    Case("link", "en ko", "Open <g1>Settings</g1> on your device.", "기기에서 <g1>설정</g1>을 엽니다."),
    Case("bold", "en ar", "Press <g1>Start</g1> now.", "اضغط على <g1>Start</g1> الآن."),
    Case("link", "en he", "Read <g1>the terms</g1> first.", "קרא קודם את <g1>התנאים</g1>."),
    Case("footnote", "en ar", "The offer is limited.<x1/>", "العرض محدود.<x1/>"),
    Case("bold", "en es", "Do you accept <g1>the terms</g1>?", "¿Acepta <g1>las condiciones</g1>?"),
    Case("superscript", "en de", "An area of 5 m<g1>2</g1> is needed.",
         "Es wird eine Fläche von 5 m<g1>2</g1> benötigt."),
    Case("bold", "en de", "Pay <g1>$1,250.50</g1> now.", "Zahlen Sie jetzt <g1>1.250,50 $</g1>."),
    Case("bold", "en fr", "At <g1>10:30</g1> we start.", "Nous commençons à <g1>10 h 30</g1>."),
    Case("link", "de en", "Die <g1>Bedienungsanleitung</g1> lesen!", "Read the <g1>instructions for use</g1>!"),
    Case("bold", "de en", "<g1>Warnung:</g1> Heiße Oberfläche.", "<g1>Warning:</g1> Hot surface."),
    Case("bold", "de en", "Das Gerät ist <g1>nicht</g1> wasserdicht.", "The device is <g1>not</g1> waterproof."),
    Case("line_break", "en de", "Name:<x1/>Address", "Name:<x1/>Anschrift"),
    Case("line_break", "en de", "Hot surface.<x1/>Do not touch.", "Heiße Oberfläche.<x1/>Nicht berühren."),
    Case("tab", "en es", "Total<x1/>12", "Total<x1/>12"),
    Case("bold link", "en de", "See <g1>the <g2>guide</g2></g1>.", "Siehe <g1>die <g2>Anleitung</g2></g1>."),
    Case("bold link", "en de", "See <g1><g2>the guide</g2></g1>.", "Siehe <g2><g1>die Anleitung</g1></g2>."),
    Case("image", "en de", "Click the icon <x1/> to print.", "Zum Drucken auf das Symbol <x1/> klicken."),
    Case("comment", "en nl", "The <x1/>fee<x2/> is due.", "De <x1/>vergoeding<x2/> is verschuldigd."),
    Case("bold", "en ru", "Press <g1>Enter</g1> or <g2>Esc</g2>.", "Нажмите <g1>Enter</g1> или <g2>Esc</g2>."),
    Case("bold", "en ru", "Open <g1>the file</g1> and print it.", "Откройте <g1>файл</g1> и распечатайте его."),
    Case("bold", "en hu", "Deleted by <g1>Anna</g1>.", "<g1>Anna</g1> törölte."),
    Case("link", "en fi", "Read more on <g1>our website</g1>.", "Lue lisää <g1>verkkosivustoltamme</g1>."),
    Case("bold", "en sv", "the <g1>door</g1> and the window", "<g1>dörren</g1> och fönstret"),
    Case("footnote footnote", "en de", "Prices<x1/> and sizes<x2/> vary.", "Preise<x1/> und Größen<x2/> variieren."),
    Case("footnote", "en de", "iPhone<x1/> users pay more.", "Nutzer des iPhone<x1/> zahlen mehr."),
    Case("footnote", "en ja", "Please read the manual<x1/>.", "マニュアル<x1/>をお読みください。"),
]
WRONG = [
    Case("bold bold footnote", "en de", RIGHT[0].source,
         "Drücken Sie <g1>Start und</g1> warten Sie, bis die Anzeige <g2>READY</g2> zeigt.<x3/>"),
    Case("bold bold footnote", "en de", RIGHT[0].source,
         "<g1>Drücken</g1> Sie Start und warten Sie, bis die Anzeige <g2>READY</g2> zeigt.<x3/>"),
    Case("bold bold footnote", "en de", RIGHT[0].source,
         "Drücken Sie <g2>Start</g2> und warten Sie, bis die Anzeige <g1>READY</g1> zeigt.<x3/>"),
    Case("bold bold footnote", "en de", RIGHT[0].source,
         "<x3/>Drücken Sie <g1>Start</g1> und warten Sie, bis die Anzeige <g2>READY</g2> zeigt."),
    Case("bold bold footnote", "en de", RIGHT[0].source,
         "Drücken Sie <g1>Start</g1><x3/> und warten Sie, bis die Anzeige <g2>READY</g2> zeigt."),
    Case("bold", "en de", "Press the <g1>Start</g1> button.", "Drücken Sie <g1>die</g1> Start-Taste."),
    Case("bold", "en de", "Close <g1>the valve</g1> and wait.", "Schließen Sie <g1>das Ventil und</g1> warten Sie."),
    Case("bold", "en fr", "Open <g1>the file</g1> and print it.", "Ouvrez <g1>le fichier et</g1> imprimez-le."),
    Case("bold", "en es", "Open <g1>the file</g1> and print it.", "Abra <g1>el archivo e</g1> imprímalo."),
    Case("bold", "en ru", "Open <g1>the file</g1> and print it.", "Откройте <g1>файл и</g1> распечатайте его."),
    Case("bold", "en de", "Clean <g1>filters</g1> before use.", "Reinigen Sie <g1>Filter vor dem</g1> Gebrauch."),
    Case("bold", "en it", "Press <g1>Start</g1> and wait.", "Premere <g1>Start e</g1> attendere."),
    Case("link", "en fr", "Contact your <g1>administrator</g1> today.",
         "Contactez <g1>aujourd'hui</g1> votre administrateur."),
    Case("bold bold", "en fr", "Use <g1>Monitor</g1> or <g2>Printer</g2>.",
         "Utilisez <g2>Monitor</g2> ou <g1>Printer</g1>."),
    Case("bold bold", "en ru", "Press <g1>Enter</g1> or <g2>Esc</g2>.", "Нажмите <g2>Enter</g2> или <g1>Esc</g1>."),
    Case("bold bold", "en zh", "Press <g1>Start</g1>, then <g2>OK</g2>.", "先按<g2>Start</g2>，再按<g1>OK</g1>。"),
    Case("bold", "en ja", "Press <g1>Start</g1> to continue.", "<g1>続行</g1>するにはStartを押します。"),
    Case("bold", "en ja", "Press <g1>Start</g1> to continue.", "続行するには<g1>Startを</g1>押します。"),
    Case("bold", "en ar", "Press <g1>Start</g1> now.", "<g1>اضغط</g1> على Start الآن."),
    Case("bold", "en ar", "Press <g1>Start</g1> now.", "اضغط على <g1>Start الآن</g1>."),
    Case("footnote", "en ar", "The offer is limited.<x1/>", "<x1/>العرض محدود."),
    Case("footnote", "en fr", "The price is fixed.<x1/>", "<x1/>Le prix est fixe."),
    Case("footnote", "en fr", "The price is fixed.<x1/>", "Le<x1/> prix est fixe."),
    Case("footnote", "en ja", "The price is fixed.<x1/>", "<x1/>価格は固定です。"),
    Case("footnote", "en de", "See the manual<x1/>.", "<x1/>Siehe Handbuch."),
    Case("footnote", "en de", "iPhone<x1/> users pay more.", "Nutzer<x1/> des iPhone zahlen mehr."),
    Case("reference", "en de", "As ISO 9001<x1/> says, so it is.", "Wie<x1/> ISO 9001 sagt, ist es so."),
    Case("bold", "en de", "Version <g1>2.4</g1> of 2026", "Version 2.4 von <g1>2026</g1>"),
    Case("bold", "en de", "Version <g1>2.4</g1> of 2026", "<g1>Version 2.4 von 2026</g1>"),
    Case("bold", "en de", "Use 2 <g1>screws</g1>.", "Verwenden Sie <g1>2 Schrauben</g1>."),
    Case("bold", "en nl", "Stop <g1>Apache</g1> first.", "<g1>Stop</g1> eerst Apache."),
    Case("italic", "en de", "Please read this whole text about <g1>cats</g1> and dogs with care today.",
         "<g1>Bitte lesen Sie heute diesen ganzen Text über Katzen</g1> und Hunde mit Sorgfalt."),
    Case("bold link", "en de", "See <g1>the <g2>guide</g2></g1> now.", "Siehe <g1>die</g1> <g2>Anleitung</g2> jetzt."),
    Case("bold link", "en de", "See <g1>the</g1> <g2>guide</g2> now.", "Siehe <g1>die <g2>Anleitung</g2></g1> jetzt."),
    Case("line_break", "en de", "Hot surface.<x1/>Do not touch.", "<x1/>Heiße Oberfläche. Nicht berühren."),
    Case("line_break", "en de", "Hot surface.<x1/>Do not touch.", "Heiße<x1/> Oberfläche. Nicht berühren."),
    Case("link", "de en", "Die <g1>Bedienungsanleitung</g1> lesen!", "Read <g1>the</g1> instructions for use!"),
    Case("link", "en pl", "Contact <g1>Support</g1> or <g2>Sales</g2>.",
         "Skontaktuj się z <g1>Sales</g1> lub <g2>Support</g2>."),
    Case("bold", "en cs", "Save <g1>the file</g1> and close it.", "Uložte <g1>soubor a</g1> zavřete jej."),
    Case("bold", "en tr", "Open <g1>the door</g1> and wait.", "<g1>Kapıyı açın ve</g1> bekleyin."),
]
# fmt: on


def codes_of(case: Case) -> tuple[Code, ...]:
    roles = case.roles.split(" ")
    found = {token.code: "point" if token.kind == "point" else "pair" for token in tokens(case.source) if token.code}
    return tuple(Code(n, kind, roles[min(n, len(roles)) - 1]) for n, kind in sorted(found.items()))


def said(case: Case) -> str:
    source, target = case.langs.split(" ")
    codes = codes_of(case)
    return damage_of(case.source, case.target, codes) or contradiction(
        case.source, case.target, codes, (source, target)
    )


@pytest.mark.parametrize("case", RIGHT, ids=lambda case: case.target[:40])
def test_a_right_place_passes(case: Case) -> None:
    assert said(case) == ""


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case.target[:40])
def test_a_wrong_place_is_contradicted(case: Case) -> None:
    assert said(case).startswith("The code <")


def test_what_both_texts_show_bears_a_place_out() -> None:
    case = RIGHT[0]
    assert borne_out(case.source, case.target, codes_of(case)) == {1, 2, 3}
    plain = RIGHT[2]
    assert borne_out(plain.source, plain.target, codes_of(plain)) == set()


@pytest.mark.parametrize(
    ("role", "means"),
    [
        *((role, False) for role in ("bold", "bold italic", "colour, underline")),
        *((role, True) for role in ("link", "footnote", "superscript", "deletion", "", "something else")),
    ],
)
def test_roles_that_only_show_words_otherwise_carry_no_meaning(role: str, means: bool) -> None:
    assert carries_meaning(role) is means
