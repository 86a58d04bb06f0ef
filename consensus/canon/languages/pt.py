"""Portuguese."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="pt",
    name="Portuguese",
    denies="não nunca jamais ninguém nada nenhum nenhuma nenhuns nem tampouco",
    hints_denial=(
        "without=sem lack=falt~,carec~,ausen~,isent~,livre_de only=só,somente,apenas,unicamente,exclusivamente,"
        "único rare=pouco,pouca,poucos,raramente,mal except=salvo,exceto,excepto,exceção,excepção,exclu~,"
        "a_menos_que avoid=evit~,imped~,proteg~,proteja,proteção,abst~,afastad~,longe stop=deixe_de,deixar_de,"
        "deixou_de,cess~,cancel~,interromp~,expir~,desativ~,caduc~ refuse=recus~,rejeit~,neg~ forbid=proib~,"
        "proíb~,ilegal~,ilícit~ fail=falh~,fracass~ un=in~vel,in~veis,im~vel,im~veis,ir~vel,ir~veis,inexist~,"
        "irrevers~,impossív~,impossib~,inválid~,incorret~,incorrect~,desconhec~,desnecessári~,improváv~,"
        "ilimitad~,insuficient~,incapa~,incomplet~,incompatív~,inacessív~,indisponív~,independent~,inadequad~,"
        "inexat~,inativ~,irrevog~,imediat~,invulgar,incomum,indevid~,inalterad~,alhei~ instead=lugar,vez_de,"
        "invés,senão other=outr~,diferent~,divers~,contrário wrong=mau,má,fals~,errad~ hard=difícil "
        "difíceis=difíceis gone=perd~,perc~ empty=vazi~,zero,branco limit=no_máximo,no_mínimo,máxim~,mínim~,"
        "pelo_menos,o_mais_tardar too=demasiad~,demais doubt=dúvid~,duvid~"
    ),
    no_denial_pattern=(
        r"\bnão (?:se |te |deixe de |deixes de )?(?:esqueç\w+|esquec\w+|hesit\w+|deix\w+|preocup\w+)\b|"
        r"\bnão (?:só|somente|apenas|obstante)\b|\bnão (?:mais tarde|depois)\b|\bnada mais (?:que|do que)\b|"
        r"\bou não\b|\bnão é\?|\bde nada\b|\bnão sem\b|\baté que não\b|, não\?"
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
    more_number_words={"meio": "0.5", "meia": "0.5", "metade": "0.5", "milhão": "1000000", "bilhão": "1000000000"},
    months=(
        "janeiro|jan fevereiro|fev março|mar abril|abr maio|mai junho|jun julho|jul agosto|ago setembro|set "
        "outubro|out novembro|nov dezembro|dez"
    ),
    unit_words=(
        "mm=milímet~ cm=centímet~ m=metro,metros km=quilômet~,quilómet~ inch=polegada,polegadas foot=pé,pés "
        "yard=jarda~ mile=milha,milhas g=grama,gramas kg=quilograma~,quilo,quilos t=tonelada,toneladas "
        "lb=libra,libras oz=onça,onças l=litro,litros ml=mililit~ s=segundo,segundos min=minuto,minutos h=hora,horas "
        "day=dia,dias week=semana,semanas month=mês,meses year=ano,anos V=volt,volts W=watt,watts kW=quilowatt~ "
        "acre=acre~ ha=hectare~ gallon=galão,galões A=ampere~"
    ),
    currency_words=(
        "$=dólar,dólares EUR=euro,euros GBP=libra,libras JPY=iene,ienes CNY=yuan,yuans INR=rupias CZK=coroas "
        "RUB=rublos PLN=zlotys UAH=hryvnias TRY=liras ILS=shekels CHF=francos BRL=real,reais"
    ),
    scale_words="3=mil 6=milhão,milhões 9=mil_milhões,bilhão,bilhões 12=bilião,trilhão,trilhões",
    not_symbols="A",
    opposites=(
        "esquerd~ / direit~; ligue ligar liga ligad~ ativ~ activ~ / deslig~ desativ~ desactiv~; abr~ abert~ / fech~; "
        "cima suba subir sobe / baixo desça descer desce; superior~ acima sobre / inferior~ abaixo sob; antes / "
        "depois após; mais maior~ / menos menor~; mínim~ pelo_menos no_mínimo / máxim~ no_máximo; aument~ elev~ / "
        "redu~ diminu~ baix~; dentro intern~ interior~ / fora extern~ exterior~; primeir~ / últim~; inici~ começ~ / "
        "pare parar parad~ termin~ fim interromp~; bloque~ tranc~ / desbloque~ destranc~; conect~ / desconect~; "
        "adicion~ insir~ inser~ instal~ mont~ / remov~ retir~ elimin~ exclu~ desinstal~ desmont~; empurr~ / pux~; "
        "quent~ morn~ / fri~ fresc~; húmid~ úmid~ molhad~ / seco seca secos secas secar; sempre / nunca jamais; todo "
        "todos toda todas tudo / nenhum~ ninguém nada; no_sentido_horário sentido_dos_ponteiros / "
        "no_sentido_anti_horário sentido_anti sentido_contrário; vermelh~ / verde~ / azul azuis / amarel~ / branc~ / "
        "preto preta pretos pretas negr~ / laranja~ / castanh~ marrom marrons / cinza~ cinzent~ / roxo roxa violeta~ "
        "/ rosa; norte / sul / leste este / oeste; dianteir~ frente frontal~ / traseir~ trás atrás; entrada~ / "
        "saída~; alternada / contínua; positiv~ / negativ~; permit~ autoriz~ / proib~; crédito~ credit~ / débito~ "
        "debit~; brut~ / líquid~; import~ / export~; inclu~ / exclu~; aceit~ aprov~ / rejeit~ recus~; com / sem; "
        "alto alta altos altas / baixo baixa baixos baixas; long~ comprid~ / curt~; grand~ / pequen~; rápid~ / "
        "lent~; chei~ / vazi~; novo nova novos novas / velh~ antig~; cedo / tarde; dia dias / noite noites; manhã / "
        "tarde noite; hoje / amanhã / ontem; verdadeir~ / fals~; válid~ / inválid~; públic~ / privad~; horizonta~ / "
        "vertica~; chegad~ cheg~ / partid~ saíd~; pesad~ / leve leves; gross~ espess~ / fino fina finos finas; larg~ "
        "/ estreit~; apert~ / afroux~ solt~; mostr~ exib~ / ocult~ escond~; carreg~ / descarreg~; compr~ / vend~; "
        "lucr~ ganh~ / perd~ prejuíz~; receit~ / despes~; segur~ / perigos~; homem homens masculin~ / mulher~ "
        "feminin~; sucess~ / falh~ fracass~; melhor~ / pior~"
    ),
    parties=(
        "comprador~ / vendedor~; inquilin~ arrendatári~ locatári~ / senhori~ arrendador~ locador~ proprietári~; "
        "credor~ mutuante~ / devedor~ mutuári~; licenciante~ licenciador~ / licenciad~; empregador~ / empregad~ "
        "trabalhador~; autor autora requerente~ / réu ré requerid~; segurador~ / segurad~; remetent~ / destinatári~; "
        "client~ / fornecedor~; mandante~ / mandatári~ agente~; professor~ / alun~ estudante~; médic~ / paciente~; "
        "pais pai mãe / filh~ criança~"
    ),
    duties="deve devem deverá deverão / pode podem poderá poderão",
    weekdays=(
        "segunda|segunda-feira terça|terça-feira quarta|quarta-feira quinta|quinta-feira sexta|sexta-feira sábado~ "
        "domingo~"
    ),
    joins="e ou",
)
