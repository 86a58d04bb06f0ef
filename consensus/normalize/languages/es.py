"""Spanish."""

from consensus.normalize.languages.base import Language

LANGUAGE = Language(
    code="es",
    name="Spanish",
    scripts="latin",
    traits="hours_24 trimesters denies_twice fixed_order",
    abbreviations="etc",
    titles=(
        "sr sra srta sres sras d dña dr dra dres prof profa ing lic arq gral cap cnel ud uds vd vds sto sta s.m "
        "p.ej ej pág págs p pp núm núms n nº arts fig figs vol tel tfno avda av ctra aprox máx mín incl excl ed "
        "eds cf vs dpto dto izq apdo tít párr"
    ),
    labels="sección capítulo figura tabla paso artículo anexo parte",
    denies="no nunca jamás nadie nada ningún ninguno ninguna ningunos ni tampoco",
    hints_denial=(
        "without=sin lack=falt~,carec~,carent~,ausen~,libre_de,exento~ only=solo,sólo,solamente,únicamente,"
        "exclusivamente,único,sino rare=apenas,poco,poca,pocos,raramente,rara except=salvo,excepto,excepción~,"
        "a_menos_que,exclu~,exclú~,excluy~ avoid=evit~,impid~,imped~,proteg~,proteja,abst~,alejad~,mantener~ "
        "stop=deje_de,dejar_de,dejó_de,ces~,deten~,cancel~,interrump~,caduc~,desactiv~,vencid~ refuse=rechaz~,"
        "neg~,niega~,deneg~,rehús~ forbid=prohib~,prohíb~,ilegal~,ilícit~ fail=fall~,fracas~ un=in~ble,in~bles,"
        "im~ble,im~bles,ir~ble,ir~bles,inexist~,irreversib~,inválid~,incorrect~,desconoc~,innecesari~,improbabl~,"
        "ilimitad~,insuficient~,incapa~,incomplet~,incompatib~,inaccesib~,indisponib~,independient~,inadecuad~,"
        "inexact~,inactiv~,impagad~,irrevoc~,inmediat~,inusual~,indebid~,desagrad~,desocupad~,ajen~ "
        "instead=lugar,vez_de other=otr~,distint~,diferent~,contrario wrong=mal,mala,malo,fals~,erróne~ "
        "hard=difícil~ gone=perd~,pierd~ empty=vací~,cero,blanco limit=como_máximo,como_mínimo,máxim~,mínim~,"
        "al_menos,a_más_tardar too=demasiad~ doubt=dud~"
    ),
    no_denial_pattern=(
        r"\bno (?:se |te |lo |la |le |os )?(?:olvid\w+|dud\w+|vacil\w+|deje\w*|dejes?|preocup\w+)\b|\bno (?:sólo|"
        r"solo|solamente|únicamente|obstante)\b|\bno (?:más tarde|después|antes) (?:de|del|que)\b|"
        r"\bnada más que\b|\bnada más\b|\bo no\b|\b¿?no es (?:así|cierto|verdad)\b|, ¿no\?|\bde nada\b|\bno sin\b|"
        r"\bhasta que no\b|\bsino también\b"
    ),
    everyday="el la los las que y en un una por con para del se no es su al lo como más este pero de",
    common=(
        "configuración ajustes guardar cancelar eliminar cerrar abrir volver siguiente buscar ayuda sí página "
        "archivo archivos día días semana año años nuevo nueva editar imprimir advertencia contraseña usuario "
        "pulse lea leer compruebe limpiar retirar agua puerta ventana casa gente tiempo hoy mañana ayer bueno "
        "malo grande pequeño gracias bienvenido antes después sin siempre otra más menos primero último comprar "
        "pagar precio pedido mostrar añadir enviar sobre entre cada todos todas pero si cuando donde aquí está "
        "están ser tiene usted nosotros sus este esta estos muy también hay"
    ),
    number_words=(
        "cero uno|un|una|primer|primero|primera|primeros|primeras dos|segundo|segunda|doble|ambos|ambas|par "
        "tres|tercer|tercero|tercera cuatro|cuarto|cuarta cinco|quinto|quinta seis|sexto|sexta siete|séptimo|séptima "
        "ocho|octavo|octava nueve|noveno|novena diez|décimo|décima|decena|decenas once doce|docena|mediodía trece "
        "catorce quince dieciséis diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta "
        "ochenta noventa cien|ciento|cientos|centenar|centenares|centenas mil|miles|millar|millares"
    ),
    more_number_words=(
        "0.5=medio,media,mitad,medios,medias,mitades 3=tercio 12=medianoche 21=veintiuno,veintiún,veintiuna "
        "22=veintidós 23=veintitrés 24=veinticuatro 25=veinticinco 26=veintiséis 27=veintisiete 28=veintiocho "
        "29=veintinueve 200=doscientos,doscientas 300=trescientos,trescientas 400=cuatrocientos,cuatrocientas "
        "500=quinientos,quinientas 600=seiscientos,seiscientas 700=setecientos,setecientas 800=ochocientos,"
        "ochocientas 900=novecientos,novecientas 1000000=millón,millones"
    ),
    months=(
        "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago "
        "septiembre|setiembre|sept|sep octubre|oct noviembre|nov diciembre|dic"
    ),
    unit_words=(
        "‰=por_mil mm=milímet~ cm=centímet~ km/h=kilómetros_por_hora m=metro,metros km=kilómet~ inch=pulgada,"
        "pulgadas foot=pie,pies yard=yarda~ mile=milla,millas g=gramo,gramos kg=kilogramo~,kilo,kilos t=tonelada,"
        "toneladas lb=libra,libras oz=onza,onzas l=litro,litros ml=mililit~ s=segundo,segundos min=minuto,minutos "
        "h=hora,horas day=día,días week=semana,semanas month=mes,meses year=año,años V=voltio,voltios W=vatio,"
        "vatios kW=kilovatio~ bar=bares acre=acre~ ha=hectárea~ gallon=galón,galones A=amperio~"
    ),
    currency_words=(
        "peso=peso,pesos dollar=dólar,dólares EUR=euro,euros pound=libra,libras JPY=yen,yenes CNY=yuan,yuanes "
        "rupee=rupias krone=corona,coronas RUB=rublos PLN=zlotys,eslotis UAH=grivnas lira=liras ILS=séqueles "
        "franc=franco,francos dinar=dinares,dinar dirham=dirhams,dírhams rial=riales HUF=florines"
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
    opposites=(
        "izquierd~ / derech~; encend~ enciend~ activ~ conect~ / apag~ desactiv~ desconect~; abr~ abiert~ / cerr~ "
        "cierr~; arriba sube suba subir suban ascend~ / abajo baja baje bajar bajen descend~; superior~ encima sobre "
        "/ inferior~ debajo bajo; antes / después; más mayor~ / menos menor~; mínim~ al_menos por_lo_menos "
        "como_mínimo / máxim~ como_máximo a_lo_sumo; aument~ increment~ eleve elevar eleva / reduz~ reduc~ disminu~ "
        "baje bajar baja rebaj~; entra entran entrar / sale salen salir; dentro interior~ intern~ / fuera exterior~ "
        "extern~; primer~ / últim~; inici~ comienz~ comenz~ empiez~ empez~ arranc~ / deten~ detien~ pare paren parar "
        "parada termin~ fin~ finaliz~; bloque~ / desbloque~; conect~ enchuf~ / desconect~ desenchuf~; añad~ agreg~ "
        "insert~ instal~ mont~ / elimin~ quit~ retir~ borr~ desinstal~ desmont~; empuj~ / tir~ jal~; calient~ cálid~ "
        "/ frí~ fresc~; húmed~ mojad~ / seco seca secos secas secar; siempre / nunca jamás; todo todos toda todas / "
        "ningun~ ningún nadie nada; en_sentido_horario sentido_de_las_agujas / en_sentido_antihorario "
        "en_sentido_contrario sentido_contrario_a_las_agujas; rojo roja rojos rojas / verde~ / azul~ / amarill~ / "
        "blanc~ / negr~ / naranja~ / marr~ / gris~ / morad~ violeta~ / rosa rosas; norte / sur / este / oeste; "
        "delanter~ delante adelante frontal~ / traser~ detrás atrás; entrada~ / salida~; alterna / continua; "
        "positiv~ / negativ~; permit~ autoriz~ / prohib~; crédito~ abon~ / débito~ carg~; brut~ / neto neta netos "
        "netas; import~ / export~; inclu~ / exclu~; acept~ aprob~ aprueb~ / rechaz~ deneg~; con / sin; alto alta "
        "altos altas / bajo baja bajos bajas; larg~ / cort~; grand~ gran / pequeñ~; rápid~ / lent~; llen~ / vací~; "
        "nuev~ / viej~ antigu~; temprano / tarde; día días diurn~ / noche noches nocturn~; hoy / mañana / ayer; "
        "verdader~ / fals~; válid~ / inválid~ no_válido; públic~ / privad~; horizontal~ / vertical~; llegad~ lleg~ / "
        "salida~ partida~; pesad~ / liger~; grues~ / delgad~ fino fina finos finas; anch~ / estrech~; apriet~ apret~ "
        "/ afloj~; muestr~ mostr~ / ocult~; subir suba cargar cargue / descarg~; compr~ / vend~ vent~; beneficio~ "
        "gananci~ / pérdida~; ingreso~ / gasto~; segur~ / peligros~; hombre~ masculin~ / mujer~ femenin~; éxito~ / "
        "fracas~ fall~; mejor~ / peor~"
    ),
    parties=(
        "comprador~ / vendedor~; inquilin~ arrendatari~ / arrendador~ casero~ propietari~; prestamista~ / "
        "prestatari~; licenciante~ / licenciatari~; empleador~ / emplead~ trabajador~; acreedor~ / deudor~; "
        "demandante~ / demandad~; asegurador~ / asegurad~; remitente~ / destinatari~; client~ / proveedor~; "
        "mandante~ / mandatari~ agente~; profesor~ maestr~ / alumn~ estudiante~; médic~ / paciente~; padre~ / hij~ "
        "niñ~"
    ),
    duties="debe deben deberá deberán debes / puede pueden podrá podrán puedes",
    weekdays="lunes martes miércoles|miercoles jueves viernes sábado|sábados|sabado domingo|domingos",
    joins="y e o u",
    totals="total totales subtotal suma saldo importe_total",
    says_yes="sí si verdadero",
    says_no="no falso",
    small_words=(
        "de la que el en y a los se del las por un para con no una su al lo como más pero sus le ya o este sí porque "
        "esta entre cuando muy sin sobre también me hasta hay donde quien desde todo todos toda todas nos durante "
        "uno ni contra otros ese eso ante ellos e esto antes algunos qué unos yo otro otra es son está están ser "
        "tiene puede debe usted ha han fue si cada día días vez nuevo nueva limpiar pulse abra cierre favor gracias "
        "usar use mi tu os dónde cuándo cómo cuál puedo quiero tengo hacer ahora hoy ayer mañana mismo misma nunca "
        "siempre algo alguien nada nadie mucho mucha poco bien mal mejor así aún libro casa agua parte tiempo gran "
        "les había fueron sea sean cual ella ellas nuestro nuestra sólo solo dos tres prima libre"
    ),
    letters="áéíñóúü",
)
