"""Units, currencies and scale words by language: the tables that ``units`` reads.

In every table an entry is ``meaning=spelling,spelling``; a spelling with "~" takes any ending, "_" stands for a space.
"""

from __future__ import annotations

# Symbols that mean the same everywhere, case-sensitive.
SYMBOLS = (
    "mm=mm,㎜,мм cm=cm,㎝,см dm=dm km=km,㎞,км nm=nm mg=mg,㎎,мг kg=kg,㎏,кг ml=ml,mL,мл cl=cl dl=dl hl=hl kN=kN "
    "Nm=Nm,N·m,N_m,Н·м mV=mV kV=kV mA=mA,мА kW=kW,KW,кВт,kw MW=MW GW=GW kWh=kWh,кВт·ч Wh=Wh MWh=MWh Hz=Hz,Гц "
    "kHz=kHz MHz=MHz,МГц GHz=GHz Pa=Pa,Па kPa=kPa,кПа MPa=MPa,МПа hPa=hPa mbar=mbar bar=bar,Bar,бар psi=psi kJ=kJ "
    "kcal=kcal dB=dB,дБ rpm=rpm mph=mph ha=ha,га kB=kB,KB MB=MB,МБ GB=GB,ГБ TB=TB Mbps=Mbps ppm=ppm px=px pt=pt "
    "min=min,мин,хв lm=lm Ah=Ah mAh=mAh VA=VA kVA=kVA Ω=Ω kΩ=kΩ MΩ=MΩ m=m,м g=g,г t=t,т l=l,L,л V=V,В A=A,А "
    "W=W,Вт N=N,Н J=J h=h,ч µm=μm,µm,um µg=μg,µg °C=°C,℃,°_C,ºC °F=°F,℉,ºF °=°,º "
    "km/h=km/h,kmh,km/hr,kph,км/ч,км/год m/s=m/s m2=m²,m2,m^2,㎡ km2=km²,km2 cm2=cm²,cm2 m3=m³,m3 cm3=cm³,cm3 "
    "foot=ft lb=lb,lbs oz=oz yard=yd inch=″,inch ips=ips "
)
# Symbols that are everyday words or abbreviations in a language.
NOT_SYMBOLS = {
    "en": "A t",
    "fr": "A l t",
    "it": "A l",
    "es": "A",
    "pt": "A",
    "cs": "A V t",
    "pl": "A",
    "ru": "А В Н",
    "uk": "А В Н м",
    "tr": "A",
    "de": "A",
    "nl": "A t",
}

