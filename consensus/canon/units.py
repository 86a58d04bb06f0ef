"""Units, currencies, percent signs and scale words around a number, by language."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from consensus.canon.tokens import base_language

#: Symbols that mean the same everywhere, case-sensitive: spelling -> unit.
_SYMBOLS = {
    **{u: u for u in "mm cm dm km nm mg kg ml cl dl hl kN Nm mV kV mA kW MW GW kWh Wh MWh Hz kHz MHz GHz Pa kPa MPa".split()},
    **{u: u for u in "hPa mbar bar psi kJ kcal dB rpm mph ha kB MB GB TB Mbps ppm px pt min lm Ah mAh VA kVA Ω kΩ MΩ".split()},
    **{u: u for u in "m g t l V A W N J h".split()},
    **{"μm": "µm", "µm": "µm", "um": "µm", "μg": "µg", "µg": "µg", "mL": "ml", "L": "l", "Bar": "bar", "KB": "kB"},
    **{"N·m": "Nm", "N m": "Nm", "Nm": "Nm", "°C": "°C", "℃": "°C", "° C": "°C", "ºC": "°C", "°F": "°F", "℉": "°F", "ºF": "°F"},
    **{"°": "°", "º": "°", "km/h": "km/h", "kmh": "km/h", "km/hr": "km/h", "kph": "km/h", "m/s": "m/s", "KW": "kW"},
    **{"m²": "m2", "m2": "m2", "m^2": "m2", "㎡": "m2", "km²": "km2", "km2": "km2", "cm²": "cm2", "cm2": "cm2"},
    **{"m³": "m3", "m3": "m3", "cm³": "cm3", "cm3": "cm3", "㎜": "mm", "㎝": "cm", "㎞": "km", "㎏": "kg", "㎎": "mg"},
    **{"ft": "foot", "lb": "lb", "lbs": "lb", "oz": "oz", "yd": "yard", "″": "inch", "inch": "inch", "кг": "kg", "г": "g"},
    **{"мм": "mm", "см": "cm", "м": "m", "км": "km", "мг": "mg", "л": "l", "мл": "ml", "км/ч": "km/h", "км/год": "km/h"},
    **{"кВт": "kW", "Вт": "W", "кВт·ч": "kWh", "В": "V", "Гц": "Hz", "МГц": "MHz", "Па": "Pa", "МПа": "MPa", "Н·м": "Nm"},
    **{"Н": "N", "А": "A", "мА": "mA", "бар": "bar", "га": "ha", "ГБ": "GB", "МБ": "MB", "мин": "min", "хв": "min"},
    **{"kw": "kW", "ч": "h", "rpm": "rpm", "ips": "ips", "m²": "m2", "кПа": "kPa", "дБ": "dB", "т": "t"},
}
#: Symbols that are everyday words or abbreviations in a language.
_NOT_SYMBOLS = {
    "en": {"A", "t"}, "fr": {"A", "l", "t"}, "it": {"A", "l"}, "es": {"A"}, "pt": {"A"}, "cs": {"A", "V", "t"}, "pl": {"A"},
    "ru": {"А", "В", "Н"}, "uk": {"А", "В", "Н", "м"}, "tr": {"A"}, "de": {"A"}, "nl": {"A", "t"},
}  # fmt: skip

# Per language: unit=stems. A stem with "~" takes any ending, else the word stands alone.
_WORDS = {
    "en": "mm=millimet~ cm=centimet~ m=metre,metres,meter,meters km=kilomet~ inch=inch,inches foot=foot,feet yard=yard,yards "
    "mile=mile,miles g=gram,grams,gramme,grammes kg=kilo,kilos,kilogram~ t=tonne,tonnes,ton,tons lb=lb,lbs oz=ounce,ounces "
    "l=litre,litres,liter,liters ml=millilit~ s=second,seconds,sec,secs min=minute,minutes,min,mins h=hour,hours,hr,hrs "
    "day=day,days week=week,weeks month=month,months year=year,years,yr,yrs V=volt,volts W=watt,watts kW=kilowatt,kilowatts "
    "bar=bars acre=acre,acres ha=hectare,hectares Nm=newton-metres gallon=gallon,gallons A=amps,amperes",
    "de": "mm=Millimeter~ cm=Zentimeter~ m=Meter,Metern,Meters km=Kilometer~ inch=Zoll foot=Fuß,Fuss yard=Yard~ mile=Meile~ "
    "g=Gramm kg=Kilogramm,Kilo,Kilos t=Tonne,Tonnen lb=Pfund oz=Unze,Unzen l=Liter,Litern ml=Milliliter~ s=Sekunde,Sekunden,Sek "
    "min=Minute,Minuten,Min h=Stunde,Stunden,Std day=Tag,Tage,Tagen,Tages week=Woche,Wochen month=Monat,Monate,Monaten,Monats "
    "year=Jahr,Jahre,Jahren,Jahres V=Volt W=Watt kW=Kilowatt bar=Bar acre=Acre~,Morgen ha=Hektar~ Nm=Newtonmeter gallon=Gallone~ A=Ampere",
    "fr": "mm=millimèt~ cm=centimèt~ m=mètre,mètres km=kilomèt~ inch=pouce,pouces foot=pied,pieds yard=yard~ mile=mile,miles,mille~ "
    "g=gramme,grammes kg=kilogramme~,kilo,kilos t=tonne,tonnes lb=livre,livres oz=once,onces l=litre,litres ml=millilit~ "
    "s=seconde,secondes min=minute,minutes h=heure,heures day=jour,jours,journée,journées week=semaine,semaines month=mois "
    "year=an,ans,année,années V=volt,volts W=watt,watts kW=kilowatt~ bar=bars acre=acre~ ha=hectare~ gallon=gallon~ A=ampère~",
    "es": "mm=milímet~ cm=centímet~ m=metro,metros km=kilómet~ inch=pulgada,pulgadas foot=pie,pies yard=yarda~ mile=milla,millas "
    "g=gramo,gramos kg=kilogramo~,kilo,kilos t=tonelada,toneladas lb=libra,libras oz=onza,onzas l=litro,litros ml=mililit~ "
    "s=segundo,segundos min=minuto,minutos h=hora,horas day=día,días week=semana,semanas month=mes,meses year=año,años "
    "V=voltio,voltios W=vatio,vatios kW=kilovatio~ bar=bares acre=acre~ ha=hectárea~ gallon=galón,galones A=amperio~",
    "it": "mm=millimetr~ cm=centimetr~ m=metro,metri km=chilometr~ inch=pollice,pollici foot=piede,piedi yard=iard~ mile=miglio,miglia "
    "g=grammo,grammi kg=chilogramm~,chilo,chili t=tonnellata,tonnellate lb=libbra,libbre oz=oncia,once l=litro,litri ml=millilit~ "
    "s=secondo,secondi min=minuto,minuti h=ora,ore day=giorno,giorni week=settimana,settimane month=mese,mesi year=anno,anni "
    "V=volt W=watt kW=chilowatt acre=acri,acro ha=ettari,ettaro gallon=gallone,galloni A=ampere",
    "nl": "mm=millimeter~ cm=centimeter~ m=meter,meters km=kilometer~ inch=inch,duim foot=voet yard=yard~ mile=mijl,mijlen g=gram "
    "kg=kilogram,kilo t=ton lb=pond oz=ons l=liter,liters ml=milliliter~ s=seconde,seconden min=minuut,minuten h=uur,uren "
    "day=dag,dagen week=week,weken month=maand,maanden year=jaar,jaren V=volt W=watt kW=kilowatt acre=acre~ ha=hectare~ gallon=gallon~ A=ampère",
    "pl": "mm=milimetr~ cm=centymetr~ m=metr,metry,metra,metrów,metrach,metrami km=kilometr~ inch=cal,cale,cali,cala,calowy~ foot=stopa,stopy,stóp "
    "yard=jard~ mile=mila,mile,mil,mili g=gram,gramy,grama,gramów kg=kilogram~,kilo t=tona,tony,ton lb=funt~ oz=uncj~ l=litr,litry,litra,litrów "
    "ml=mililitr~ s=sekund~ min=minut~ h=godzin~ day=dzień,dni,dnia,dniach,dniami week=tydzień,tygodni~ month=miesiąc~,miesięcy "
    "year=rok,roku,lat,lata,latach,latami V=wolt~ W=wat,waty,watów kW=kilowat~ acre=akr~ ha=hektar~ gallon=galon~ A=amper~",
    "cs": "mm=milimetr~ cm=centimetr~ m=metr,metry,metru,metrů,metrech km=kilometr~ inch=palec,palce,palců,palcový~ foot=stopa,stopy,stop,stopách "
    "yard=yard~ mile=míle,mil,mílí,mílích g=gram,gramy,gramu,gramů kg=kilogram~,kilo,kil t=tuna,tuny,tun lb=libra,libry,liber oz=unce,uncí "
    "l=litr,litry,litru,litrů ml=mililitr~ s=sekund~ min=minut~ h=hodin~ day=den,dny,dní,dne,dnech,dnů,dni week=týden,týdny,týdnů,týdne,týdnech "
    "month=měsíc~ year=rok,roky,roku,roků,let,letech,lety,léta V=volt~ W=watt~ kW=kilowatt~ bar=barů,bary,baru acre=akr~ ha=hektar~ gallon=galon~ A=ampér~",
    "pt": "mm=milímet~ cm=centímet~ m=metro,metros km=quilômet~,quilómet~ inch=polegada,polegadas foot=pé,pés yard=jarda~ mile=milha,milhas "
    "g=grama,gramas kg=quilograma~,quilo,quilos t=tonelada,toneladas lb=libra,libras oz=onça,onças l=litro,litros ml=mililit~ s=segundo,segundos "
    "min=minuto,minutos h=hora,horas day=dia,dias week=semana,semanas month=mês,meses year=ano,anos V=volt,volts W=watt,watts kW=quilowatt~ "
    "acre=acre~ ha=hectare~ gallon=galão,galões A=ampere~",
    "ru": "mm=миллиметр~ cm=сантиметр~ m=метр,метра,метров,метры,метрах km=километр~ inch=дюйм~ foot=фут,фута,футов,футы yard=ярд~ mile=мил~ "
    "g=грамм~ kg=килограмм~,кило t=тонн~ lb=фунт~ oz=унци~ l=литр~ ml=миллилитр~ s=секунд~,сек min=минут~ h=час,часа,часов,часы,часах "
    "day=день,дня,дней,дни,днях,дневн~,сутки,суток week=недел~ month=месяц~ year=год,года,лет,году,годы,годов,годах V=вольт~ W=ватт~ kW=киловатт~ "
    "acre=акр~ ha=гектар~ gallon=галлон~ A=ампер~",
    "uk": "mm=міліметр~ cm=сантиметр~ m=метр,метра,метрів,метри,метрах km=кілометр~ inch=дюйм~ foot=фут,фута,футів,фути yard=ярд~ mile=мил~ "
    "g=грам,грама,грамів,грами kg=кілограм~,кіло t=тонн~ lb=фунт~ oz=унці~ l=літр~ ml=мілілітр~ s=секунд~,сек min=хвилин~ h=годин~ "
    "day=день,дня,днів,дні,днях week=тиждень,тижн~ month=місяц~ year=рік,року,років,роки,роках V=вольт~ W=ват,вата,ватів kW=кіловат~ "
    "acre=акр~ ha=гектар~ gallon=галон~ A=ампер~",
    "zh": "mm=毫米,公釐 cm=厘米,公分 km=公里,千米 m=米,公尺 inch=英寸,吋 foot=英尺,呎 yard=码 mile=英里,哩 mg=毫克 kg=公斤,千克 g=克 t=吨,噸 lb=磅 oz=盎司 "
    "ml=毫升 l=升,公升 s=秒钟,秒 min=分钟,分鐘 h=小时,小時,个小时,個小時 day=天 week=周,个星期,星期,週 month=个月,個月 year=年 V=伏特,伏 W=瓦特,瓦 kW=千瓦 "
    "bar=巴 °C=摄氏度,度 °F=华氏度 m2=平方米 km2=平方公里 m3=立方米 acre=英亩 ha=公顷 gallon=加仑 A=安培,安 Nm=牛米,牛·米 MPa=兆帕 kPa=千帕 Hz=赫兹 MHz=兆赫",
    "ja": "mm=ミリメートル,ミリ cm=センチメートル,センチ km=キロメートル,キロ m=メートル inch=インチ foot=フィート yard=ヤード mile=マイル mg=ミリグラム "
    "kg=キログラム,キロ g=グラム t=トン lb=ポンド oz=オンス ml=ミリリットル l=リットル s=秒間,秒 min=分間,分 h=時間 day=日間 week=週間 month=か月,ヶ月,カ月,ヵ月,箇月 "
    "year=年間,年 V=ボルト kW=キロワット W=ワット bar=バール °C=度 m2=平方メートル km2=平方キロメートル acre=エーカー ha=ヘクタール gallon=ガロン A=アンペア",
    "hi": "mm=मिलीमीटर,मिमी cm=सेंटीमीटर,सेमी km=किलोमीटर,किमी m=मीटर inch=इंच foot=फुट,फीट,फ़ुट yard=गज mile=मील mg=मिलीग्राम kg=किलोग्राम,किलो,किग्रा "
    "g=ग्राम t=टन lb=पाउंड oz=औंस ml=मिलीलीटर l=लीटर s=सेकंड,सेकेंड min=मिनट h=घंटे,घंटा,घंटों day=दिन,दिनों,दिवसीय week=सप्ताह,हफ्ते,हफ़्ते,सप्ताहों "
    "month=महीने,महीना,महीनों,माह year=साल,वर्ष,सालों,वर्षों,वर्षीय V=वोल्ट W=वाट kW=किलोवाट bar=बार acre=एकड़ ha=हेक्टेयर gallon=गैलन A=एम्पीयर °C=डिग्री",
    "ar": "mm=ملم,مم,مليمتر,ملليمتر,مليمترات cm=سم,سنتيمتر,سنتيمترات km=كم,كيلومتر,كيلومترات,كيلومترا,كيلومترًا m=متر,أمتار,متراً,مترا,مترًا inch=بوصة,بوصات "
    "foot=قدم,أقدام,قدما,قدمًا mile=ميل,أميال,ميلا,ميلًا mg=ملغ,ملغم,مليغرام kg=كجم,كغ,كيلوغرام,كيلوجرام,كيلوغراما g=غرام,جرام,غم,غرامات t=طن,أطنان,طنا,طنًا "
    "lb=رطل,أرطال ml=مل,مليلتر l=لتر,لترات,لترا s=ثانية,ثوان,ثواني,ثوانٍ min=دقيقة,دقائق h=ساعة,ساعات day=يوم,أيام,يوما,يومًا,يوماً "
    "week=أسبوع,أسابيع,أسبوعا,أسبوعًا month=شهر,أشهر,شهور,شهرا,شهرًا,شهراً year=سنة,عام,سنوات,أعوام,عاما,عامًا,عاماً V=فولت W=واط kW=كيلوواط bar=بار "
    "acre=فدان ha=هكتار °C=درجة",
    "he": 'mm=מ"מ,מ״מ,מילימטר,מילימטרים cm=ס"מ,ס״מ,סנטימטר,סנטימטרים km=ק"מ,ק״מ,קילומטר,קילומטרים m=מטר,מטרים inch=אינץ\',אינץ׳,אינצ\'ים foot=רגל,רגליים '
    'mile=מייל,מיילים mg=מ"ג,מ״ג,מיליגרם kg=ק"ג,ק״ג,קילוגרם,קילו g=גרם,גרמים t=טון,טונות lb=פאונד,ליברות ml=מ"ל,מ״ל,מיליליטר l=ליטר,ליטרים '
    "s=שניות,שנייה min=דקות,דקה h=שעות,שעה day=ימים,יום week=שבועות,שבוע month=חודשים,חודש year=שנים,שנה,שנות V=וולט W=ואט,וואט kW=קילוואט bar=בר "
    "acre=אקר,אקרים ha=הקטר °C=מעלות",
    "tr": "mm=milimetre~ cm=santimetre~,santim m=metre,metrelik,metreden,metreye km=kilometre~ inch=inç~ foot=fit,ayak yard=yarda mile=mil "
    "mg=miligram g=gram,gramlık kg=kilogram~,kilo,kiloluk t=ton,tonluk lb=pound,libre oz=ons l=litre,litrelik ml=mililitre s=saniye~ min=dakika~,dk "
    "h=saat,saatlik,saatten,saatte,saate day=gün,günlük,günde,günden,güne week=hafta~ month=ay,aylık,ayda,aydan year=yıl,yıllık,yılda,yıldan,sene,yaşında V=volt "
    "W=watt kW=kilowatt bar=bar acre=dönüm ha=hektar gallon=galon A=amper °C=derece",
}

_DOLLARS = frozenset("USD CAD AUD NZD HKD SGD MXN TWD BRL ARS CLP COP".split())
#: Spelling -> the currencies it may mean. Codes stand for themselves.
_CURRENCIES: dict[str, frozenset[str]] = {
    **{code: frozenset((code,)) for code in "EUR USD GBP JPY CNY CHF CZK PLN RUB UAH INR TRY ILS CAD AUD BRL SEK NOK DKK".split()},
    **{code: frozenset((code,)) for code in "MXN SGD HKD NZD KRW AED SAR EGP HUF ZAR TWD".split()},
    **{"$": _DOLLARS, "€": frozenset(("EUR",)), "£": frozenset(("GBP", "EGP")), "¥": frozenset(("JPY", "CNY"))},
    **{"₽": frozenset(("RUB",)), "₴": frozenset(("UAH",)), "₹": frozenset(("INR",)), "₺": frozenset(("TRY",))},
    **{"₪": frozenset(("ILS",)), "₩": frozenset(("KRW",)), "US$": frozenset(("USD",)), "R$": frozenset(("BRL",))},
    **{"C$": frozenset(("CAD",)), "A$": frozenset(("AUD",)), "HK$": frozenset(("HKD",)), "RMB": frozenset(("CNY",))},
    **{"Kč": frozenset(("CZK",)), "zł": frozenset(("PLN",)), "TL": frozenset(("TRY",)), "NIS": frozenset(("ILS",))},
    **{"Rs": frozenset(("INR", "PKR")), "Fr": frozenset(("CHF",)), "грн": frozenset(("UAH",)), "руб": frozenset(("RUB",))},
}  # fmt: skip
_CURRENCY_WORDS = {
    "en": "$=dollar,dollars,bucks EUR=euro,euros GBP=pound,pounds,quid,sterling JPY=yen CNY=yuan,renminbi INR=rupee,rupees CZK=crowns,koruna,korunas RUB=rouble,roubles,ruble,rubles "
    "PLN=zloty,zlotys UAH=hryvnia,hryvnias TRY=lira,liras ILS=shekel,shekels CHF=francs",
    "de": "$=Dollar,Dollars,Dollarn EUR=Euro,Euros GBP=Pfund JPY=Yen CNY=Yuan INR=Rupien CZK=Kronen RUB=Rubel PLN=Zloty,Złoty UAH=Hrywnja TRY=Lira ILS=Schekel CHF=Franken",
    "fr": "$=dollar,dollars EUR=euro,euros GBP=livre,livres JPY=yen,yens CNY=yuan,yuans INR=roupies CZK=couronnes RUB=roubles PLN=zlotys UAH=hryvnias TRY=livres ILS=shekels CHF=francs",
    "es": "$=dólar,dólares EUR=euro,euros GBP=libra,libras JPY=yen,yenes CNY=yuan,yuanes INR=rupias CZK=coronas RUB=rublos PLN=zlotys,eslotis UAH=grivnas TRY=liras ILS=séqueles CHF=francos",
    "it": "$=dollaro,dollari EUR=euro GBP=sterlina,sterline JPY=yen CNY=yuan INR=rupie CZK=corone RUB=rubli PLN=zloty UAH=grivnie TRY=lire ILS=shekel CHF=franchi",
    "nl": "$=dollar EUR=euro GBP=pond JPY=yen CNY=yuan INR=roepie CZK=kronen RUB=roebel PLN=zloty UAH=hryvnia TRY=lira ILS=sjekel CHF=frank",
    "pl": "$=dolar~ EUR=euro GBP=funt~ JPY=jen,jenów,jeny CNY=juan~ INR=rupii,rupie CZK=koron,korony RUB=rubl~ PLN=złoty~,złote,złotych UAH=hrywien,hrywny TRY=lir,liry ILS=szekli CHF=frank~",
    "cs": "$=dolar~ EUR=euro,eur,eura GBP=libra,libry,liber JPY=jenů,jeny CNY=jüan~,juan~ INR=rupií,rupie CZK=korun~ RUB=rubl~ PLN=zlot~ UAH=hřiv~ TRY=lir,liry ILS=šekel~ CHF=frank~",
    "pt": "$=dólar,dólares EUR=euro,euros GBP=libra,libras JPY=iene,ienes CNY=yuan,yuans INR=rupias CZK=coroas RUB=rublos PLN=zlotys UAH=hryvnias TRY=liras ILS=shekels CHF=francos BRL=real,reais",
    "ru": "$=доллар~ EUR=евро GBP=фунт~ JPY=иен~ CNY=юан~ INR=рупи~ CZK=крон~ RUB=рубл~ PLN=злот~ UAH=грив~ TRY=лир~ ILS=шекел~ CHF=франк~",
    "uk": "$=долар~ EUR=євро GBP=фунт~ JPY=єн~,ієн~ CNY=юан~ INR=рупі~ CZK=крон~ RUB=рубл~ PLN=злот~ UAH=гривень,грив~ TRY=лір~ ILS=шекел~ CHF=франк~",
    "zh": "USD=美元,美金 EUR=欧元,歐元 GBP=英镑,英鎊 JPY=日元,日圆 CNY=人民币,元,块 INR=卢比 CZK=克朗 RUB=卢布 PLN=兹罗提 UAH=格里夫纳 TRY=里拉 ILS=谢克尔 CHF=瑞士法郎 HKD=港元,港币 CAD=加元 AUD=澳元",
    "ja": "$=ドル,米ドル EUR=ユーロ GBP=ポンド JPY=円 CNY=元,人民元 INR=ルピー CZK=コルナ RUB=ルーブル PLN=ズウォティ UAH=フリヴニャ TRY=リラ ILS=シェケル CHF=フラン",
    "hi": "$=डॉलर EUR=यूरो GBP=पाउंड JPY=येन CNY=युआन INR=रुपये,रुपए,रुपयों,रु RUB=रूबल TRY=लीरा ILS=शेकेल CHF=फ्रैंक",
    "ar": "$=دولار,دولارا,دولارًا,دولارات EUR=يورو GBP=جنيه JPY=ين CNY=يوان INR=روبية RUB=روبل TRY=ليرة ILS=شيكل,شيقل CHF=فرنك AED=درهم SAR=ريال",
    "he": '$=דולר,דולרים EUR=אירו,יורו GBP=פאונד,ליש"ט JPY=ין CNY=יואן INR=רופי RUB=רובל TRY=לירה ILS=שקל,שקלים,ש"ח,ש״ח CHF=פרנק',
    "tr": "$=dolar,dolarlık,dolara EUR=euro,avro GBP=sterlin JPY=yen CNY=yuan INR=rupi RUB=ruble TRY=lira,liralık,liraya ILS=şekel CHF=frank",
}
_SCALES = {
    "en": {"hundred": 2, "thousand": 3, "k": 3, "K": 3, "million": 6, "millions": 6, "mn": 6, "mln": 6, "mil": 6, "M": 6, "m": 6, "billion": 9, "billions": 9, "bn": 9, "B": 9, "trillion": 12, "tn": 12, "lakh": 5, "lakhs": 5, "crore": 7, "crores": 7},
    "de": {"Hundert": 2, "hundert": 2, "Tausend": 3, "tausend": 3, "Tsd": 3, "Million": 6, "Millionen": 6, "Mio": 6, "Milliarde": 9, "Milliarden": 9, "Mrd": 9, "Billion": 12, "Billionen": 12},
    "fr": {"mille": 3, "millier": 3, "milliers": 3, "k": 3, "million": 6, "millions": 6, "milliard": 9, "milliards": 9, "Md": 9, "Mds": 9, "billion": 12, "billions": 12},
    "es": {"mil": 3, "miles": 3, "millón": 6, "millones": 6, "mil millones": 9, "billón": 12, "billones": 12},
    "it": {"mila": 3, "mille": 3, "milione": 6, "milioni": 6, "mln": 6, "miliardo": 9, "miliardi": 9, "mld": 9},
    "nl": {"duizend": 3, "miljoen": 6, "mln": 6, "miljard": 9, "mld": 9, "mrd": 9, "biljoen": 12},
    "pl": {"tys": 3, "tysiąc": 3, "tysiące": 3, "tysięcy": 3, "tysiąca": 3, "mln": 6, "milion": 6, "miliony": 6, "milionów": 6, "miliona": 6, "milionach": 6, "mld": 9, "miliard": 9, "miliardy": 9, "miliardów": 9, "miliarda": 9, "bln": 12, "bilion": 12, "bilionów": 12},
    "cs": {"set": 2, "tis": 3, "tisíc": 3, "tisíce": 3, "tisíci": 3, "tisíců": 3, "mil": 6, "mio": 6, "milion": 6, "miliony": 6, "milionu": 6, "milionů": 6, "milióny": 6, "miliónů": 6, "milión": 6, "milionech": 6, "mld": 9, "miliarda": 9, "miliardy": 9, "miliard": 9, "miliardu": 9, "bilion": 12, "biliony": 12, "bilionu": 12, "bilionů": 12},
    "pt": {"mil": 3, "milhão": 6, "milhões": 6, "mil milhões": 9, "bilhão": 9, "bilhões": 9, "bilião": 12, "trilhão": 12, "trilhões": 12},
    "ru": {"тыс": 3, "тысяча": 3, "тысячи": 3, "тысяч": 3, "тысячу": 3, "млн": 6, "миллион": 6, "миллиона": 6, "миллионов": 6, "миллионы": 6, "млрд": 9, "миллиард": 9, "миллиарда": 9, "миллиардов": 9, "трлн": 12, "триллион": 12, "триллиона": 12, "триллионов": 12},
    "uk": {"тис": 3, "тисяча": 3, "тисячі": 3, "тисяч": 3, "тисячу": 3, "млн": 6, "мільйон": 6, "мільйона": 6, "мільйонів": 6, "мільйони": 6, "млрд": 9, "мільярд": 9, "мільярда": 9, "мільярдів": 9, "мільярди": 9, "трлн": 12, "трильйон": 12},
    "zh": {"百": 2, "千": 3, "万": 4, "萬": 4, "十万": 5, "百万": 6, "百萬": 6, "千万": 7, "千萬": 7, "亿": 8, "億": 8, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12, "兆": 12},
    "ja": {"百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "億": 8, "兆": 12},
    "hi": {"सौ": 2, "हज़ार": 3, "हजार": 3, "लाख": 5, "मिलियन": 6, "करोड़": 7, "बिलियन": 9, "अरब": 9, "खरब": 11, "ट्रिलियन": 12},
    "ar": {"مئة": 2, "مائة": 2, "ألف": 3, "آلاف": 3, "ألفا": 3, "مليون": 6, "ملايين": 6, "مليونا": 6, "مليار": 9, "مليارات": 9, "بليون": 9, "تريليون": 12},
    "he": {"אלף": 3, "אלפים": 3, "מיליון": 6, "מיליוני": 6, "מיליארד": 9, "מיליארדי": 9, "טריליון": 12},
    "tr": {"yüz": 2, "bin": 3, "milyon": 6, "mn": 6, "milyar": 9, "mlr": 9, "trilyon": 12},
}  # fmt: skip
#: Abbreviations that mean a scale beside money but a unit, or nothing, elsewhere.
MONEY_SCALES = frozenset(("m", "M", "B", "mil"))

_PERCENT = r"%|％|٪|﹪|pct\b|per ?cent\b|percent\b|Prozent\b|Prozents\b|pour cent\b|por ciento\b|por cento\b|per cento\b|procent\w*|procenta\b|процент\w*|" \
    r"відсотк\w*|в?ідсотків\b|प्रतिशत|फीसदी|फ़ीसदी|في المئة|في المائة|بالمئة|بالمائة|אחוזים|אחוז|パーセント|yüzde"  # fmt: skip
PERCENT_BEFORE = re.compile(r"(?:百分之|%|٪|yüzde )[ ]?$")
PERCENT_WORD = re.compile(f"{_PERCENT}|百分|אחוז|成", re.IGNORECASE)

_EDGE_SYMBOL = r"(?![A-Za-z0-9²³\u0400-\u04ff/·'’]|-[A-Za-z])"


class After(NamedTuple):
    """What follows a number: scale as a power of ten, percent, unit, currencies; end of what was read."""

    end: int
    scale: int = 0
    scale_word: str = ""
    percent: bool = False
    unit: str = ""
    currency: frozenset[str] = frozenset()


def _alternatives(spellings: list[str]) -> str:
    return "|".join(re.escape(s[:-1]) + r"\w*" if s.endswith("~") else re.escape(s) for s in sorted(spellings, key=len, reverse=True))


def _table(line: str) -> dict[str, str]:
    return {stem: name for entry in line.split() for name, _, stems in [entry.partition("=")] for stem in stems.split(",")}


class Grammar(NamedTuple):
    """How one language writes what stands around a number: a compiled pattern and the meaning of each spelling."""

    after: re.Pattern[str]
    before: re.Pattern[str]
    words: dict[str, str]
    stems: tuple[tuple[str, str], ...]
    money: dict[str, frozenset[str]]
    money_stems: tuple[tuple[str, frozenset[str]], ...]
    scales: dict[str, int]
    anywhere: re.Pattern[str]


@lru_cache(maxsize=64)
def grammar(lang: str | None) -> Grammar:
    """The grammar of a language; symbols and codes alone where we have no words for it."""
    base = base_language(lang) or ""
    symbols = {s: u for s, u in _SYMBOLS.items() if s not in _NOT_SYMBOLS.get(base, ())}
    unit_words = _table(_WORDS.get(base, ""))
    money_words = _table(_CURRENCY_WORDS.get(base, ""))
    scales = _SCALES.get(base, {})
    unspaced = base in ("zh", "ja")
    edge = "" if unspaced else r"(?!\w)"
    blank = r"[ \u00a0\u202f\u2009]"
    han_scale = r"[多余餘几幾]?" if base == "zh" else ""
    after = (
        rf"(?P<scale>{blank}?-?{han_scale}(?:{_alternatives(list(scales))}){edge}\.?)?" if scales else r"(?P<scale>(?!))?"
    )
    unit = rf"(?P<symbol>{_alternatives(list(symbols))}){_EDGE_SYMBOL}"
    if unit_words:
        unit += rf"|(?P<word>{_alternatives(list(unit_words))}){edge}"
    money = rf"(?P<sign>US\$|C\$|A\$|HK\$|R\$|[$€£¥₽₴₹₺₪₩])|(?P<code>{_alternatives([c for c in _CURRENCIES if c.isalpha()])})(?!\w)"
    if money_words:
        money += rf"|(?:U\.?S\.? |amerikan\w* |американск\w+ )?(?P<money>{_alternatives(list(money_words))}){edge}"
    joint = r"(?:[多余餘几幾]|来|個|个)?" if base == "zh" else r"(?:-|‑)?(?:de |d['’]|di )?"
    after += rf"{blank}?(?:(?P<percent>{_PERCENT})|{blank}?{joint}(?:{money}|{unit}))?"
    before = re.compile(rf"(?P<money>US\$|C\$|A\$|HK\$|R\$|[$€£¥₽₴₹₺₪₩]|(?<!\w)(?:{_alternatives([c for c in _CURRENCIES if c.isalpha()])})\.?){blank}?[-−–]?$")
    anywhere = [re.escape(c) for c in _CURRENCIES if not c.isalpha()]
    anywhere += [rf"(?<!\w){re.escape(c)}(?!\w)" for c in _CURRENCIES if c.isalpha()]
    if money_words:
        anywhere.append(rf"{'' if unspaced else chr(92) + 'b'}(?:{_alternatives(list(money_words))}){edge}")
    lower = {word.lower(): name for word, name in unit_words.items() if not word.endswith("~")}
    stems = tuple((word[:-1].lower(), name) for word, name in unit_words.items() if word.endswith("~"))
    meaning = {word: _CURRENCIES[name] for word, name in money_words.items()}
    return Grammar(
        re.compile(after),
        before,
        symbols | lower,
        stems,
        {w.lower(): m for w, m in meaning.items() if not w.endswith("~")},
        tuple((w[:-1].lower(), m) for w, m in meaning.items() if w.endswith("~")),
        scales,
        re.compile("|".join(sorted(anywhere, key=len, reverse=True)), re.IGNORECASE),
    )


def read_after(text: str, end: int, rules: Grammar) -> After:
    """What follows the number that ends at ``end``."""
    match = rules.after.match(text, end)
    if match is None or match.end() == end:
        return After(end)
    groups = match.groupdict()
    scale_word = (groups["scale"] or "").strip(" \u00a0\u202f\u2009-.多余餘几幾")
    unit = ""
    if groups.get("symbol"):
        unit = rules.words[groups["symbol"]]
    elif groups.get("word"):
        unit = _meaning(groups["word"].lower(), rules.words, rules.stems) or ""
    return After(
        match.end(),
        rules.scales.get(scale_word, 0),
        scale_word,
        groups["percent"] is not None,
        unit,
        _currency(groups, rules),
    )


def _meaning(word: str, exact: dict[str, str], stems: tuple[tuple[str, str], ...]) -> str | None:
    return exact.get(word) or next((name for stem, name in stems if word.startswith(stem)), None)


def _currency(groups: dict[str, str | None], rules: Grammar) -> frozenset[str]:
    sign = groups.get("sign") or groups.get("code")
    if sign:
        return _CURRENCIES[sign]
    word = groups.get("money")
    return currency_of(word, rules) if word else frozenset()


def currency_of(spelling: str, rules: Grammar) -> frozenset[str]:
    """The currencies that a sign, code or word may mean; empty when it is none."""
    spelling = spelling.strip(". ")
    if spelling in _CURRENCIES:
        return _CURRENCIES[spelling]
    word = spelling.lower()
    found = rules.money.get(word) or next((m for stem, m in rules.money_stems if word.startswith(stem)), None)
    return found or _CURRENCIES.get(spelling.upper(), frozenset())


def currency_before(text: str, start: int, rules: Grammar) -> frozenset[str]:
    """The currencies that the sign or code before a number may mean; empty when there is none."""
    if start == 0:
        return frozenset()
    match = rules.before.search(text, max(0, start - 6), start)
    return _CURRENCIES[match["money"].rstrip(".")] if match else frozenset()


def currencies_in(text: str, rules: Grammar) -> frozenset[str]:
    """All currencies that a text may name anywhere."""
    found: set[str] = set()
    for match in rules.anywhere.finditer(text):
        found |= currency_of(match.group(), rules)
    return frozenset(found)
