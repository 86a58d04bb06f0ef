"""Scripts, variants and close languages: each right text passes as its own language and is found as its neighbours'."""

from __future__ import annotations

import pytest

from consensus.check import check_segment
from consensus.domain import Candidate, Policy, Segment

SOURCE = "Please check the settings before you start, and do not open the housing while it is running."
TEXTS = {
    "da": "Kontrollér venligst indstillingerne, før du starter, og åbn ikke kabinettet, mens det kører.",
    "nb": "Vennligst kontroller innstillingene før du starter, og ikke åpne kabinettet mens det er i gang etterpå.",
    "sv": "Kontrollera inställningarna innan du startar och öppna inte höljet när den är igång.",
    "cs": "Před spuštěním prosím zkontrolujte nastavení a neotvírejte kryt, když je zařízení v provozu.",
    "sk": "Pred spustením prosím skontrolujte nastavenia a neotvárajte kryt, keď je zariadenie v prevádzke.",
    "pl": "Przed uruchomieniem proszę sprawdzić ustawienia i nie otwierać obudowy, gdy urządzenie pracuje.",
    "hr": "Prije pokretanja provjerite postavke i ne otvarajte kućište dok uređaj radi, gdje god se nalazio.",
    "es": "Compruebe los ajustes antes de empezar y no abra la carcasa cuando la unidad está en marcha, por favor.",
    "pt": "Verifique as definições antes de começar e não abra a caixa quando o aparelho está a funcionar, por favor.",
    "it": "Controllare le impostazioni prima di iniziare e non aprire l'alloggiamento quando è in funzione.",
    "ro": "Verificați setările înainte de a începe și nu deschideți carcasa când aparatul este în funcțiune.",
    "fr": "Vérifiez les réglages avant de commencer et n'ouvrez pas le boîtier quand il est en marche.",
    "nl": "Controleer de instellingen voordat u begint en open de behuizing niet wanneer het apparaat draait.",
    "de": "Prüfen Sie die Einstellungen, bevor Sie beginnen, und öffnen Sie das Gehäuse nicht, wenn es läuft.",
    "id": "Silakan periksa pengaturan sebelum memulai dan jangan membuka penutup karena perangkat masih bisa berputar.",
    "ms": "Sila periksa tetapan sebelum bermula dan jangan buka penutup kerana peranti masih boleh berpusing.",
    "ru": "Проверьте настройки перед запуском и не открывайте корпус, когда устройство ещё работает.",
    "uk": "Перевірте налаштування перед запуском і не відкривайте корпус, коли пристрій ще працює.",
    "bg": "Проверете настройките, преди да започнете, и не отваряйте корпуса, когато уредът все още работи.",
    "fi": "Tarkista asetukset ennen aloittamista äläkä avaa koteloa, kun laite on vielä käynnissä.",
    "hu": "Indítás előtt ellenőrizze a beállításokat, és ne nyissa fel a házat, amikor a készülék még működik.",
    "tr": "Başlamadan önce ayarları kontrol edin ve cihaz hâlâ çalışırken gövdeyi açmayın.",
    "en": SOURCE,
}
CLOSE = (
    "da nb",
    "da sv",
    "nb sv",
    "cs sk",
    "cs pl",
    "es pt",
    "es it",
    "pt it",
    "it ro",
    "it fr",
    "id ms",
    "ru uk",
    "ru bg",
)


def found(lang: str, target: str, source: str = SOURCE, from_lang: str = "en") -> set[str]:
    answer = Candidate("u", "m", "f", target)
    segment = Segment("u", 0, source, 0, 0)
    findings = check_segment(segment, [answer], (from_lang, lang), Policy(name="p", version=1))
    return {
        finding.check for finding in findings if finding.check in ("script", "language", "variant") and finding.veto
    }


@pytest.mark.parametrize("lang", [lang for lang in TEXTS if lang != "en"])
def test_a_text_passes_as_its_own_language(lang: str) -> None:
    assert found(lang, TEXTS[lang]) == set()


@pytest.mark.parametrize(("wanted", "given"), [pair for both in CLOSE for pair in (both.split(), both.split()[::-1])])
def test_a_close_language_is_told_apart(wanted: str, given: str) -> None:
    assert found(wanted, TEXTS[given]) == {"language"}


@pytest.mark.parametrize(
    "wanted", [lang for lang in TEXTS if lang not in ("en", "ru", "uk", "bg", "ms", "sk", "nb", "hr")]
)
@pytest.mark.parametrize("given", ["de", "fr", "pl", "tr", "fi"])
def test_a_distant_language_is_told_apart(wanted: str, given: str) -> None:
    assert found(wanted, TEXTS[given]) == (set() if wanted == given else {"language"})


@pytest.mark.parametrize(
    ("lang", "target", "problems"),
    [
        ("zh-TW", "服务器没有响应。请检查网络设置。", {"variant"}),
        ("zh-Hant", "设置", {"variant"}),
        ("zh-HK", "伺服器沒有回應。請檢查網路設定。", set()),
        ("zh-CN", "伺服器沒有回應。請檢查網路設定。", {"variant"}),
        ("zh", "服务器没有响应。请检查网络设置。", set()),
        ("zh-Hans", "服务器没有响应，请联系張小姐。", set()),  # one character of a name
        ("yue", "伺服器冇回應。", set()),
        ("ja", "サーバーが応答しません。", set()),
        ("ja", "服务器没有响应。", {"script"}),
        ("ja", "取扱説明書", set()),
        ("sr-Latn", "Проверите подешавања пре почетка.", {"script"}),
        ("sr-Latn", "Proverite podešavanja pre početka.", set()),
        ("sr-Cyrl", "Proverite podešavanja pre početka.", {"script"}),
        ("sr", "Проверите подешавања пре почетка.", set()),
        ("ru", "Proverte nastroyki", {"script"}),
        ("pt-PT", "Por favor, desligue seu celular no ônibus.", {"variant"}),
        ("pt-PT", "Por favor, desligue o telemóvel no autocarro.", set()),
        ("pt-BR", "Por favor, desligue o telemóvel no autocarro.", {"variant"}),
        ("pt-BR", "Por favor, desligue o celular no ônibus.", set()),
        ("pt", "Por favor, desligue o telemóvel no autocarro.", set()),
        ("da", "Göteborg Energi AB, Malmö Stad, Höganäs, Växjö, Örebro", set()),  # names alone
        ("uk", "Siemens Energy AG", set()),
    ],
)
def test_scripts_and_variants(lang: str, target: str, problems: set[str]) -> None:
    assert found(lang, target) == problems
