"""Japanese."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="ja",
    name="Japanese",
    denies_pattern="ない|ません|なかった|なく|ず[、。にとぬ]|できぬ|なし|なき|禁止|不可|まい",
    hints_denial_pattern=(
        "な[いくかけしき]|ん|ず|ぬ|無|不|非|未|欠|だけ|のみ|しか|禁|拒|避|除|防|まい|否|逃|失|難|止|嫌|反"
    ),
    no_denial_pattern=(
        r"かもしれない|かもしれません|に違いない|なければならない|なければなりません|なくてはならない|ざるを得ない|"
        r"いけない|少ない|すくない|つまらない|とんでもない|さりげない|せわしない|危ない|あぶない|汚い|きたない|必ず|"
        r"まず|みず|わず|はず|ずつ|思わず|いずれ|ずっと|ください|下さい|ませんか|じゃないか|ではないか|無料|無線|未来|"
        r"非常|不動産|無限|世の中|ながら|なら|じゃない\?|ないと"
    ),
    unit_words=(
        "‰=パーミル mm=ミリメートル,ミリ cm=センチメートル,センチ km=キロメートル,キロ m=メートル inch=インチ foot=フィート "
        "yard=ヤード mile=マイル mg=ミリグラム kg=キログラム,キロ g=グラム t=トン lb=ポンド oz=オンス "
        "ml=ミリリットル l=リットル s=秒間,秒 min=分間,分 km/h=キロメートル毎時 h=時間 day=日間 week=週間 month=か月,ヶ月,カ月,ヵ月,箇月 "
        "year=年間,年 V=ボルト kW=キロワット W=ワット bar=バール °C=度 m2=平方メートル km2=平方キロメートル "
        "acre=エーカー ha=ヘクタール gallon=ガロン A=アンペア"
    ),
    currency_words=(
        "peso=ペソ dollar=ドル,米ドル EUR=ユーロ pound=ポンド JPY=円 CNY=元,人民元 rupee=ルピー krone=コルナ RUB=ルーブル PLN=ズウォティ "
        "UAH=フリヴニャ lira=リラ ILS=シェケル franc=フラン"
    ),
    scale_words="2=百 3=千 4=万 6=百万 7=千万 8=億 12=兆",
    clock="+30=HOUR時半 -M=HOUR時MINUTE分前 +M=HOURWORD時MINUTE分 +0=HOURWORD時(?!間|代) 12:00=正午 0:00=真夜中",
    day_parts="morning=午前|朝|早朝|未明|明け方 noon=お昼|正午 afternoon=午後|夕方 evening=今夜|今晩|夜|晩 night=深夜|夜中",
    weekdays="月曜 火曜 水曜 木曜 金曜 土曜 日曜",
)
