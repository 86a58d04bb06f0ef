"""Vietnamese."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="vi",
    name="Vietnamese",
    denies_pattern=r"\b(?:không|chưa|chẳng|đừng|chớ|nghiêm cấm)\b",
    hints_denial_pattern=(
        r"\b(?:không|chưa|chẳng|đừng|chớ|cấm|thiếu|trừ|tránh|từ chối|ngăn|chỉ|mất|hết|hiếm khi|khó|thay vì|vô hiệu|"
        r"vô ích|bất hợp pháp|trái phép|thất bại|miễn|loại trừ|ngừng|hủy|kẻo|bao giờ)\b"
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
    months=(
        "tháng_1|tháng_01|tháng_giêng|tháng_một tháng_2|tháng_02|tháng_hai tháng_3|tháng_03|tháng_ba "
        "tháng_4|tháng_04|tháng_tư|tháng_bốn tháng_5|tháng_05|tháng_năm tháng_6|tháng_06|tháng_sáu "
        "tháng_7|tháng_07|tháng_bảy tháng_8|tháng_08|tháng_tám tháng_9|tháng_09|tháng_chín tháng_10|tháng_mười "
        "tháng_11|tháng_mười_một tháng_12|tháng_chạp|tháng_mười_hai"
    ),
    unit_words=(
        "mm=milimét,mi-li-mét cm=xentimét,xăng-ti-mét m=mét km=kilômét,ki-lô-mét,cây_số inch=inch foot=foot,feet "
        "yard=yard mile=dặm mg=miligam,mi-li-gam g=gam,gram kg=kilôgam,ki-lô-gam,kilogam,kilogram t=tấn "
        "lb=pound,cân_Anh oz=ounce,aoxơ ml=mililít,mi-li-lít l=lít s=giây min=phút h=giờ,tiếng day=ngày week=tuần "
        "month=tháng year=năm,tuổi V=vôn,volt W=oát,watt kW=kilôoát,kilowatt kWh=kilowatt_giờ bar=bar acre=mẫu_Anh "
        "ha=hecta,héc-ta gallon=gallon A=ampe Nm=newton_mét,niutơn_mét °=độ °C=độ_C °F=độ_F m2=mét_vuông "
        "km2=kilômét_vuông m3=mét_khối km/h=km/giờ,kilômét_một_giờ"
    ),
    currency_words=(
        "VND=đồng,đ dollar=đô_la_Mỹ,đô_la,đô-la,đôla EUR=euro,ơ-rô pound=bảng_Anh,bảng JPY=yên,yên_Nhật "
        "CNY=nhân_dân_tệ,tệ rupee=rupee krone=krona,krone RUB=rúp PLN=zloty UAH=hryvnia lira=lira ILS=shekel "
        "franc=franc,phrăng HUF=forint leu=leu KRW=won THB=baht,bạt IDR=rupiah MYR=ringgit SGD=đô_la_Singapore"
    ),
    scale_words="2=trăm 3=nghìn,ngàn,k 6=triệu 7=chục_triệu 8=trăm_triệu 9=tỷ,tỉ 12=nghìn_tỷ,ngàn_tỷ",
    not_symbols="A h",
    not_numbers="không một mốt hai-mươi đôi cặp ba tư năm lăm chín chục tá trăm nghìn ngàn nửa rưỡi mười",
    clock=(
        "11:30=mười_một_giờ_rưỡi 12:30=mười_hai_giờ_rưỡi +30=HOUR_giờ_rưỡi -M=HOUR_giờ_kém_MINUTE "
        "11:00=lúc_mười_một_giờ 12:00=lúc_mười_hai_giờ +0=lúc_HOURWORD_giờ 0:00=nửa_đêm 12:00=giữa_trưa"
    ),
    day_parts=(
        "morning=sáng(?!_(?:tạo|lập|suốt|kiến)) noon=trưa afternoon=chiều(?!_(?:dài|rộng|cao|sâu|hướng|dày)) "
        "evening=tối(?!_(?:đa|thiểu|ưu)) night=đêm|khuya"
    ),
    weekdays="thứ_hai|thứ_2 thứ_ba|thứ_3 thứ_tư|thứ_4 thứ_năm|thứ_5 thứ_sáu|thứ_6 thứ_bảy|thứ_7 chủ_nhật",
)