UNIT_WORDS = {
    "en": "mm=millimet~ cm=centimet~ m=metre,metres,meter,meters km=kilomet~ inch=inch,inches foot=foot,feet "
    "yard=yard,yards mile=mile,miles g=gram,grams,gramme,grammes kg=kilo,kilos,kilogram~ t=tonne,tonnes,ton,tons "
    "lb=lb,lbs oz=ounce,ounces l=litre,litres,liter,liters ml=millilit~ s=second,seconds,sec,secs "
    "min=minute,minutes,min,mins h=hour,hours,hr,hrs day=day,days week=week,weeks month=month,months "
    "year=year,years,yr,yrs V=volt,volts W=watt,watts kW=kilowatt,kilowatts bar=bars acre=acre,acres "
    "ha=hectare,hectares Nm=newton-metres gallon=gallon,gallons A=amps,amperes",
    "de": "mm=Millimeter~ cm=Zentimeter~ m=Meter,Metern,Meters km=Kilometer~ inch=Zoll foot=Fuß,Fuss yard=Yard~ "
    "mile=Meile~ g=Gramm kg=Kilogramm,Kilo,Kilos t=Tonne,Tonnen lb=Pfund oz=Unze,Unzen l=Liter,Litern "
    "ml=Milliliter~ s=Sekunde,Sekunden,Sek min=Minute,Minuten,Min h=Stunde,Stunden,Std day=Tag,Tage,Tagen,Tages "
    "week=Woche,Wochen month=Monat,Monate,Monaten,Monats year=Jahr,Jahre,Jahren,Jahres V=Volt W=Watt kW=Kilowatt "
    "bar=Bar acre=Acre~,Morgen ha=Hektar~ Nm=Newtonmeter gallon=Gallone~ A=Ampere",
    "fr": "mm=millimèt~ cm=centimèt~ m=mètre,mètres km=kilomèt~ inch=pouce,pouces foot=pied,pieds yard=yard~ "
    "mile=mile,miles,mille~ g=gramme,grammes kg=kilogramme~,kilo,kilos t=tonne,tonnes lb=livre,livres "
    "oz=once,onces l=litre,litres ml=millilit~ s=seconde,secondes min=minute,minutes h=heure,heures "
    "day=jour,jours,journée,journées week=semaine,semaines month=mois year=an,ans,année,années V=volt,volts "
    "W=watt,watts kW=kilowatt~ bar=bars acre=acre~ ha=hectare~ gallon=gallon~ A=ampère~",
    "es": "mm=milímet~ cm=centímet~ m=metro,metros km=kilómet~ inch=pulgada,pulgadas foot=pie,pies yard=yarda~ "
    "mile=milla,millas g=gramo,gramos kg=kilogramo~,kilo,kilos t=tonelada,toneladas lb=libra,libras oz=onza,onzas "
    "l=litro,litros ml=mililit~ s=segundo,segundos min=minuto,minutos h=hora,horas day=día,días "
    "week=semana,semanas month=mes,meses year=año,años V=voltio,voltios W=vatio,vatios kW=kilovatio~ bar=bares "
    "acre=acre~ ha=hectárea~ gallon=galón,galones A=amperio~",
    "it": "mm=millimetr~ cm=centimetr~ m=metro,metri km=chilometr~ inch=pollice,pollici foot=piede,piedi yard=iard~ "
    "mile=miglio,miglia g=grammo,grammi kg=chilogramm~,chilo,chili t=tonnellata,tonnellate lb=libbra,libbre "
    "oz=oncia,once l=litro,litri ml=millilit~ s=secondo,secondi min=minuto,minuti h=ora,ore day=giorno,giorni "
    "week=settimana,settimane month=mese,mesi year=anno,anni V=volt W=watt kW=chilowatt acre=acri,acro "
    "ha=ettari,ettaro gallon=gallone,galloni A=ampere",
    "nl": "mm=millimeter~ cm=centimeter~ m=meter,meters km=kilometer~ inch=inch,duim foot=voet yard=yard~ "
    "mile=mijl,mijlen g=gram kg=kilogram,kilo t=ton lb=pond oz=ons l=liter,liters ml=milliliter~ "
    "s=seconde,seconden min=minuut,minuten h=uur,uren day=dag,dagen week=week,weken month=maand,maanden "
    "year=jaar,jaren V=volt W=watt kW=kilowatt acre=acre~ ha=hectare~ gallon=gallon~ A=ampère",
    "pl": "mm=milimetr~ cm=centymetr~ m=metr,metry,metra,metrów,metrach,metrami km=kilometr~ "
    "inch=cal,cale,cali,cala,calowy~ foot=stopa,stopy,stóp yard=jard~ mile=mila,mile,mil,mili "
    "g=gram,gramy,grama,gramów kg=kilogram~,kilo t=tona,tony,ton lb=funt~ oz=uncj~ l=litr,litry,litra,litrów "
    "ml=mililitr~ s=sekund~ min=minut~ h=godzin~ day=dzień,dni,dnia,dniach,dniami week=tydzień,tygodni~ "
    "month=miesiąc~,miesięcy year=rok,roku,lat,lata,latach,latami V=wolt~ W=wat,waty,watów kW=kilowat~ acre=akr~ "
    "ha=hektar~ gallon=galon~ A=amper~",
    "cs": "mm=milimetr~ cm=centimetr~ m=metr,metry,metru,metrů,metrech km=kilometr~ inch=palec,palce,palců,palcový~ "
    "foot=stopa,stopy,stop,stopách yard=yard~ mile=míle,mil,mílí,mílích g=gram,gramy,gramu,gramů "
    "kg=kilogram~,kilo,kil t=tuna,tuny,tun lb=libra,libry,liber oz=unce,uncí l=litr,litry,litru,litrů "
    "ml=mililitr~ s=sekund~ min=minut~ h=hodin~ day=den,dny,dní,dne,dnech,dnů,dni "
    "week=týden,týdny,týdnů,týdne,týdnech month=měsíc~ year=rok,roky,roku,roků,let,letech,lety,léta V=volt~ "
    "W=watt~ kW=kilowatt~ bar=barů,bary,baru acre=akr~ ha=hektar~ gallon=galon~ A=ampér~",
    "pt": "mm=milímet~ cm=centímet~ m=metro,metros km=quilômet~,quilómet~ inch=polegada,polegadas foot=pé,pés "
    "yard=jarda~ mile=milha,milhas g=grama,gramas kg=quilograma~,quilo,quilos t=tonelada,toneladas "
    "lb=libra,libras oz=onça,onças l=litro,litros ml=mililit~ s=segundo,segundos min=minuto,minutos h=hora,horas "
    "day=dia,dias week=semana,semanas month=mês,meses year=ano,anos V=volt,volts W=watt,watts kW=quilowatt~ "
    "acre=acre~ ha=hectare~ gallon=galão,galões A=ampere~",
    "ru": "mm=миллиметр~ cm=сантиметр~ m=метр,метра,метров,метры,метрах km=километр~ inch=дюйм~ "
    "foot=фут,фута,футов,футы yard=ярд~ mile=мил~ g=грамм~ kg=килограмм~,кило t=тонн~ lb=фунт~ oz=унци~ l=литр~ "
    "ml=миллилитр~ s=секунд~,сек min=минут~ h=час,часа,часов,часы,часах "
    "day=день,дня,дней,дни,днях,дневн~,сутки,суток week=недел~ month=месяц~ "
    "year=год,года,лет,году,годы,годов,годах V=вольт~ W=ватт~ kW=киловатт~ acre=акр~ ha=гектар~ gallon=галлон~ "
    "A=ампер~",
    "uk": "mm=міліметр~ cm=сантиметр~ m=метр,метра,метрів,метри,метрах km=кілометр~ inch=дюйм~ "
    "foot=фут,фута,футів,фути "
    "yard=ярд~ mile=мил~ g=грам,грама,грамів,грами kg=кілограм~,кіло t=тонн~ lb=фунт~ oz=унці~ l=літр~ "
    "ml=мілілітр~ s=секунд~,сек min=хвилин~ h=годин~ day=день,дня,днів,дні,днях week=тиждень,тижн~ month=місяц~ "
    "year=рік,року,років,роки,роках V=вольт~ W=ват,вата,ватів kW=кіловат~ acre=акр~ ha=гектар~ gallon=галон~ "
    "A=ампер~",
    "zh": "mm=毫米,公釐 cm=厘米,公分 km=公里,千米 m=米,公尺 inch=英寸,吋 foot=英尺,呎 yard=码 mile=英里,哩 mg=毫克 "
    "kg=公斤,千克 g=克 t=吨,噸 lb=磅 oz=盎司 ml=毫升 l=升,公升 s=秒钟,秒 min=分钟,分鐘 h=小时,小時,个小时,個小時 "
    "day=天 week=周,个星期,星期,週 month=个月,個月 year=年 V=伏特,伏 W=瓦特,瓦 kW=千瓦 bar=巴 °C=摄氏度,度 "
    "°F=华氏度 m2=平方米 km2=平方公里 m3=立方米 acre=英亩 ha=公顷 gallon=加仑 A=安培,安 Nm=牛米,牛·米 MPa=兆帕 "
    "kPa=千帕 Hz=赫兹 MHz=兆赫",
    "ja": "mm=ミリメートル,ミリ cm=センチメートル,センチ km=キロメートル,キロ m=メートル inch=インチ foot=フィート "
    "yard=ヤード mile=マイル mg=ミリグラム kg=キログラム,キロ g=グラム t=トン lb=ポンド oz=オンス ml=ミリリットル "
    "l=リットル s=秒間,秒 min=分間,分 h=時間 day=日間 week=週間 month=か月,ヶ月,カ月,ヵ月,箇月 year=年間,年 "
    "V=ボルト kW=キロワット W=ワット bar=バール °C=度 m2=平方メートル km2=平方キロメートル acre=エーカー "
    "ha=ヘクタール gallon=ガロン A=アンペア",
    "hi": "mm=मिलीमीटर,मिमी cm=सेंटीमीटर,सेमी km=किलोमीटर,किमी m=मीटर inch=इंच foot=फुट,फीट,फ़ुट yard=गज mile=मील "
    "mg=मिलीग्राम kg=किलोग्राम,किलो,किग्रा g=ग्राम t=टन lb=पाउंड oz=औंस ml=मिलीलीटर l=लीटर s=सेकंड,सेकेंड "
    "min=मिनट h=घंटे,घंटा,घंटों day=दिन,दिनों,दिवसीय week=सप्ताह,हफ्ते,हफ़्ते,सप्ताहों "
    "month=महीने,महीना,महीनों,माह year=साल,वर्ष,सालों,वर्षों,वर्षीय V=वोल्ट W=वाट kW=किलोवाट bar=बार acre=एकड़ "
    "ha=हेक्टेयर gallon=गैलन A=एम्पीयर °C=डिग्री",
    "ar": "mm=ملم,مم,مليمتر,ملليمتر,مليمترات cm=سم,سنتيمتر,سنتيمترات km=كم,كيلومتر,كيلومترات,كيلومترا,كيلومترًا "
    "m=متر,أمتار,متراً,مترا,مترًا inch=بوصة,بوصات foot=قدم,أقدام,قدما,قدمًا mile=ميل,أميال,ميلا,ميلًا "
    "mg=ملغ,ملغم,مليغرام kg=كجم,كغ,كيلوغرام,كيلوجرام,كيلوغراما g=غرام,جرام,غم,غرامات t=طن,أطنان,طنا,طنًا "
    "lb=رطل,أرطال ml=مل,مليلتر l=لتر,لترات,لترا s=ثانية,ثوان,ثواني,ثوانٍ min=دقيقة,دقائق h=ساعة,ساعات "
    "day=يوم,أيام,يوما,يومًا,يوماً week=أسبوع,أسابيع,أسبوعا,أسبوعًا month=شهر,أشهر,شهور,شهرا,شهرًا,شهراً "
    "year=سنة,عام,سنوات,أعوام,عاما,عامًا,عاماً V=فولت W=واط kW=كيلوواط bar=بار acre=فدان ha=هكتار °C=درجة",
    "he": 'mm=מ"מ,מ״מ,מילימטר,מילימטרים cm=ס"מ,ס״מ,סנטימטר,סנטימטרים km=ק"מ,ק״מ,קילומטר,קילומטרים m=מטר,מטרים '
    "inch=אינץ',אינץ׳,אינצ'ים foot=רגל,רגליים mile=מייל,מיילים mg=מ\"ג,מ״ג,מיליגרם kg=ק\"ג,ק״ג,קילוגרם,קילו "
    'g=גרם,גרמים t=טון,טונות lb=פאונד,ליברות ml=מ"ל,מ״ל,מיליליטר l=ליטר,ליטרים s=שניות,שנייה min=דקות,דקה '
    "h=שעות,שעה day=ימים,יום week=שבועות,שבוע month=חודשים,חודש year=שנים,שנה,שנות V=וולט W=ואט,וואט kW=קילוואט "
    "bar=בר acre=אקר,אקרים ha=הקטר °C=מעלות",
    "tr": "mm=milimetre~ cm=santimetre~,santim m=metre,metrelik,metreden,metreye km=kilometre~ inch=inç~ foot=fit,ayak "
    "yard=yarda mile=mil mg=miligram g=gram,gramlık kg=kilogram~,kilo,kiloluk t=ton,tonluk lb=pound,libre oz=ons "
    "l=litre,litrelik ml=mililitre s=saniye~ min=dakika~,dk h=saat,saatlik,saatten,saatte,saate "
    "day=gün,günlük,günde,günden,güne week=hafta~ month=ay,aylık,ayda,aydan "
    "year=yıl,yıllık,yılda,yıldan,sene,yaşında V=volt W=watt kW=kilowatt bar=bar acre=dönüm ha=hektar "
    "gallon=galon A=amper °C=derece",
}

