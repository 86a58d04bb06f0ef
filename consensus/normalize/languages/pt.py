"""Portuguese."""

from consensus.normalize.languages.base import Language

LANGUAGE = Language(
    code="pt",
    name="Portuguese",
    scripts="latin",
    number_style="comma",
    traits="hours_24 trimesters denies_twice fixed_order",
    abbreviations="etc",
    titles=(
        "sr sra srs sras srta dr dra drs prof profa eng arq d dom gen cel cap ten sto sta s exmo exma v.ex.ª p.ex "
        "ex i.e pág págs p pp n núm nº arts fig figs vol tel av r tv aprox máx mín incl excl ed eds cf vs tab séc "
        "dept"
    ),
    labels="seção secção capítulo figura tabela passo artigo anexo parte",
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
    common=(
        "configurações definições guardar salvar cancelar eliminar excluir fechar abrir voltar seguinte procurar "
        "ajuda sim página ficheiro arquivo dia dias semana ano anos novo nova editar imprimir erro aviso senha "
        "utilizador usuário pressione leia verifique limpar retirar água porta janela casa pessoas tempo hoje amanhã "
        "ontem bom mau grande pequeno obrigado bem-vindo antes depois sem sempre mais menos primeiro último comprar "
        "pagar preço pedido mostrar adicionar enviar sobre entre cada todos todas mas quando onde aqui está são ser "
        "tem você seu sua este esta isso também muito pela pelo das deve"
    ),
    variants={
        "BR": (
            "ônibus celular celulares trem trens banheiro banheiros tela telas geladeira usuário usuários usuária "
            "aplicativo aplicativos cadastro registro registros equipe equipes esporte esportes planejar planejamento "
            "gerenciar gerenciamento salvar salve deletar baixar caminhão econômico econômica acadêmico acadêmica "
            "gênero prêmio prêmios tênis bebê bebês quilômetro quilômetros contato contatos fatos mouse pedestre "
            "pedestres suco sucos café-da-manhã xícara sorvete ônus terno time esportivo eletrônico eletrônica "
            "antônio anônimo anônima astronômico econômicos terceirizado você"
        ),
        "PT": (
            "autocarro autocarros telemóvel telemóveis comboio comboios ecrã ecrãs frigorífico frigoríficos utilizador "
            "utilizadores utilizadora ficheiro ficheiros registo registos equipa equipas desporto desportos planear "
            "planeamento gerir descarregar camião económico económica académico académica género prémio prémios ténis "
            "bebé bebés quilómetro quilómetros contacto contactos factos rato peão peões sumo sumos pequeno-almoço "
            "chávena gelado desportivo electrónico eletrónico eletrónica antónio anónimo anónima palavra-passe "
            "casa-de-banho connosco"
        ),
    },
    number_words=(
        "zero um|uma|primeiro|primeira|primeiros|primeiras dois|duas|segundo|segunda|dobro|ambos|ambas|par "
        "três|terceiro|terceira quatro|quarto|quarta cinco|quinto|quinta seis|sexto|sexta sete|sétimo|sétima "
        "oito|oitavo|oitava nove|nono|nona dez|décimo|décima|dezena|dezenas onze doze|dúzia|meio-dia treze "
        "catorze|quatorze quinze dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove vinte trinta "
        "quarenta cinquenta|cinqüenta sessenta setenta oitenta noventa cem|cento|centos|centena|centenas "
        "mil|milhar|milhares"
    ),
    more_number_words=(
        "0.25=quartos 0.5=meio,meia,metade,meia-hora,meios 3=terço 12=meia-noite 200=duzentos,duzentas 300=trezentos,"
        "trezentas 400=quatrocentos,quatrocentas 500=quinhentos,quinhentas 600=seiscentos 700=setecentos "
        "800=oitocentos 900=novecentos 1000000=milhão,milhões 1000000000=bilhão,bilhões"
    ),
    months=(
        "janeiro|jan fevereiro|fev março|mar abril|abr maio|mai junho|jun julho|jul agosto|ago setembro|set "
        "outubro|out novembro|nov dezembro|dez"
    ),
    unit_words=(
        "‰=por_mil mm=milímet~ cm=centímet~ km/h=quilômetros_por_hora,quilómetros_por_hora m=metro,metros "
        "km=quilômet~,quilómet~ inch=polegada,polegadas foot=pé,pés yard=jarda~ mile=milha,milhas g=grama,gramas "
        "kg=quilograma~,quilo,quilos t=tonelada,toneladas lb=libra,libras oz=onça,onças l=litro,litros "
        "ml=mililit~ s=segundo,segundos min=minuto,minutos h=hora,horas day=dia,dias week=semana,semanas "
        "month=mês,meses year=ano,anos V=volt,volts W=watt,watts kW=quilowatt~ acre=acre~ ha=hectare~ "
        "gallon=galão,galões A=ampere~"
    ),
    currency_words=(
        "peso=peso,pesos dollar=dólar,dólares EUR=euro,euros pound=libra,libras JPY=iene,ienes CNY=yuan,yuans "
        "rupee=rupias krone=coroa,coroas RUB=rublos PLN=zlotys UAH=hryvnias lira=liras ILS=shekels franc=franco,"
        "francos dinar=dinares dirham=dirhams BRL=real,reais"
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
        "segunda-feira|segunda|segundas-feiras terça-feira|terça|terças-feiras quarta-feira|quarta|quartas-feiras "
        "quinta-feira|quinta|quintas-feiras sexta-feira|sexta|sextas-feiras sábado|sábados domingo|domingos"
    ),
    joins="e ou",
    totals="total totais subtotal soma saldo",
    says_yes="sim verdadeiro",
    says_no="não nao falso",
    small_words=(
        "de a que o e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou "
        "quando muito nos já eu também só pelo pela até isso ela entre depois sem mesmo aos seus quem nas me esse "
        "eles você essa num nem suas meu às minha numa pelos elas qual lhe deles essas esses pelas este dele é são "
        "está estão ser tem pode deve foi cada dia dias vez novo nova prima pressione abra feche favor obrigado usar "
        "use antes todos toda todas todo te tu onde posso quero tenho fazer agora hoje ontem amanhã mesma nunca "
        "sempre algo alguém nada ninguém muita pouco bem mal melhor assim ainda livro casa água parte tempo grande "
        "foram seja sejam havia vocês nossa nosso dois duas três sobre sob desde contra cujo ter ver lhes volta "
        "buscar"
    ),
    letters="áâãàçéêíóôõúü",
    kin_consonants="ls mn",
)
