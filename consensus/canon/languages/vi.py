"""Vietnamese."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="vi",
    name="Vietnamese",
    denies_pattern=r"\b(?:không|chưa|chẳng|đừng|chớ|nghiêm cấm)\b",
    hints_denial_pattern=(
        r"\b(?:không|chưa|chẳng|đừng|chớ|cấm|thiếu|trừ|tránh|từ chối|ngăn|chỉ|mất|hết|hiếm khi|khó|thay vì|vô hiệu|"
        r"vô ích|bất hợp pháp|trái phép|trước khi|thất bại|miễn|loại trừ|ngừng|hủy|kẻo|bao giờ)\b"
    ),
    no_denial_pattern=(
        r"\b(?:không (?:khí|gian|quân|lưu|phận|trung|lực|kích|tặc|dây|gỉ|thấm nước|chỉ|những|ngừng|sao|ngờ|kể|quá|"
        r"nhỏ hơn|lớn hơn|vượt quá|ít hơn|nhiều hơn|dưới|độ|giờ|phần trăm|đồng)|(?:hàng|trên|số|bộ lọc|lọc) không|"
        r"(?:hay|hoặc|có|được) không|đừng quên|chưa từng có)\b|\b(?:không|chưa)\s*[?？]"
    ),
    everyday=(
        "và của là có trong được cho các với những một không đã người này để khi từ trên phải sẽ vào tại bạn hãy theo "
        "trước sau ra đến hoặc"
    ),
    number_words=(
        "không một|mốt hai|đôi|cặp ba bốn|tư năm|lăm|nhăm sáu bảy|bẩy tám chín mười mười-một mười-hai|tá mười-ba "
        "mười-bốn mười-lăm mười-sáu mười-bảy mười-tám mười-chín hai-mươi ba-mươi bốn-mươi năm-mươi sáu-mươi bảy-mươi "
        "tám-mươi chín-mươi trăm nghìn|ngàn"
    ),
    more_number_words={
        "mươi": "*10",
        "chục": "*10",
        "nửa": "0.5",
        "rưỡi": "0.5",
        "triệu": "1000000",
        "tỷ": "1000000000",
        "tỉ": "1000000000",
    },
    unit_words=(
        "mm=milimét,mi-li-mét cm=xentimét,xăng-ti-mét m=mét km=kilômét,ki-lô-mét,cây_số inch=inch foot=foot,feet "
        "yard=yard mile=dặm mg=miligam,mi-li-gam g=gam,gram kg=kilôgam,ki-lô-gam,kilogam,kilogram t=tấn "
        "lb=pound,cân_Anh oz=ounce,aoxơ ml=mililít,mi-li-lít l=lít s=giây min=phút h=giờ,tiếng day=ngày week=tuần "
        "month=tháng year=năm,tuổi V=vôn,volt W=oát,watt kW=kilôoát,kilowatt kWh=kilowatt_giờ bar=bar acre=mẫu_Anh "
        "ha=hecta,héc-ta gallon=gallon A=ampe Nm=newton_mét,niutơn_mét °=độ °C=độ_C °F=độ_F m2=mét_vuông "
        "km2=kilômét_vuông m3=mét_khối km/h=km/giờ,kilômét_một_giờ"
    ),
    currency_words=(
        "VND=đồng,đ $=đô_la_Mỹ,đô_la,đô-la,đôla EUR=euro,ơ-rô GBP=bảng_Anh,bảng JPY=yên,yên_Nhật CNY=nhân_dân_tệ,tệ "
        "INR=rupee kr=krona,krone CZK=koruna RUB=rúp PLN=zloty UAH=hryvnia TRY=lira ILS=shekel CHF=franc,phrăng "
        "HUF=forint RON=leu KRW=won THB=baht,bạt IDR=rupiah MYR=ringgit SGD=đô_la_Singapore"
    ),
    scale_words="2=trăm 3=nghìn,ngàn,k 6=triệu 7=chục_triệu 8=trăm_triệu 9=tỷ,tỉ 12=nghìn_tỷ,ngàn_tỷ",
    not_symbols="A h",
)
