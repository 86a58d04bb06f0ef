"""Spanish."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="es",
    name="Spanish",
    denies="no nunca jamás nadie nada ningún ninguno ninguna ni tampoco",
    hints_denial=(
        "sin in~ im~ ir~ des~ dis~ poco poca apenas salvo excepto evit~ falt~ carec~ impid~ imped~ prohib~ neg~ "
        "rechaz~ solo sólo sino menos ausen~ dej~ fracas~ pero demasiado"
    ),
    everyday="el la los las que y en un una por con para del se no es su al lo como más este pero de",
    number_words=(
        "cero uno|un|una|primer|primero|primera|primeros|primeras dos|segundo|segunda|doble|ambos|ambas|par "
        "tres|tercer|tercero|tercera cuatro|cuarto|cuarta cinco|quinto|quinta seis|sexto|sexta siete|séptimo|séptima "
        "ocho|octavo|octava nueve|noveno|novena diez|décimo|décima|decena|decenas once doce|docena|mediodía trece "
        "catorce quince dieciséis diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta "
        "ochenta noventa cien|ciento|cientos|centenar|centenares|centenas mil|miles|millar|millares"
    ),
    more_number_words={
        "medio": "0.5",
        "media": "0.5",
        "mitad": "0.5",
        "millón": "1000000",
        "medios": "0.5",
        "medias": "0.5",
        "mitades": "0.5",
        "doscientos": "200",
        "doscientas": "200",
        "trescientos": "300",
        "trescientas": "300",
        "cuatrocientos": "400",
        "cuatrocientas": "400",
        "quinientos": "500",
        "quinientas": "500",
        "seiscientos": "600",
        "seiscientas": "600",
        "setecientos": "700",
        "setecientas": "700",
        "ochocientos": "800",
        "ochocientas": "800",
        "novecientos": "900",
        "novecientas": "900",
        "veintiuno": "21",
        "veintiún": "21",
        "veintiuna": "21",
        "veintidós": "22",
        "veintitrés": "23",
        "veinticuatro": "24",
        "veinticinco": "25",
        "veintiséis": "26",
        "veintisiete": "27",
        "veintiocho": "28",
        "veintinueve": "29",
        "medianoche": "12",
        "millones": "1000000",
        "tercio": "3",
    },
    months=(
        "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago "
        "septiembre|setiembre|sept|sep octubre|oct noviembre|nov diciembre|dic"
    ),
    unit_words=(
        "‰=por_mil mm=milímet~ cm=centímet~ km/h=kilómetros_por_hora m=metro,metros km=kilómet~ inch=pulgada,pulgadas foot=pie,pies yard=yarda~ "
        "mile=milla,millas g=gramo,gramos kg=kilogramo~,kilo,kilos t=tonelada,toneladas lb=libra,libras "
        "oz=onza,onzas l=litro,litros ml=mililit~ s=segundo,segundos min=minuto,minutos h=hora,horas day=día,días "
        "week=semana,semanas month=mes,meses year=año,años V=voltio,voltios W=vatio,vatios kW=kilovatio~ bar=bares "
        "acre=acre~ ha=hectárea~ gallon=galón,galones A=amperio~"
    ),
    currency_words=(
        "peso=peso,pesos dollar=dólar,dólares EUR=euro,euros pound=libra,libras JPY=yen,yenes CNY=yuan,yuanes rupee=rupias krone=corona,coronas "
        "RUB=rublos PLN=zlotys,eslotis UAH=grivnas lira=liras ILS=séqueles franc=franco,francos dinar=dinares,dinar dirham=dirhams,dírhams rial=riales HUF=florines"
    ),
    scale_words="3=mil,miles 6=millón,millones 9=mil_millones 12=billón,billones",
    not_symbols="A",
    not_numbers=(
        "uno un una primer primero primera primeros primeras segundo segunda doble ambos ambas par cuarto cuarta "
        "mediodía décimo décima decena decenas docena quinta quinto tercio"
    ),
    clock=(
        "+30=las?_HOUR_y_media -15=las?_HOUR_menos_cuarto +15=las?_HOUR_y_cuarto +15=las?_HOUR_y_quince "
        "-M=las?_HOUR_menos_MINUTE -15=cuarto_para_las?_HOUR -M=MINUTE_para_las?_HOUR +0=las?_HOURWORD_en_punto "
        "12:00=mediodía 0:00=medianoche"
    ),
    day_parts=(
        "morning=la_mañana|esta_mañana|la_madrugada|madrugada noon=mediodía afternoon=la_tarde|esta_tarde|tarde "
        "night=la_noche|esta_noche|noche"
    ),
    weekdays="lunes martes miércoles|miercoles jueves viernes sábado|sábados|sabado domingo|domingos",
)