CURRENCY_WORDS = {
    "en": "$=dollar,dollars,bucks EUR=euro,euros GBP=pound,pounds,quid,sterling JPY=yen CNY=yuan,renminbi "
    "INR=rupee,rupees CZK=crowns,koruna,korunas RUB=rouble,roubles,ruble,rubles PLN=zloty,zlotys "
    "UAH=hryvnia,hryvnias TRY=lira,liras ILS=shekel,shekels CHF=francs MYR=ringgit THB=baht NGN=naira KRW=won",
    "de": "$=Dollar,Dollars,Dollarn EUR=Euro,Euros GBP=Pfund JPY=Yen CNY=Yuan INR=Rupien CZK=Kronen RUB=Rubel "
    "PLN=Zloty,Złoty UAH=Hrywnja TRY=Lira ILS=Schekel CHF=Franken",
    "fr": "$=dollar,dollars EUR=euro,euros GBP=livre,livres JPY=yen,yens CNY=yuan,yuans INR=roupies CZK=couronnes "
    "RUB=roubles PLN=zlotys UAH=hryvnias TRY=livres ILS=shekels CHF=francs",
    "es": "$=dólar,dólares EUR=euro,euros GBP=libra,libras JPY=yen,yenes CNY=yuan,yuanes INR=rupias CZK=coronas "
    "RUB=rublos PLN=zlotys,eslotis UAH=grivnas TRY=liras ILS=séqueles CHF=francos",
    "it": "$=dollaro,dollari EUR=euro GBP=sterlina,sterline JPY=yen CNY=yuan INR=rupie CZK=corone RUB=rubli PLN=zloty "
    "UAH=grivnie TRY=lire ILS=shekel CHF=franchi",
    "nl": "$=dollar EUR=euro GBP=pond JPY=yen CNY=yuan INR=roepie CZK=kronen RUB=roebel PLN=zloty UAH=hryvnia TRY=lira "
    "ILS=sjekel CHF=frank",
    "pl": "$=dolar~ EUR=euro GBP=funt~ JPY=jen,jenów,jeny CNY=juan~ INR=rupii,rupie CZK=koron,korony RUB=rubl~ "
    "PLN=złoty~,złote,złotych UAH=hrywien,hrywny TRY=lir,liry ILS=szekli CHF=frank~",
    "cs": "$=dolar~ EUR=euro,eur,eura GBP=libra,libry,liber JPY=jenů,jeny CNY=jüan~,juan~ INR=rupií,rupie CZK=korun~ "
    "RUB=rubl~ PLN=zlot~ UAH=hřiv~ TRY=lir,liry ILS=šekel~ CHF=frank~",
    "pt": "$=dólar,dólares EUR=euro,euros GBP=libra,libras JPY=iene,ienes CNY=yuan,yuans INR=rupias CZK=coroas "
    "RUB=rublos PLN=zlotys UAH=hryvnias TRY=liras ILS=shekels CHF=francos BRL=real,reais",
    "ru": "$=доллар~ EUR=евро GBP=фунт~ JPY=иен~ CNY=юан~ INR=рупи~ CZK=крон~ RUB=рубл~ PLN=злот~ UAH=грив~ TRY=лир~ "
    "ILS=шекел~ CHF=франк~",
    "uk": "$=долар~ EUR=євро GBP=фунт~ JPY=єн~,ієн~ CNY=юан~ INR=рупі~ CZK=крон~ RUB=рубл~ PLN=злот~ UAH=гривень,грив~ "
    "TRY=лір~ ILS=шекел~ CHF=франк~",
    "zh": "USD=美元,美金 EUR=欧元,歐元 GBP=英镑,英鎊 JPY=日元,日圆 CNY=人民币,元,块 INR=卢比 CZK=克朗 RUB=卢布 "
    "PLN=兹罗提 UAH=格里夫纳 TRY=里拉 ILS=谢克尔 CHF=瑞士法郎 HKD=港元,港币 CAD=加元,加币 AUD=澳元 "
    "SGD=新元,新币,新加坡元 TWD=新台币,台币 MYR=令吉,林吉特 KRW=韩元 THB=泰铢 NGN=奈拉",
    "ja": "$=ドル,米ドル EUR=ユーロ GBP=ポンド JPY=円 CNY=元,人民元 INR=ルピー CZK=コルナ RUB=ルーブル PLN=ズウォティ "
    "UAH=フリヴニャ TRY=リラ ILS=シェケル CHF=フラン",
    "hi": "$=डॉलर EUR=यूरो GBP=पाउंड JPY=येन CNY=युआन INR=रुपये,रुपए,रुपयों,रु RUB=रूबल TRY=लीरा ILS=शेकेल CHF=फ्रैंक",
    "ar": "$=دولار,دولارا,دولارًا,دولارات EUR=يورو GBP=جنيه JPY=ين CNY=يوان INR=روبية RUB=روبل TRY=ليرة ILS=شيكل,شيقل "
    "CHF=فرنك AED=درهم SAR=ريال",
    "he": '$=דולר,דולרים EUR=אירו,יורו GBP=פאונד,ליש"ט JPY=ין CNY=יואן INR=רופי RUB=רובל TRY=לירה '
    'ILS=שקל,שקלים,ש"ח,ש״ח '
    "CHF=פרנק",
    "tr": "$=dolar,dolarlık,dolara EUR=euro,avro GBP=sterlin JPY=yen CNY=yuan INR=rupi RUB=ruble "
    "TRY=lira,liralık,liraya ILS=şekel CHF=frank",
}

