"""Company names as they are compared: what people write differently and mean alike.

For proposals that a person judges, never for a decision: 斎藤工業 and 齋藤工業 may be two companies.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Forms of a company, in full and as they are cut short; NFKC has made （株） and ㈱ alike before.
_FORMS: Final = re.compile(
    "特定非営利活動法人|一般社団法人|公益社団法人|一般財団法人|公益財団法人|独立行政法人|国立大学法人|学校法人|"
    "医療法人|社会福祉法人|協同組合|"
    "株式会社|有限会社|合同会社|合資会社|合名会社|相互会社|"
    r"\((?:株|有|同|資|名|相|社|財|独|学|医|福|協|特非)\)|"
    r"\b(?:co|company|corp|corporation|inc|incorporated|ltd|limited|llc|kk|gmbh|ag|plc)\b\.?"
)
_SIGNS: Final = re.compile(r"[\s\-‐‑–—―_.,、。・･'’\"“”()\[\]「」『』【】/／&＆]")

# Old and rare forms of characters that stand in names, each with the one that most people type.
_OLD: Final = (
    "齋斎齊斉斎斎邊辺邉辺澤沢濱浜髙高﨑崎𠮷吉廣広國国櫻桜龍竜瀧滝嶋島嶌島鐵鉄鉃鉄眞真惠恵榮栄冨富德徳壽寿藏蔵豐豊與与"
    "圓円關関會会學学總総應応氣気實実條条圖図發発當当萬万靜静淺浅薗園穗穂彌弥彥彦假仮傳伝內内兒児劍剣勞労勳勲區区參参單単"
    "圍囲團団壓圧增増壯壮寬寛寶宝專専將将對対屆届峯峰巖巌廳庁彈弾從従戰戦戲戯拂払擴拡據拠數数晝昼曉暁曾曽權権檢検橫横歐欧"
    "歸帰殘残澁渋濟済瀨瀬灣湾爐炉營営獨独獻献瓣弁產産畫画疊畳盡尽硏研礦鉱禮礼稻稲竝並絲糸經経綠緑縣県總総繩縄續続纖繊罐缶"
    "聲声臺台舊旧莊荘藝芸藥薬處処號号裝装製製覺覚觀観譯訳證証譽誉讀読變変貳弐賣売轉転輕軽辯弁遞逓遲遅邨村鄕郷釀醸鍊錬鑄鋳"
    "關関陷陥險険隨随雜雑靈霊顏顔顯顕餘余驛駅髓髄體体鷄鶏鹽塩麥麦默黙點点黨党齒歯"
)
_NEW: Final = {ord(old): new for old, new in zip(_OLD[::2], _OLD[1::2], strict=True)}
_SMALL: Final = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")


def plain_company(name: str) -> str:
    """A name without its form, spaces and signs, with old characters and widths made alike; "" where nothing is left.

    Hiragana read as katakana, small ones as large ones: キヤノン and キャノン are alike.
    """
    told = unicodedata.normalize("NFKC", name).lower()
    bare = _SIGNS.sub("", _FORMS.sub(" ", told)) or _SIGNS.sub("", told)
    katakana = "".join(chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign for sign in bare)
    return katakana.translate(_NEW).translate(_SMALL).replace("ー", "")
