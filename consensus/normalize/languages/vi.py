"""Vietnamese."""

from consensus.normalize.languages.base import Language

LANGUAGE = Language(
    code="vi",
    name="Vietnamese",
    scripts="latin",
    number_style="comma",
    traits="fixed_order",
    abbreviations="v.v vv",
    titles="ts ths pgs gs bs ks tp tx tt q p đ st tr số hình vd tel đt",
    labels="mục chương bảng bước điều phụ",
    denies_pattern=(
        r"\b(?:không|chưa|chẳng|đừng|chớ|nghiêm cấm|cấm|chả|không bao giờ|chưa bao giờ|không ai|không hề)\b"
    ),
    hints_denial=(
        "without=mà_không,vô,không_có lack=thiếu,vắng only=chỉ,duy_nhất rare=hiếm_khi,hầu_như "
        "except=trừ,ngoại_trừ,trừ_khi,nếu_không,loại_trừ avoid=tránh,ngăn,phòng_ngừa,phòng_tránh,tránh_xa,kiêng "
        "stop=ngừng,dừng,hủy,huỷ,tắt,vô_hiệu refuse=từ_chối,bác_bỏ,phủ_nhận forbid=cấm,bất_hợp_pháp,trái_phép "
        "fail=thất_bại un=bất,vô,ngay_lập_tức instead=thay_vì,mà_là other=khác wrong=sai,xấu hard=khó gone=mất "
        "empty=trống,rỗng limit=tối_đa,tối_thiểu,ít_nhất,nhiều_nhất,chậm_nhất,muộn_nhất doubt=nghi_ngờ"
    ),
    no_denial_pattern=(
        r"\bhầu như không\b|"
        r"\b(?:không (?:khí|gian|quân|lưu|phận|trung|lực|kích|tặc|dây|gỉ|thấm nước|chỉ|những|ngừng|sao|ngờ|kể|độ|"
        "giờ|phần trăm|đồng|muộn hơn|trễ hơn|thể không|ngần ngại|nên quên|được quên)|(?:hàng|trên|số|bộ lọc|"
        "lọc) không|(?:hay|hoặc|có|được) không|(?:đừng|không|chớ) (?:quên|ngần ngại|ngại|do dự|lo)|chưa từng có|"
        r"có thể không|chẳng hạn)\b|\bchưa(?=\s*[.?]?$)|\b(?:không|chưa)\s*[?？]"
    ),
    everyday=(
        "và của là có trong được cho các với những một không đã người này để khi từ trên phải sẽ vào tại bạn hãy theo "
        "trước sau ra đến hoặc"
    ),
    common=(
        "cài đặt lưu hủy xóa đóng mở quay tiếp tìm kiếm trợ giúp có không trang tệp ngày tuần năm mới sửa lỗi cảnh "
        "báo mật khẩu người dùng nhấn đọc kiểm tra nước cửa nhà hôm"
    ),
    number_words=(
        "không một|mốt hai|đôi|cặp ba bốn|tư năm|lăm|nhăm sáu bảy|bẩy tám chín mười mười-một mười-hai|tá mười-ba "
        "mười-bốn mười-lăm mười-sáu mười-bảy mười-tám mười-chín hai-mươi ba-mươi bốn-mươi năm-mươi sáu-mươi bảy-mươi "
        "tám-mươi chín-mươi trăm nghìn|ngàn"
    ),
    more_number_words="0.5=nửa,rưỡi 1000000=triệu 1000000000=tỷ,tỉ *10=mươi,chục",
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
        "VND=đồng dollar=đô_la_Mỹ,đô_la,đô-la,đôla EUR=euro,ơ-rô pound=bảng_Anh,bảng JPY=yên,yên_Nhật "
        "CNY=nhân_dân_tệ,tệ rupee=rupee krone=krona,krone RUB=rúp PLN=zloty UAH=hryvnia lira=lira ILS=shekel "
        "franc=franc,phrăng HUF=forint leu=leu KRW=won THB=baht,bạt IDR=rupiah MYR=ringgit SGD=đô_la_Singapore"
    ),
    scale_words="2=trăm 3=nghìn,ngàn,k 6=triệu 7=chục_triệu 8=trăm_triệu 9=tỷ,tỉ 12=nghìn_tỷ,ngàn_tỷ",
    not_symbols="A",
    not_numbers="không một mốt hai-mươi đôi cặp ba tư năm lăm chín chục tá trăm nghìn ngàn nửa rưỡi mười",
    clock=(
        "11:30=mười_một_giờ_rưỡi 12:30=mười_hai_giờ_rưỡi +30=HOUR_giờ_rưỡi +15=HOUR_giờ_mười_lăm "
        "+45=HOUR_giờ_bốn_mươi_lăm +30=HOUR_giờ_ba_mươi +20=HOUR_giờ_hai_mươi +10=HOUR_giờ_mười(?!_\\w) "
        "-M=HOUR_giờ_kém_MINUTE 11:00=lúc_mười_một_giờ 12:00=lúc_mười_hai_giờ +0=lúc_HOURWORD_giờ 0:00=nửa_đêm "
        "12:00=giữa_trưa"
    ),
    day_parts=(
        "morning=sáng(?!_(?:tạo|lập|suốt|kiến)) noon=trưa afternoon=chiều(?!_(?:dài|rộng|cao|sâu|hướng|dày)) "
        "evening=tối(?!_(?:đa|thiểu|ưu)) night=đêm|khuya"
    ),
    opposites=(
        "trái / phải; bật kích_hoạt / tắt vô_hiệu; mở / đóng; lên / xuống; trên phía_trên / dưới phía_dưới; trước / "
        "sau; nhiều_hơn trên hơn / ít_hơn dưới kém; tối_thiểu ít_nhất / tối_đa nhiều_nhất; tăng / giảm; vào / ra; "
        "trong bên_trong / ngoài bên_ngoài; đầu đầu_tiên / cuối cuối_cùng; bắt_đầu khởi_động / dừng kết_thúc ngừng; "
        "khóa khoá / mở_khóa mở_khoá; kết_nối nối / ngắt_kết_nối ngắt; thêm lắp lắp_đặt cài_đặt / xóa xoá gỡ tháo; "
        "đẩy nhấn / kéo; nóng ấm / lạnh mát; ướt ẩm / khô; luôn luôn_luôn / không_bao_giờ; tất_cả mọi / không_ai; "
        "cùng_chiều_kim thuận_chiều_kim theo_chiều_kim / ngược_chiều_kim; đỏ / xanh_lá xanh_lục / xanh_dương xanh_lam "
        "/ vàng / trắng / đen / cam / nâu / xám / tím / hồng; cộng dương / trừ âm; bắc / nam / đông / tây; trước / "
        "sau; đầu_vào lối_vào / đầu_ra lối_ra; xoay_chiều / một_chiều; dương tích_cực / âm tiêu_cực; cho_phép / cấm; "
        "ghi_có / ghi_nợ; gộp / ròng; nhập_khẩu / xuất_khẩu; bao_gồm / không_bao_gồm loại_trừ; chấp_nhận đồng_ý / "
        "từ_chối; cao / thấp; dài / ngắn; lớn to / nhỏ bé; nhanh / chậm; đầy / trống rỗng; mới / cũ; sớm / muộn; ngày "
        "/ đêm; sáng / chiều tối; hôm_nay / ngày_mai / hôm_qua; đúng / sai; hợp_lệ / không_hợp_lệ; công_khai "
        "công_cộng / riêng_tư; ngang / dọc; nặng / nhẹ; dày / mỏng; rộng / hẹp; siết vặn_chặt / nới; hiển_thị hiện / "
        "ẩn; tải_lên / tải_xuống; mua / bán; lãi lợi_nhuận / lỗ; thu / chi; an_toàn / nguy_hiểm; nam / nữ; thành_công "
        "/ thất_bại"
    ),
    parties=(
        "người_mua bên_mua / người_bán bên_bán; người_thuê bên_thuê / chủ_nhà người_cho_thuê bên_cho_thuê; "
        "người_cho_vay bên_cho_vay / người_vay bên_vay; bên_cấp_phép / bên_được_cấp_phép; người_sử_dụng_lao_động "
        "chủ_lao_động / người_lao_động nhân_viên; chủ_nợ / con_nợ; nguyên_đơn / bị_đơn; người_bảo_hiểm / "
        "người_được_bảo_hiểm; người_gửi / người_nhận; khách_hàng / nhà_cung_cấp; bên_giao / bên_nhận; giáo_viên / "
        "học_sinh sinh_viên; bác_sĩ / bệnh_nhân"
    ),
    duties="phải cần / có_thể được",
    weekdays="thứ_hai|thứ_2 thứ_ba|thứ_3 thứ_tư|thứ_4 thứ_năm|thứ_5 thứ_sáu|thứ_6 thứ_bảy|thứ_7 chủ_nhật",
    joins="và hoặc hay",
    totals="tổng tổng_cộng cộng số_dư tạm_tính",
    says_yes="có đúng",
    says_no="không sai",
    small_words="la van do",
    letters="àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ",
)
