"""Spanish."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="es",
    name="Spanish",
    abbreviations="etc",
    titles=(
        "sr sra srta sres sras d dña dr dra dres prof profa ing lic arq gral cap cnel ud uds vd vds sto sta s.m "
        "p.ej ej pág págs p pp núm núms n nº arts fig figs vol tel tfno avda av ctra aprox máx mín incl excl ed "
        "eds cf vs dpto dto izq apdo tít párr"
    ),
    labels="sección capítulo figura tabla paso artículo anexo parte",
    denies="no nunca jamás nadie nada ningún ninguno ninguna ni tampoco",
    hints_denial=(
        "sin in~ im~ ir~ des~ dis~ poco poca apenas salvo excepto evit~ falt~ carec~ impid~ imped~ prohib~ neg~ "
        "rechaz~ solo sólo sino menos ausen~ dej~ fracas~ pero demasiado"
    ),
    everyday="el la los las que y en un una por con para del se no es su al lo como más este pero de",
    common=(
        "configuración ajustes guardar cancelar eliminar cerrar abrir volver siguiente buscar ayuda sí página archivo "
        "archivos día días semana año años nuevo nueva editar imprimir advertencia contraseña usuario pulse lea leer "
        "compruebe limpiar retirar agua puerta ventana casa gente tiempo hoy mañana ayer bueno malo grande pequeño "
        "gracias bienvenido antes después sin siempre otra más menos primero último comprar pagar precio pedido "
        "mostrar añadir enviar sobre entre cada todos todas pero si cuando donde aquí está están ser tiene usted "
        "nosotros sus este esta estos muy también hay"
    ),
    number_words=(
        "cero uno|un|una|primer|primero|primera|primeros|primeras dos|segundo|segunda|doble|ambos|ambas|par "
        "tres|tercer|tercero|tercera cuatro|cuarto|cuarta cinco|quinto|quinta seis|sexto|sexta siete|séptimo|séptima "
        "ocho|octavo|octava nueve|noveno|novena diez|décimo|décima|decena|decenas once doce|docena|mediodía trece "
        "catorce quince dieciséis diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta "
        "ochenta noventa cien|ciento|cientos|centenar|centenares|centenas mil|miles|millar|millares"
    ),
    more_number_words={"medio": "0.5", "media": "0.5", "mitad": "0.5", "millón": "1000000"},
    months=(
        "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago "
        "septiembre|setiembre|sept|sep octubre|oct noviembre|nov diciembre|dic"
    ),
    unit_words=(
        "mm=milímet~ cm=centímet~ m=metro,metros km=kilómet~ inch=pulgada,pulgadas foot=pie,pies yard=yarda~ "
        "mile=milla,millas g=gramo,gramos kg=kilogramo~,kilo,kilos t=tonelada,toneladas lb=libra,libras "
        "oz=onza,onzas l=litro,litros ml=mililit~ s=segundo,segundos min=minuto,minutos h=hora,horas day=día,días "
        "week=semana,semanas month=mes,meses year=año,años V=voltio,voltios W=vatio,vatios kW=kilovatio~ bar=bares "
        "acre=acre~ ha=hectárea~ gallon=galón,galones A=amperio~"
    ),
    currency_words=(
        "$=dólar,dólares EUR=euro,euros GBP=libra,libras JPY=yen,yenes CNY=yuan,yuanes INR=rupias CZK=coronas "
        "RUB=rublos PLN=zlotys,eslotis UAH=grivnas TRY=liras ILS=séqueles CHF=francos"
    ),
    scale_words="3=mil,miles 6=millón,millones 9=mil_millones 12=billón,billones",
    not_symbols="A",
)
