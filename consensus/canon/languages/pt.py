"""Portuguese."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="pt",
    name="Portuguese",
    denies="não nunca jamais ninguém nada nenhum nenhuma nem tampouco",
    hints_denial=(
        "sem in~ im~ ir~ des~ dis~ pouco pouca apenas salvo exceto evit~ falt~ imped~ proib~ neg~ recus~ só senão "
        "menos ausen~ mas demais"
    ),
    everyday="o a os as que e do da em um uma para com não por se mais dos na no foi ao como de",
    number_words=(
        "zero um|uma|primeiro|primeira|primeiros|primeiras dois|duas|segundo|segunda|dobro|ambos|ambas|par "
        "três|terceiro|terceira quatro|quarto|quarta cinco|quinto|quinta seis|sexto|sexta sete|sétimo|sétima "
        "oito|oitavo|oitava nove|nono|nona dez|décimo|décima|dezena|dezenas onze doze|dúzia|meio-dia treze "
        "catorze|quatorze quinze dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove vinte trinta "
        "quarenta cinquenta|cinqüenta sessenta setenta oitenta noventa cem|cento|centos|centena|centenas "
        "mil|milhar|milhares"
    ),
    more_number_words={
        "meio": "0.5",
        "meia": "0.5",
        "metade": "0.5",
        "milhão": "1000000",
        "bilhão": "1000000000",
        "meia-hora": "0.5",
        "meios": "0.5",
        "quartos": "0.25",
        "duzentos": "200",
        "duzentas": "200",
        "trezentos": "300",
        "trezentas": "300",
        "quatrocentos": "400",
        "quatrocentas": "400",
        "quinhentos": "500",
        "quinhentas": "500",
        "seiscentos": "600",
        "setecentos": "700",
        "oitocentos": "800",
        "novecentos": "900",
        "terço": "3",
        "meia-noite": "12",
        "milhões": "1000000",
        "bilhões": "1000000000",
    },
    months=(
        "janeiro|jan fevereiro|fev março|mar abril|abr maio|mai junho|jun julho|jul agosto|ago setembro|set "
        "outubro|out novembro|nov dezembro|dez"
    ),
    unit_words=(
        "‰=por_mil mm=milímet~ cm=centímet~ km/h=quilômetros_por_hora,quilómetros_por_hora m=metro,metros km=quilômet~,quilómet~ inch=polegada,polegadas foot=pé,pés "
        "yard=jarda~ mile=milha,milhas g=grama,gramas kg=quilograma~,quilo,quilos t=tonelada,toneladas "
        "lb=libra,libras oz=onça,onças l=litro,litros ml=mililit~ s=segundo,segundos min=minuto,minutos h=hora,horas "
        "day=dia,dias week=semana,semanas month=mês,meses year=ano,anos V=volt,volts W=watt,watts kW=quilowatt~ "
        "acre=acre~ ha=hectare~ gallon=galão,galões A=ampere~"
    ),
    currency_words=(
        "peso=peso,pesos dollar=dólar,dólares EUR=euro,euros pound=libra,libras JPY=iene,ienes CNY=yuan,yuans rupee=rupias krone=coroa,coroas "
        "RUB=rublos PLN=zlotys UAH=hryvnias lira=liras ILS=shekels franc=franco,francos dinar=dinares dirham=dirhams BRL=real,reais"
    ),
    scale_words="3=mil 6=milhão,milhões 9=mil_milhões,bilhão,bilhões 12=bilião,trilhão,trilhões",
    not_symbols="A",
    not_numbers=(
        "um uma primeiro primeira primeiros primeiras segundo segunda dobro ambos ambas par quarto quarta meio-dia "
        "décimo décima dezena dezenas dúzia terceira quinta sexta"
    ),
    clock=(
        "+30=HOUR_e_meia -15=um_quarto_para_as?_HOUR -15=quinze_para_as_HOUR +15=[àa]s_HOUR_e_um_quarto "
        "+15=[àa]s_HOUR_e_quinze -15=HOUR_menos_um_quarto -M=MINUTE_para_as?_HOUR 12:00=meio-dia 0:00=meia-noite"
    ),
    day_parts="morning=manhã|madrugada noon=meio-dia afternoon=tarde night=noite",
    weekdays=(
        "segunda-feira|segunda|segundas-feiras terça-feira|terça|terças-feiras quarta-feira|quarta|quartas-feiras "
        "quinta-feira|quinta|quintas-feiras sexta-feira|sexta|sextas-feiras sábado|sábados domingo|domingos"
    ),
)
