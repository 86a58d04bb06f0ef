"""Polish."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="pl",
    name="Polish",
    abbreviations="itd itp etc",
    titles=(
        "p pan pp dr prof hab inż mgr lek św ks bp abp gen płk kpt por sierż im ul al pl os np m.in tzn tj tzw ok "
        "ca art ust pkt rozdz rys tab str s t tom nr nry poz zob wg ww godz tel wyd max min maks"
    ),
    labels="sekcja rozdział rysunek tabela krok artykuł załącznik część",
    denies="nie nigdy nikt nikogo nic żaden żadna żadne żadnego żadnej żadnych nigdzie ani brak",
    hints_denial=(
        "bez nie~ mało ledwo rzadko oprócz unik~ odm~ zapobie~ zakaz~ zabron~ tylko lecz wyklucz~ pozbawi~ brak~ "
        "braku poza bynajmniej ale"
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
    more_number_words={"pół": "0.5", "połowa": "0.5", "półtora": "1.5", "milion": "1000000", "miliard": "1000000000"},
    months=(
        "stycznia|styczeń|styczniu|sty lutego|luty|lutym|lut marca|marzec|marcu|mar kwietnia|kwiecień|kwietniu|kwi "
        "maja|maj|maju czerwca|czerwiec|czerwcu|cze lipca|lipiec|lipcu|lip sierpnia|sierpień|sierpniu|sie "
        "września|wrzesień|wrześniu|wrz października|październik|październiku|paź listopada|listopad|listopadzie|lis "
        "grudnia|grudzień|grudniu|gru"
    ),
    unit_words=(
        "mm=milimetr~ cm=centymetr~ m=metr,metry,metra,metrów,metrach,metrami km=kilometr~ "
        "inch=cal,cale,cali,cala,calowy~ foot=stopa,stopy,stóp yard=jard~ mile=mila,mile,mil,mili "
        "g=gram,gramy,grama,gramów kg=kilogram~,kilo t=tona,tony,ton lb=funt~ oz=uncj~ l=litr,litry,litra,litrów "
        "ml=mililitr~ s=sekund~ min=minut~ h=godzin~ day=dzień,dni,dnia,dniach,dniami week=tydzień,tygodni~ "
        "month=miesiąc~,miesięcy year=rok,roku,lat,lata,latach,latami V=wolt~ W=wat,waty,watów kW=kilowat~ acre=akr~ "
        "ha=hektar~ gallon=galon~ A=amper~"
    ),
    currency_words=(
        "$=dolar~ EUR=euro GBP=funt~ JPY=jen,jenów,jeny CNY=juan~ INR=rupii,rupie CZK=koron,korony RUB=rubl~ "
        "PLN=złoty~,złote,złotych UAH=hrywien,hrywny TRY=lir,liry ILS=szekli CHF=frank~"
    ),
    scale_words=(
        "3=tys,tysiąc,tysiące,tysięcy,tysiąca 6=mln,milion,miliony,milionów,miliona,milionach "
        "9=mld,miliard,miliardy,miliardów,miliarda 12=bln,bilion,bilionów"
    ),
    not_symbols="A",
)
