"""Verbatim items, residue, untranslated texts and wrong languages in many languages: each wrong one is stopped by some
veto, each right one by none."""

from __future__ import annotations

import pytest

from consensus.check import check_segment
from consensus.domain import Candidate, Policy, Segment


def vetoes(langs: str, source: str, target: str) -> set[str]:
    one, other = langs.split("-", 1)
    answer = Candidate("u", "m", "f", target)
    findings = check_segment(Segment("u", 0, source, 0, 0), [answer], (one, other), Policy(name="p", version=1))
    return {finding.check for finding in findings if finding.veto}


@pytest.mark.parametrize(
    ("langs", "source", "target"),
    [
        ("en-fr", "Hi %{user}, welcome!", "Salut %{utilisateur}, bienvenue !"),
        ("en-it", "Hello {0}, you have {1} items.", "Ciao {0}, hai {0} articoli."),
        ("en-ko", "Dear [CUSTOMER_NAME], your parcel is here.", "고객님, 소포가 도착했습니다."),
        ("en-ja", "Welcome to &productName;.", "ようこそ &製品名; へ。"),
        ("en-pt", "See @:menu.settings for more.", "Veja @:menu.definicoes para saber mais."),
        ("en-hi", "Hello @@name@@!", "नमस्ते @@नाम@@!"),
        ("en-cs", "The :attribute field is required.", "Pole :atribut je povinné."),
        ("en-es", "Price: %d€", "Precio: €"),
        ("en-de", "{{count}} new messages from {{ sender }}", "{{ sender }} hat neue Nachrichten"),
        ("en-th", "Step %1$d of %2$d", "ขั้นตอนที่ %1$d"),
        ("en-zh", "<?= $name ?> logged in", "<?= $名称 ?> 已登录"),
        ("en-uk", "{count, plural, one {# day} other {# days}}", "{count, plural, one {# день} other {# днів}}"),
        ("en-cs", "{n, plural, one {# page} other {# pages}}", "{n, plural, one {# stránka} other {# stránek}}"),
        ("en-es", "{n, plural, =0 {none} one {one} other {#}}", "{n, plural, =0 {ninguno} una {uno} other {#}}"),
        ("en-vi", "Click <0>Save</0> and <1>Close</1>.", "Nhấn <1>Lưu</1> và <0>Đóng</0>."),
        ("en-pl", "<b>Warning:</b> hot", "<b>Uwaga: gorące"),
        (
            "en-da",
            "Read the [manual](manual.pdf) and the [FAQ](faq.html).",
            "Læs [manualen](faq.html) og [FAQ'en](manual.pdf).",
        ),
        ("en-ru", "The formula is $E = mc^2$.", "Формула: $E = mc^3$."),
        ("en-tr", "Open config.yaml in /etc/app.", "/etc/uygulama içinde ayar.yaml dosyasını açın."),
        ("en-fi", "Save as invoice_2024.xlsx.", "Tallenna nimellä lasku_2024.xlsx."),
        ("en-fr", "Press Ctrl+S to save.", "Appuyez sur Ctrl+Q pour enregistrer."),
        ("en-el", "Line 1\\nLine 2", "Γραμμή 1 Γραμμή 2"),
        ("en-hu", "Dear all,\n\nSee you.\n\nAnn", "Kedves mindenki!\n\nViszlát. Ann"),
        ("en-he", "Run `git pull` now.", "הריצו `גיט פול` עכשיו."),
        ("en-ar", "Visit https://example.com/help for help.", "قم بزيارة https://example.com/مساعدة للمساعدة."),
        ("en-ro", "Write to help@example.com.", "Scrieți la ajutor@example.com."),
        ("en-bg", "Turn the key to the left.", "Превод: Завъртете ключа наляво."),
        ("en-hr", "Turn the key to the left.", "Prijevod: Okrenite ključ ulijevo."),
        ("en-nl", "Turn the key to the left.", "Natuurlijk! Hier is de vertaling: Draai de sleutel naar links."),
        ("en-id", "Turn the key to the left.", "Berikut terjemahannya: Putar kunci ke kiri."),
        ("en-zh", "Turn the key to the left.", "当然，翻译如下：将钥匙向左转。"),
        ("en-ko", "Turn the key to the left.", "열쇠를 왼쪽으로 돌리십시오. (참고: 존댓말로 번역함)"),
        ("en-it", "Turn the key to the left.", "Girare la chiave a sinistra. (Nota: traduzione letterale)"),
        ("en-pt", "Turn the key to the left.", "Rode a chave para a esquerda. / Gire a chave para a esquerda."),
        ("en-ru", "Turn the key to the left.", "«Поверните ключ влево.»"),
        ("en-fr", "Turn the key to the left.", "Tournez la clé vers la gauche. Souhaitez-vous une autre version ?"),
        ("en-th", "Turn the key to the left.", "หมุนกุญแจไปทางซ้าย (หมายเหตุ: แปลตรงตัว)"),
        ("en-hu", "Turn the key to the left.", "Magyarul: Fordítsa a kulcsot balra."),
        ("en-sv", "Turn the key to the left.", "Svenska: Vrid nyckeln åt vänster."),
        (
            "en-es",
            "Turn the key to the left.",
            "Gire la llave a la izquierda [traducción alternativa: a mano izquierda].",
        ),
        ("en-sv", "Cancel", "Cancel"),
        ("en-pt", "Search", "Search"),
        ("en-da", "Welcome", "Welcome"),
        ("de-fr", "Löschen", "Löschen"),
        ("fr-en", "Fermer", "Fermer"),
        ("es-en", "Buscar", "Buscar"),
        ("en-hu", "Wash your hands.", "Wash your hands."),
        ("en-id", "Lift the cover carefully.", "Lift the cover carefully."),
        ("it-de", "Aprire la porta.", "Aprire la porta."),
        ("en-vi", "Thank you", "Thank you"),
        ("en-th", "Remove the cover and clean the filter.", "ถอดฝาครอบ and clean the filter"),
        ("en-el", "Remove the cover and clean the filter.", "Αφαιρέστε το κάλυμμα and clean the filter."),
        ("en-es", "Remove the cover and clean the filter.", "Retire la tapa and clean the filter."),
        (
            "en-no",
            "The pump must be clean and dry before you use it again.",
            "Pumpen skal være ren og tør, før du bruger den igen efter brug, og hvad du end gør.",
        ),
        (
            "en-sk",
            "The report must be ready before the end of the week.",
            "Zpráva musí být hotová před koncem týdne, protože ji všichni potřebují.",
        ),
        (
            "en-sr-Latn",
            "The file must be saved before closing.",
            "Datoteku treba spremiti prije zatvaranja, gdje god se nalazila.",
        ),
        (
            "en-ms",
            "You can download the file from the office.",
            "Anda bisa mengunduh berkas dari kantor karena uangnya sudah dibayar.",
        ),
        ("en-uk", "Where can I buy this book today?", "Где я могу купить эту книгу сегодня?"),
        ("en-ru", "Where can I buy this book today?", "Де я можу купити цю книгу сьогодні?"),
        ("en-pt", "Where can I buy this book today?", "¿Dónde puedo comprar este libro hoy mismo?"),
        (
            "en-pt-BR",
            "The user must open the file on the screen of the phone.",
            "O utilizador deve abrir o ficheiro no ecrã do telemóvel.",
        ),
        ("en-zh-HK", "Please save the file.", "请保存文件。"),
        ("en-zh-Hans", "Please save the file.", "請儲存檔案。"),
        (
            "en-nl",
            "The dog sleeps on the old chair in the kitchen.",
            "Der Hund schläft auf dem alten Stuhl in der Küche.",
        ),
        ("en-ro", "The dog sleeps on the old chair in the kitchen.", "Il cane dorme sulla vecchia sedia della cucina."),
    ],
)
def test_wrong(langs: str, source: str, target: str) -> None:
    assert vetoes(langs, source, target)