# The meaning is a power of ten.
SCALE_WORDS = {
    "en": "2=hundred 3=thousand,k,K 5=lakh,lakhs 6=million,millions,mn,mln,mil,M,m 7=crore,crores "
    "9=billion,billions,bn,B 12=trillion,tn",
    "de": "2=Hundert,hundert 3=Tausend,tausend,Tsd 6=Million,Millionen,Mio 9=Milliarde,Milliarden,Mrd "
    "12=Billion,Billionen",
    "fr": "3=mille,millier,milliers,k 6=million,millions 9=milliard,milliards,Md,Mds 12=billion,billions",
    "es": "3=mil,miles 6=millón,millones 9=mil_millones 12=billón,billones",
    "it": "3=mila,mille 6=milione,milioni,mln 9=miliardo,miliardi,mld",
    "nl": "3=duizend 6=miljoen,mln 9=miljard,mld,mrd 12=biljoen",
    "pl": "3=tys,tysiąc,tysiące,tysięcy,tysiąca 6=mln,milion,miliony,milionów,miliona,milionach "
    "9=mld,miliard,miliardy,miliardów,miliarda 12=bln,bilion,bilionów",
    "cs": "2=set 3=tis,tisíc,tisíce,tisíci,tisíců "
    "6=mil,mio,milion,miliony,milionu,milionů,milióny,miliónů,milión,milionech "
    "9=mld,miliarda,miliardy,miliard,miliardu 12=bilion,biliony,bilionu,bilionů",
    "pt": "3=mil 6=milhão,milhões 9=mil_milhões,bilhão,bilhões 12=bilião,trilhão,trilhões",
    "ru": "3=тыс,тысяча,тысячи,тысяч,тысячу 6=млн,миллион,миллиона,миллионов,миллионы "
    "9=млрд,миллиард,миллиарда,миллиардов 12=трлн,триллион,триллиона,триллионов",
    "uk": "3=тис,тисяча,тисячі,тисяч,тисячу 6=млн,мільйон,мільйона,мільйонів,мільйони "
    "9=млрд,мільярд,мільярда,мільярдів,мільярди 12=трлн,трильйон",
    "zh": "2=百 3=千 4=万,萬 5=十万 6=百万,百萬 7=千万,千萬 8=亿,億 9=十亿 10=百亿 11=千亿 12=万亿,兆",
    "ja": "2=百 3=千 4=万 6=百万 7=千万 8=億 12=兆",
    "hi": "2=सौ 3=हज़ार,हजार 5=लाख 6=मिलियन 7=करोड़ 9=बिलियन,अरब 11=खरब 12=ट्रिलियन",
    "ar": "2=مئة,مائة 3=ألف,آلاف,ألفا 6=مليون,ملايين,مليونا 9=مليار,مليارات,بليون 12=تريليون",
    "he": "3=אלף,אלפים 6=מיליון,מיליוני 9=מיליארד,מיליארדי 12=טריליון",
    "tr": "2=yüz 3=bin 6=milyon,mn 9=milyar,mlr 12=trilyon",
}

DOLLARS = "USD CAD AUD NZD HKD SGD MXN TWD BRL ARS CLP COP"
# Sign or code -> the currencies it may mean; other codes stand for themselves.
CURRENCY_SIGNS = (
    "EUR=€ EGP+GBP=£ CNY+JPY=¥ RUB=₽,руб UAH=₴,грн INR=₹ TRY=₺,TL ILS=₪,NIS KRW=₩ USD=US$ BRL=R$ CAD=C$ SGD=S$ "
    "TWD=NT$ AUD=A$ HKD=HK$ CNY=RMB,rmb CZK=Kč PLN=zł INR+PKR=Rs CHF=Fr "
)
CURRENCY_CODES = (
    "EUR USD GBP JPY CNY CHF CZK PLN RUB UAH INR TRY ILS CAD AUD BRL SEK NOK DKK MXN SGD HKD NZD KRW AED SAR EGP "
    "HUF ZAR TWD MYR THB NGN "
)
