"""Polish."""

from consensus.normalize.languages.base import Language

LANGUAGE = Language(
    code="pl",
    name="Polish",
    scripts="latin",
    number_style="space",
    traits=(
        "hours_24 word_before_time dotted_dates numbers_begin_words ordinal_point denies_twice declines_names "
        "fixed_order"
    ),
    abbreviations="itd itp etc",
    titles=(
        "p pan pp dr prof hab inż mgr lek św ks bp abp gen płk kpt por sierż im ul al pl os np m.in tzn tj tzw ok "
        "ca art ust pkt rozdz rys tab str s t tom nr nry poz zob wg ww godz tel wyd max min maks"
    ),
    labels="sekcja rozdział rysunek tabela krok artykuł załącznik część",
    denies=(
        "nie nigdy nikt nikogo nikomu nic niczego żaden żadna żadne żadnego żadnej żadnych żadnym nigdzie ani "
        "brak nieprawda"
    ),
    hints_denial=(
        "without=bez lack=brak~,pozbawi~,wolny_od only=tylko,wyłącznie,jedynie,dopiero rare=mało,ledwo,ledwie,"
        "rzadko,niewiel~ except=oprócz,poza,chyba_że,wyjątk~,wyjąt~,wyklucz~,wyłącz~,inaczej avoid=unik~,"
        "zapobie~,zapobiec,chroni~,powstrzym~,wystrzega~,chroń~ stop=przesta~,zaprzesta~,anulow~,wygas~,"
        "przerwan~,przerwij,zatrzym~ refuse=odmaw~,odmów~,odmow~,odrzuc~ forbid=zakaz~,zabron~,zabran~,wzbron~,"
        "nielegaln~,nieupoważnion~ fail=niepowodz~,zawi~ un=nie~ny,nie~na,nie~ne,nie~nych,nie~nego,nie~nej,"
        "nie~nym,nie~ty,nie~ta,nie~te,niemożliw~,nieważn~,nieprawidłow~,nieznan~,niepotrzebn~,niedostępn~,"
        "nieogranicz~,niebezpieczn~,nieodpowiedni~,nieużywan~,niezdoln~,niekompletn~,niewystarcz~,niezależn~,"
        "niezadowol~,nieopłacon~,niejasn~,niezmienion~,nieaktywn~,niezwłoczn~,nieodwołal~,niewykorzyst~,"
        "nieautoryzow~,nietypow~,niezgodn~,niemniej instead=zamiast,lecz other=inn~,różn~ wrong=źle,zły,fałsz~,"
        "błędn~ hard=trudn~ gone=strac~,utrac~,zgub~ empty=pust~,zero limit=najwyżej,co_najmniej,maksym~,minim~,"
        "najpóźniej too=zbyt doubt=wątpi~"
    ),
    no_denial_pattern=(
        r"\bnie (?:tylko|zapom\w+|wahaj\w*|obawiaj\w*|martw\w*|zwlekaj\w*)\b|\bnie (?:później|wcześniej) niż\b|"
        r"\b(?:dopóki|póki|zanim) nie\b|\bnic innego\b|\blub nie\b|\bczy nie\b|\bnieprawdaż\b|\bnie ma za co\b|"
        r"\bnie bez\b"
    ),
    everyday="w i na z się nie do to jest że o jak po ale przez od za dla który są przy oraz tym być",
    common=(
        "ustawienia zapisz zapisać anuluj usuń zamknij otwórz wstecz dalej szukaj pomoc tak strona plik pliki dzień "
        "dni tydzień rok lat nowy nowa edytuj drukuj błąd ostrzeżenie hasło użytkownik naciśnij przeczytaj sprawdź "
        "wyczyść wyjmij woda drzwi okno dom ludzie czas dziś jutro wczoraj dobry zły duży mały dziękujemy witamy "
        "przed po bez zawsze ponownie więcej mniej pierwszy ostatni kupić zapłacić cena zamów pokaż dodaj wyślij nad "
        "pod między każdy wszystkie lub ale jeśli gdy gdzie tutaj są być ma można należy ten ta oraz przez od tylko"
    ),
    number_words=(
        "zero "
        "jeden|jedna|jedno|jednego|jednej|jednym|jedną|pierwszy|pierwsza|pierwsze|pierwszego|pierwszej|pierwszym|raz "
        "dwa|dwie|dwóch|dwoma|dwoje|drugi|druga|drugie|drugiego|drugiej|drugim|oba|obie|obu|para|parę|dwukrotnie "
        "trzy|trzech|trzema|troje|trzej|trzeci|trzecia|trzecie|trzeciego|trzeciej "
        "cztery|czterech|czterema|czwarty|czwarta|czwarte|czwartego|czwartej "
        "pięć|pięciu|pięcioma|piąty|piąta|piąte|piątego|piątej sześć|sześciu|szósty|szósta|szóste|szóstego|szóstej "
        "siedem|siedmiu|siódmy|siódma|siódme|siódmego|siódmej osiem|ośmiu|ósmy|ósma|ósme|ósmego|ósmej "
        "dziewięć|dziewięciu|dziewiąty|dziewiąta|dziewiątego "
        "dziesięć|dziesięciu|dziesiąty|dziesiąta|dziesiątego|dziesiątki|dziesiątek jedenaście|jedenastu "
        "dwanaście|dwunastu|tuzin|południe|południa|południu trzynaście|trzynastu czternaście|czternastu "
        "piętnaście|piętnastu szesnaście|szesnastu siedemnaście|siedemnastu osiemnaście|osiemnastu "
        "dziewiętnaście|dziewiętnastu dwadzieścia|dwudziestu trzydzieści|trzydziestu czterdzieści|czterdziestu "
        "pięćdziesiąt|pięćdziesięciu sześćdziesiąt|sześćdziesięciu siedemdziesiąt|siedemdziesięciu "
        "osiemdziesiąt|osiemdziesięciu dziewięćdziesiąt|dziewięćdziesięciu sto|stu|setki|setek "
        "tysiąc|tysiąca|tysiące|tysięcy"
    ),
    more_number_words=(
        "0.25=ćwierć 0.5=pół,połowa,połowę,połowy 1.5=półtora,półtorej,pół-torej 2=dwaj,dwojga 3=trojga,trzykrotnie,"
        "trzykroć 4=czterej,czworo,czworga 5=pięcioro,pięciorga 6=sześcioro 7=siedmioro 8=ośmioro 9=dziewięcioro,"
        "dziewiątej,dziewiąte 10=dziesięcioro,dziesiątej 11=jedenasta,jedenastej 12=dwunasta,dwunastej,północ "
        "15=kwadrans,kwadransa,kwadransie 200=dwieście,dwustu 300=trzysta,trzystu 400=czterysta 500=pięćset,pięciuset "
        "600=sześćset 700=siedemset 800=osiemset 900=dziewięćset 1000000=milion 1000000000=miliard"
    ),
    months=(
        "stycznia|styczeń|styczniu|sty lutego|luty|lutym|lut marca|marzec|marcu|mar kwietnia|kwiecień|kwietniu|kwi "
        "maja|maj|maju czerwca|czerwiec|czerwcu|cze lipca|lipiec|lipcu|lip sierpnia|sierpień|sierpniu|sie "
        "września|wrzesień|wrześniu|wrz października|październik|październiku|paź listopada|listopad|listopadzie|lis "
        "grudnia|grudzień|grudniu|gru"
    ),
    unit_words=(
        "‰=promil~ mm=milimetr~ cm=centymetr~ km/h=kilometrów_na_godzinę m=metr,metry,metra,metrów,metrach,"
        "metrami km=kilometr~ inch=cal,cale,cali,cala,calowy~ foot=stopa,stopy,stóp yard=jard~ mile=mila,mile,mil,"
        "mili g=gram,gramy,grama,gramów kg=kilogram~,kilo t=tona,tony,ton lb=funt~ oz=uncj~ l=litr,litry,litra,"
        "litrów ml=mililitr~ s=sekund~ min=minut~ h=godzin~ day=dzień,dni,dnia,dniach,dniami week=tydzień,"
        "tygodni~ month=miesiąc~,miesięcy year=rok,roku,lat,lata,latach,latami V=wolt~ W=wat,waty,watów "
        "kW=kilowat~ acre=akr~ ha=hektar~ gallon=galon~ A=amper~"
    ),
    currency_words=(
        "peso=peso dollar=dolar~ EUR=euro pound=funt~ JPY=jen,jenów,jeny CNY=juan~ rupee=rupii,rupie krone=koron~ "
        "RUB=rubl~ PLN=złoty~,złote,złotych UAH=hrywien,hrywny lira=lir,liry ILS=szekli franc=frank~"
    ),
    scale_words=(
        "3=tys,tysiąc,tysiące,tysięcy,tysiąca 6=mln,milion,miliony,milionów,miliona,milionach "
        "9=mld,miliard,miliardy,miliardów,miliarda 12=bln,bilion,bilionów"
    ),
    not_symbols="A",
    not_numbers=(
        "jeden jedna jedno jednego jednej jednym jedną pierwszy pierwsza pierwsze pierwszego pierwszej pierwszym "
        "raz drugi druga drugie drugiego drugiej drugim oba obie obu para parę tuzin południe południa południu "
        "dziesiątki dziesiątek"
    ),
    clock=(
        "-30=wpół_do_HOUR -30=w_pół_do_HOUR +15=kwadrans_po_HOUR -15=za_kwadrans_HOUR -15=kwadrans_do_HOUR "
        "-15=kwadrans_przed_HOUR -M=za_MINUTE_HOUR +M=MINUTE_po_HOUR 12:00=w_południe 0:00=północ 0:00=o_północy"
    ),
    day_parts=(
        "morning=rano|ranem|rana|przed_południem afternoon=po_południu|popołudniu|popołudnie "
        "evening=wieczorem|wieczór|wieczora night=w_nocy|nocą|noc"
    ),
    opposites=(
        "lew~ / praw~; włącz~ / wyłącz~; otw~ / zamk~ zamyk~; górę podnie~ / dół opuś~; górn~ nad powyżej wyżej / "
        "doln~ pod poniżej niżej; przed / po; więcej bardziej / mniej; minim~ co_najmniej przynajmniej / maksym~ "
        "co_najwyżej najwyżej; zwiększ~ podwyższ~ podnie~ wzro~ rośnie / zmniejsz~ obniż~ spad~ redukuj~; wewnątrz "
        "wewnętrzn~ / na_zewnątrz zewnętrzn~ poza; pierwsz~ / ostatn~; urucho~ rozpocz~ zacz~ start~ początek / "
        "zatrzym~ zakończ~ stop~ koniec końc~; zablok~ blok~ / odblok~; podłącz~ połącz~ / odłącz~ rozłącz~; doda~ "
        "wstaw~ włóż~ zainstaluj~ zamontuj~ montuj~ / usuń~ usun~ usuw~ wyjmij~ odinstaluj~ zdemontuj~; pchn~ pchaj~ "
        "popchn~ naciśn~ / ciągn~ pociągn~; ciepł~ gorąc~ / zimn~ chłodn~; mokr~ wilgotn~ / such~; zawsze / nigdy; "
        "wszysc~ wszystk~ każd~ / żad~ nikt nic nikogo; zgodnie_z_ruchem_wskazówek w_prawo / "
        "przeciwnie_do_ruchu_wskazówek w_lewo; czerwon~ / zielon~ / niebiesk~ / żółt~ / biał~ / czarn~ / "
        "pomarańczow~ / brązow~ / szar~ / fioletow~ / różow~; plus~ / minus~; północ~ / południ~ południow~ / "
        "wschod~ wschód / zachod~ zachód; przedn~ przód przodu / tyln~ tył tyłu; wejści~ wlot~ / wyjści~ wylot~; "
        "przemienn~ / stał~; dodatni~ pozytywn~ / ujemn~ negatywn~; zezwal~ dozwol~ pozwal~ wolno / zabron~ zabran~ "
        "zakaz~; uzna~ / obciąż~; brutto / netto; import~ / eksport~; zawiera~ włącznie / wyklucz~ wyłącz~ "
        "z_wyjątkiem; akcept~ przyjm~ zatwierd~ / odrzuc~ odmow~ odmaw~; z ze / bez; wysok~ wyższ~ / nisk~ niższ~; "
        "dług~ dłuż~ / krót~; duż~ wielk~ większ~ / mał~ mniejsz~; szybk~ szybciej / woln~ powoli wolniej; pełn~ / "
        "pust~; now~ / stary stara stare starego starej starą starsz~; wcześn~ / późn~; dzień dnia dni dniem dzienn~ "
        "/ noc nocy nocą nocn~; rano poran~ / wieczor~ wieczór; dzisiaj dziś / jutro / wczoraj; prawd~ / fałsz~; "
        "ważn~ / nieważn~; publiczn~ / prywatn~; poziom~ / pionow~; przyjazd~ przylot~ / odjazd~ odlot~ wyjazd~; "
        "cięż~ / lekk~; grub~ / cienk~; szerok~ / wąsk~; dokręc~ / poluzuj~ odkręc~; pokaż~ wyświetl~ pokaz~ / "
        "ukryj~ ukry~; prześlij~ wysyła~ wyślij~ / pobierz~ pobran~ odbier~; kup~ nabyw~ / sprzeda~; zysk~ / strat~; "
        "przych~ dochod~ dochód / wydat~ koszt~; bezpieczn~ / niebezpieczn~; mężczyzn~ męsk~ / kobiet~ żeńsk~; "
        "sukces~ powiod~ powodz~ / niepowodz~; lepsz~ najlepsz~ / gorsz~ najgorsz~"
    ),
    parties=(
        "kupując~ nabywc~ / sprzedając~ sprzedawc~ zbywc~; najemc~ lokator~ / wynajmując~; pożyczkodawc~ "
        "kredytodawc~ / pożyczkobiorc~ kredytobiorc~; licencjodawc~ / licencjobiorc~; pracodawc~ / pracownik~ "
        "pracobiorc~; wierzyciel~ / dłużni~; powód powoda powodowi / pozwan~; ubezpieczyciel~ / ubezpieczon~ "
        "ubezpieczając~; nadawc~ / odbiorc~ adresat~; klient~ / dostawc~; zleceniodawc~ mocodawc~ / zleceniobiorc~ "
        "pełnomocnik~; nauczyciel~ / uczni~ uczeń; lekarz~ / pacjent~; rodzic~ / dzieck~ dzieci~"
    ),
    duties="musi muszą należy powinien powinna powinno powinny / może mogą można",
    weekdays=(
        "poniedziałek|poniedziałku|poniedziałki|poniedziałkiem wtorek|wtorku|wtorki|wtorkiem "
        "środa|środę|środy|środzie|środą|śród czwartek|czwartku|czwartki|czwartkiem piątek|piątku|piątki|piątkiem "
        "sobota|sobotę|soboty|sobocie|sobotą|sobót niedziela|niedzielę|niedzieli|niedziele|niedzielą|niedziel"
    ),
    joins="i oraz lub albo a",
    totals="razem suma łącznie ogółem saldo podsumowanie",
    says_yes="tak prawda",
    says_no="nie fałsz",
    small_words=(
        "i w się na jest że z do to jak ale po dla by które który która tak są było był jego od lub tylko aby "
        "jeszcze gdy przed przy być będzie mieć może musi nie co gdzie kiedy każdy wszystkie ten ta te bez pod nad "
        "między także we ze ich was nas dlatego ponieważ jeśli ani aż niż dzień dni proszę dziękujemy urządzenie "
        "naciśnij otwórz zamknij użyj ustawienia chyba teraz minut"
    ),
    letters="ąćęłńóśźż",
    kin_consonants="kc gz hz",
)