@pytest.mark.parametrize(
    ("langs", "source", "target"),
    [
        ("en-fr", "Hi %{user}, welcome!", "Bienvenue %{user} !"),
        ("en-ja", "%s ago", "%s前"),
        ("en-ko", "%1$s of %2$s", "%2$s 중 %1$s"),
        ("en-tr", "Save 20% today", "Bugün %20 indirim"),
        ("en-de", "100% cotton, 50% off, 5%", "100 % Baumwolle, 50 % Rabatt, 5 %"),
        (
            "en-ar",
            "{count, plural, one {# day} other {# days}}",
            "{count, plural, zero {لا أيام} one {يوم واحد} two {يومان} few {# أيام} many {# يومًا} other {# يوم}}",
        ),
        (
            "en-ru",
            "{count, plural, one {# day} other {# days}}",
            "{count, plural, one {# день} few {# дня} many {# дней} other {# дня}}",
        ),
        ("en-th", "{count, plural, one {# day} other {# days}}", "{count, plural, other {# วัน}}"),
        ("en-hu", "{count, plural, one {# day} other {# days}}", "{count, plural, one {# nap} other {# nap}}"),
        ("en-id", "{count, plural, one {# day} other {# days}}", "{count, plural, other {# hari}}"),
        ("en-de", "Costs $5 or $10 per month.", "Kostet 5 $ oder 10 $ im Monat."),
        ("en-fr", "Costs $5 and €4.", "Coûte 5 $ et 4 €."),
        ("en-fr", "Note: see page 3", "Remarque : voir page 3"),
        ("en-de", "AT&T and R&D; see below", "AT&T und F&E; siehe unten"),
        ("en-es", "Terms &amp; conditions", "Términos y condiciones"),
        ("en-ja", "Use <b>bold</b> and <i>italic</i>.", "<b>太字</b>と<i>斜体</i>を使います。"),
        ("en-ja", "The <0>page</0> of the <1>site</1>", "<1>サイト</1>の<0>ページ</0>"),
        ("en-de", "Press Ctrl+Alt+Del.", "Drücken Sie Strg+Alt+Entf."),
        ("en-zh", "Open readme.md first.", "请先打开 readme.md 文件。"),
        ("en-ko", "Open readme.md first.", "먼저 readme.md를 여십시오."),
        ("en-de", "either/or and he/she", "entweder/oder und er/sie"),
        ("en-sv", "version 2.3.1 is out", "version 2.3.1 är ute"),
        ("en-fr", "The :root is here, ok?", "Le :root est ici, d'accord ?"),
        ("en-es", "It is 5:30pm: go", "Son las 17:30: vamos"),
        ("en-de", "One.\nTwo.", "Eins.\nZwei."),
        ("en-pl", "Email me at a@b.com!", "Napisz do mnie na a@b.com!"),
        ("en-de", "He said: go.", "Er sagte: Los."),
        ("en-de", "Speed (km/h)", "Geschwindigkeit (km/h)"),
        ("en-es", "Male / Female", "Hombre / Mujer"),
        ("en-de", "Sure, why not?", "Klar, warum nicht?"),
        ("en-ja", "Attention", "注意："),
        ("en-ru", "“Peace” is a novel.", "«Мир» — это роман."),
        ("en-fr", "Is it on? Check it.", "Est-ce allumé ? Vérifiez."),
        ("en-de", "Marketing", "Marketing"),
        ("en-fr", "Service client", "Service client"),
        ("en-nl", "Water", "Water"),
        ("en-es", "Total: 5", "Total: 5"),
        ("en-it", "Computer", "Computer"),
        ("en-de", "Name", "Name"),
        ("en-fr", "Page 3", "Page 3"),
        ("en-de", "Arm", "Arm"),
        ("en-sv", "Start", "Start"),
        ("en-de", "iPhone 15 Pro Max", "iPhone 15 Pro Max"),
        ("en-es", "John Smith", "John Smith"),
        ("en-de", "New York", "New York"),
        ("en-de", "The Beatles", "The Beatles"),
        ("en-zh", "Click Save as PDF.", "点击“Save as PDF”。"),
        ("en-zh", "TensorFlow and PyTorch are frameworks.", "TensorFlow 和 PyTorch 都是框架。"),
        ("en-da", "The pump must be clean.", "Pumpen skal være ren og tør, før du bruger den igen."),
        ("en-nb", "The pump must be clean.", "Pumpen må være ren og tørr før du bruker den igjen."),
        (
            "en-sk",
            "The report must be ready.",
            "Správa musí byť hotová pred koncom týždňa, pretože ju všetci potrebujú.",
        ),
        ("en-hr", "The file must be saved.", "Datoteku treba spremiti prije zatvaranja, gdje god se nalazila."),
        ("en-sr-Latn", "The file must be saved.", "Datoteku treba sačuvati pre zatvaranja, gde god da se nalazi."),
        ("en-zh-TW", "Please save the file.", "請儲存檔案，謝謝。"),
        ("en-uk", "Where can I buy?", "Де я можу купити цю книгу сьогодні?"),
        (
            "en-es",
            "Juan works at São Paulo Futebol Clube in Brasília.",
            "Juan trabaja en el São Paulo Futebol Clube de Brasília.",
        ),
        ("en-gl", "The dog sleeps.", "O can dorme na cadeira vella da cociña porque está canso."),
        ("en-af", "The dog sleeps.", "Die hond slaap op die ou stoel in die kombuis."),
        ("en-et", "The dog sleeps.", "Koer magab köögis vana tooli peal, sest ta on väsinud."),
    ],
)
def test_right(langs: str, source: str, target: str) -> None:
    assert vetoes(langs, source, target) == set()
