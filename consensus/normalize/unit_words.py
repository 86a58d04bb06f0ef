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
    'foot=ft,′ lb=lb,lbs oz=oz yard=yd inch=″,inch," ips=ips ‰=‰ kWh/m2=kWh/m²,kWh/m2 '
    "l/100km=l/100_km,L/100_km,л/100_км "
    "kg/m3=kg/m³,kg/m3,кг/м³ g/cm3=g/cm³,g/cm3 W/m2=W/m²,W/m2 mg/l=mg/l,mg/L g/l=g/l,g/L mm2=mm²,mm2,мм² kPa=кПа "
    "MW=МВт GW=ГВт mAh=мА·ч,мАч Ah=А·ч m2=м²,м2 m3=м³,м3 cm2=см² cm3=см³ m/s=м/с °C=°С,°_С N/mm2=N/mm² "
    "rpm=об/мин,U/min "
    "l=ℓ ml=㎖ m2=平米 km2=㎢ Nm=N⋅m,Н⋅м,Нм km/h=Km/h "
)


DOLLARS = "USD CAD AUD NZD HKD SGD MXN TWD BRL ARS CLP COP"
# Sign or code -> the currencies it may mean; other codes stand for themselves.
CURRENCY_SIGNS = (
    "SEK+NOK+DKK+ISK+CZK=kr,Kr VND=₫,đ IDR=Rp PHP=₱ NGN=₦ THB=฿ KZT=₸ GEL=₾ HUF=Ft "
    "EUR=€ EGP+GBP=£ CNY+JPY=¥ RUB=₽,руб UAH=₴,грн INR=₹ TRY=₺,TL ILS=₪,NIS KRW=₩ USD=US$ BRL=R$ CAD=C$ SGD=S$ "
    "TWD=NT$ AUD=A$ HKD=HK$ CNY=RMB,rmb CZK=Kč PLN=zł INR+PKR=Rs CHF=Fr "
)
CURRENCY_CODES = (
    "EUR USD GBP JPY CNY CHF CZK PLN RUB UAH INR TRY ILS CAD AUD BRL SEK NOK DKK MXN SGD HKD NZD KRW AED SAR EGP "
    "HUF ZAR TWD MYR THB NGN RON BGN ISK IDR VND PHP ARS CLP UYU KZT KWD QAR DZD TND JOD PKR IRR "
)
# What a word may mean that several currencies share: the names that the language files use.
CURRENCY_GROUPS = (
    "dollar=USD+CAD+AUD+NZD+HKD+SGD+TWD krone=SEK+NOK+DKK+ISK+CZK peso=MXN+ARS+CLP+COP+PHP+UYU franc=CHF+XAF+XOF "
    "rupee=INR+PKR+LKR+NPR "
    "lira=TRY+ITL+LBP+SYP pound=GBP+EGP+LBP+SYP dinar=KWD+JOD+TND+DZD+RSD+IQD rial=SAR+QAR+OMR+IRR+YER dirham=AED+MAD "
    "leu=RON+MDL+BGN"
)
