"""Dutch."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="nl",
    name="Dutch",
    abbreviations="enz etc e.d",
    titles=(
        "dhr mr mevr mw dr prof ir ing drs ds st jhr bijv bv d.w.z d.m.v i.p.v i.v.m o.a m.b.t m.n t.a.v t.o.v "
        "z.g.n vgl ca circa nr nrs afb fig blz p pp hfst tel incl excl max min resp vlg zgn evt ong jl b.v vs dl "
        "bldz"
    ),
    labels="sectie hoofdstuk figuur afbeelding tabel stap artikel bijlage deel",
    denies="niet geen nooit niemand niets nergens noch",
    hints_denial=(
        "zonder on~ nee nauwelijks zelden behalve weiger~ vermijd~ voorkom~ ontbre~ gebrek~ verbod~ verbied~ ~loos "
        "~loze alleen maar weinig mis~ te enkel~"
    ),
    everyday=("de het een van en in is dat op te zijn met voor niet aan er om ook als bij maar naar uit worden"),
    number_words=(
        "nul een|één|eerste twee|tweede|beide|dubbel|paar drie|derde vier|vierde vijf|vijfde zes|zesde zeven|zevende "
        "acht|achtste negen|negende tien|tiende|tientallen|tiental elf|elfde twaalf|twaalfde|dozijn|middag dertien "
        "veertien vijftien zestien zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig "
        "tachtig negentig honderd|honderden duizend|duizenden"
    ),
    common=(
        "instellingen opslaan annuleren verwijderen sluiten openen terug volgende zoeken ja nee pagina bestand "
        "bestanden dag dagen jaar jaren nieuw nieuwe bewerken afdrukken fout waarschuwing wachtwoord gebruiker druk "
        "lees lezen controleer schoonmaken water deur raam huis mensen tijd vandaag morgen gisteren goed slecht groot "
        "klein bedankt welkom voor na zonder altijd opnieuw meer minder eerste laatste kopen betalen prijs bestellen "
        "weergeven toevoegen verzenden over onder tussen elke alle maar als wanneer waar hier zijn wordt worden "
        "hebben kan moet deze dit die u uw wij niet ook week open man"
    ),
    more_number_words={"half": "0.5", "halve": "0.5", "helft": "0.5", "anderhalf": "1.5", "miljoen": "1000000"},
    months=(
        "januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug september|sep|sept "
        "oktober|okt november|nov december|dec"
    ),
    unit_words=(
        "mm=millimeter~ cm=centimeter~ m=meter,meters km=kilometer~ inch=inch,duim foot=voet yard=yard~ "
        "mile=mijl,mijlen g=gram kg=kilogram,kilo t=ton lb=pond oz=ons l=liter,liters ml=milliliter~ "
        "s=seconde,seconden min=minuut,minuten h=uur,uren day=dag,dagen week=week,weken month=maand,maanden "
        "year=jaar,jaren V=volt W=watt kW=kilowatt acre=acre~ ha=hectare~ gallon=gallon~ A=ampère"
    ),
    currency_words=(
        "$=dollar EUR=euro GBP=pond JPY=yen CNY=yuan INR=roepie CZK=kronen RUB=roebel PLN=zloty UAH=hryvnia TRY=lira "
        "ILS=sjekel CHF=frank"
    ),
    scale_words="3=duizend 6=miljoen,mln 9=miljard,mld,mrd 12=biljoen",
    not_symbols="A t",
)
