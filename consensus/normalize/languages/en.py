"""English."""

from consensus.normalize.languages.base import Language

LANGUAGE = Language(
    code="en",
    name="English",
    scripts="latin",
    number_style="point",
    traits="elides vowel_changes fixed_order",
    abbreviations="etc",
    titles=(
        "mr mrs ms mx dr prof st rev capt lt sgt jr messrs e.g i.e cf viz vs approx incl excl fig figs eq vol vols "
        "pp dept tel ca ed eds resp avg max min mt"
    ),
    labels="section chapter figure table step article clause part appendix note",
    denies="not cannot never no nobody nothing nowhere neither nor nope dont cant wont doesnt didnt isnt aint",
    denies_pattern=r"\b\w+n['’]t\b|\bnone (?:of|is|are|was|were|has|have|shall|may|can|will|exist)\b",
    hints_denial=(
        "without=without,~less,w/o lack=lack~,absen~,missing,miss,misses,missed,devoid,free only=only,solely,"
        "merely,just,alone,exclusively,not_until rare=hardly,barely,scarcely,rarely,seldom,few,little "
        "except=except~,unless,exclud~,excl,exempt~,other_than,apart_from avoid=avoid~,prevent~,refrain~,"
        "protect~,beware,block~,keep_out,keep_away,keep_off,keep_dry,keep_clear stop=stop~,end,ends,ended,ceas~,"
        "abort~,cancel~,halt~,discontinu~,expir~,disabl~,deactivat~ refuse=refus~,reject~,deny~,denie~,denial,"
        "declin~,disclaim~,waiv~ forbid=forbid~,prohibit~,ban,banned,illegal~,unlawful~,disallow~,unauthori~ "
        "fail=fail~,unsuccessful~,violat~,breach~,broken,corrupt~ undone=un~ed,unpublish~,unschedul~,unlock~,"
        "unselect~,unlink~ un=un~able,un~ably,un~ible,in~ible,in~able,im~ible,ir~ible,ir~able,unable,impossib~,"
        "invalid~,unavailab~,unknown,unlikely,unnecessar~,unchanged,unlimited,unsafe~,unsuitab~,unsupport~,"
        "unused,unwilling~,unaware,uncertain,inaccessib~,incomplete~,incompatib~,incorrect~,ineligib~,inactive,"
        "insufficient~,irrelevant,inappropriate,independent~,dislik~,disagree~,unhapp~,unfamiliar,unpaid,"
        "unaffected,unopened,unclear,unrelated,untouched,unread,unattended,uncommon,unusual~,undefined,"
        "unresolved,unlike,non,unverified,unconfirmed,unanswered,unfinished,disconnect~,uncontrol~,improper~,"
        "unfortunate~,immediate~,irrevocab~ instead=instead,rather other=other,others,different~,differ~,"
        "otherwise,else wrong=wrong~,bad,badly,poor~,false,worse,worst hard=hard,difficult~ gone=lost,lose,loses,"
        "losing,gone,forgot~,out_of,down empty=empty,blank,zero,nil,null limit=at_most,at_least,maximum,minimum,"
        "up_to,at_the_latest too=too doubt=doubt~"
    ),
    no_denial_pattern=(
        r"\bnot (?:only|just|merely|least)\b|\b(?:do not|don['’]t|never|not|no need to) (?:(?:please|"
        r"ever) )?(?:forget|hesitate|fail|worry|mind)\b|\b(?:no|not) (?:later|sooner|earlier) than\b|"
        r"\bno (?:doubt|matter|wonder|problem)\b|\bno\.(?=\s*[:\d])|\bno-\w+|\bno small\b|\b(?:whether )?or not\b|"
        r"\bnot to mention\b|\bnothing (?:but|other than|less than)\b|\bnone other\b|\b(?:cannot|can['’]t|"
        r"can not) (?:but|help)\b|\bwhy (?:not|don['’]t)\b|\bin no time\b|\b(?:never|not) without\b|, ?(?:is|are|"
        r"do|does|did|was|were|have|has|had|wo|ca|could|would|should)n['’]t (?:i|you|he|she|it|we|they|there)\b"
    ),
    everyday=(
        "the of and to in is that it for was with are this have from by be which not at as his they or an were i you "
        "we he she have had do can will would but so if my your there"
    ),
    common=(
        "settings print edit view user save cancel delete close next search help yes press push pull read write check "
        "clean remove insert turn switch hold keep bring take give get go come make see look use used choose select "
        "change add move copies paste send receive loading please wait thank thanks welcome sorry hello goodbye door "
        "window people woman child children today tomorrow yesterday good bad big small large old young high low left "
        "right up down before after during between without within because always never again more less only also very "
        "every each other first last second same many much some any none both about above below under through here "
        "where when why how what who this these those buy sell pay costs full empty broken missing wrong done failed "
        "required unknown enter leave exit return continue finish show hide ready learn their them than then should "
        "must could may been being into off out has had its our us now just like know want need day days week weeks "
        "year years hours months oil wheel screw screws key keys button buttons lid cover hot cold wet dry turns "
        "reads shows opens closes works runs call find open new set safely carefully slowly quickly dangerous sharp "
        "heavy light dark blue green yellow white black housing valve leak water drain lever tighten loosen lift "
        "lower replace repair charge unplug plug"
    ),
    number_words=(
        "zero|nil one|first|once|single|a|an two|second|twice|both|pair|double|doubled|doubles|doubling|couple "
        "three|third|triple|tripled|trebled|thrice|threefold four|fourth|quadruple|quadrupled|fourfold five|fifth "
        "six|sixth seven|seventh eight|eighth nine|ninth ten|tenth eleven|eleventh twelve|twelfth|dozen|noon|midday "
        "thirteen|thirteenth fourteen|fourteenth fifteen|fifteenth sixteen|sixteenth seventeen|seventeenth "
        "eighteen|eighteenth nineteen|nineteenth twenty|twentieth|twenties|score thirty|thirtieth|thirties "
        "forty|fortieth|forties fifty|fiftieth|fifties sixty|sixtieth|sixties seventy|seventieth|seventies "
        "eighty|eightieth|eighties ninety|ninetieth|nineties hundred|hundreds|hundredth thousand|thousands|thousandth"
    ),
    more_number_words=(
        "0=zeroth 0.25=quarter,quarters 0.5=half,halves,half-hour 12=midnight 1000000=million 1000000000=billion "
        "1000000000000=trillion"
    ),
    months=(
        "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept "
        "october|oct november|nov december|dec"
    ),
    unit_words=(
        "‰=per_mille,permille,per_mil mm=millimet~ cm=centimet~ km/h=kilometres_per_hour,kilometers_per_hour,"
        "kilometres_an_hour,kilometers_an_hour mph=miles_per_hour,miles_an_hour m=metre,metres,meter,meters "
        "km=kilomet~ inch=inch,inches foot=foot,feet yard=yard,yards mile=mile,miles g=gram,grams,gramme,grammes "
        "kg=kilo,kilos,kilogram~ t=tonne,tonnes,ton,tons lb=lb,lbs oz=ounce,ounces l=litre,litres,liter,liters "
        "ml=millilit~ s=second,seconds,sec,secs min=minute,minutes,min,mins h=hour,hours,hr,hrs day=day,days "
        "week=week,weeks month=month,months year=year,years,yr,yrs V=volt,volts W=watt,watts kW=kilowatt,"
        "kilowatts bar=bars acre=acre,acres ha=hectare,hectares Nm=newton-metres gallon=gallon,gallons A=amps,"
        "amperes"
    ),
    currency_words=(
        "peso=peso,pesos dollar=dollar,dollars,bucks EUR=euro,euros pound=pound,pounds,quid,sterling JPY=yen "
        "CNY=yuan,renminbi rupee=rupee,rupees krone=crowns,krona,kronor,krone,kroner,koruna,korunas,krónur "
        "RUB=rouble,roubles,ruble,rubles PLN=zloty,zlotys UAH=hryvnia,hryvnias lira=lira,liras ILS=shekel,shekels "
        "franc=franc,francs dinar=dinar,dinars dirham=dirham,dirhams rial=riyal,riyals,rial,rials HUF=forint,"
        "forints leu=leu,lei MYR=ringgit THB=baht NGN=naira KRW=won VND=dong IDR=rupiah,rupiahs"
    ),
    scale_words=(
        "2=hundred 3=thousand,k,K 5=lakh,lakhs 12=lakh_crore 6=million,millions,mn,mln,mil,M,m 7=crore,crores "
        "9=billion,billions,bn,B 12=trillion,tn"
    ),
    not_symbols="A t",
    not_numbers=(
        "a an one first once single second score pair couple double doubled doubles doubling noon midday dozen "
        "both quarter twenties thirties forties fifties sixties seventies eighties nineties nil"
    ),
    clock=(
        "+30=half_past_HOUR +15=quarter_past_HOUR +15=quarter_after_HOUR -15=quarter_to_HOUR -15=quarter_till_HOUR "
        "+M=MINUTE_past_HOUR +M=MINUTE_minutes_past_HOUR -M=MINUTE_minutes_to_HOUR +0=HOURWORD_o'clock "
        "+0=HOURWORD_o’clock 12:00=noon 12:00=midday 0:00=midnight"
    ),
    day_parts=(
        "morning=morning|mornings noon=noon|midday afternoon=afternoon|afternoons evening=evening|evenings|tonight "
        "night=night|nights"
    ),
    opposites=(
        "left leftmost leftwards leftward / right rightmost rightwards rightward; on enabl~ activat~ / off disabl~ "
        "deactivat~; open opens opened opening / close closes closed closing shut shuts; up upward upwards / down "
        "downward downwards; upper top above uppermost / lower bottom below lowermost beneath underneath; over / "
        "under; before prior / after following; more greater / less fewer; minimum minimal min at_least no_less_than "
        "not_less_than / maximum maximal max at_most no_more_than not_more_than up_to; increas~ rais~ rise rises "
        "rising rose / decreas~ reduc~ lower lowers lowered lowering fall falls fell falling; in into / out; inside "
        "inner internal~ within interior / outside outer external~ exterior; first / last; start starts started "
        "starting begin~ began commenc~ / stop stops stopped stopping end ends ended ending finish~; lock locks "
        "locked locking / unlock~; connect~ / disconnect~; add adds added adding insert~ attach~ install~ mount "
        "mounts mounted / remov~ delet~ detach~ uninstall~ dismount~; push pushes pushed pushing / pull pulls pulled "
        "pulling; hot hotter warm warmer heat heats heated heating / cold colder cool cooler cools cooled cooling; "
        "wet damp moist humid / dry drier dried; always / never; all every everyone everything / none nobody nothing "
        "no_one; clockwise / counterclockwise counter_clockwise anticlockwise anti_clockwise; red / green / blue / "
        "yellow / white / black / orange / brown / grey gray / purple violet / pink; plus / minus; north northern / "
        "south southern / east eastern / west western; front forward forwards ahead / rear back backward backwards "
        "behind; input inputs / output outputs; ac alternating / dc direct; positive / negative; allow~ permit~ "
        "permission / forbid~ forbad~ prohibit~ ban banned; credit~ / debit~; gross / net; import imports imported "
        "importing / export exports exported exporting; includ~ / exclud~; accept~ approv~ / reject~ refus~ declin~; "
        "with / without; high higher highest / low lowest; long longer longest / short shorter shortest; big bigger "
        "large larger largest / small smaller smallest; fast faster quick quickly / slow slower slowly; full / "
        "empty; new newest / old oldest; early earlier earliest / late later latest; day daytime / night nighttime; "
        "morning / evening afternoon; today / tomorrow / yesterday; true / false; valid / invalid; public~ / "
        "private~; horizontal~ / vertical~; arriv~ / depart~ departure; entrance entry / exit; heavy heavier / light "
        "lighter; thick thicker / thin thinner; wide wider / narrow narrower; tighten~ / loosen~; show shows shown / "
        "hide hides hidden; upload~ / download~; buy buys bought purchas~ / sell sells sold; profit profits / loss "
        "losses; income revenue / expense expenses expenditure; safe safely / dangerous unsafe; male men man / "
        "female women woman; success~ succeed~ / fail~; better best / worse worst; most / least"
    ),
    parties=(
        "buyer buyers purchaser / seller sellers vendor; tenant tenants lessee lessees / landlord landlords lessor "
        "lessors; lender lenders / borrower borrowers; licensor licensors / licensee licensees; employer employers / "
        "employee employees; creditor creditors / debtor debtors; plaintiff plaintiffs claimant / defendant "
        "defendants; insurer insurers / insured policyholder policyholders; sender senders consignor / recipient "
        "recipients receiver consignee; customer customers client clients / supplier suppliers contractor "
        "contractors; principal / agent agents; teacher teachers / student students pupil pupils; doctor doctors "
        "physician / patient patients nurse; parent parents / child children; assignor / assignee; guarantor / "
        "beneficiary beneficiaries"
    ),
    duties="must shall / may can might",
    weekdays=(
        "monday|mondays tuesday|tuesdays wednesday|wednesdays thursday|thursdays friday|fridays saturday|saturdays "
        "sunday|sundays"
    ),
    joins="and or",
    totals="total totals subtotal sub-total grand_total sum sums balance balances overall aggregate",
    says_yes="yes true y t",
    says_no="no false n f",
    small_words=(
        "on no me over her am time end due non real era man face side stop mark met air care son war at all an as so "
        "see also us in be he we do"
    ),
    letters="éèïö",
)
