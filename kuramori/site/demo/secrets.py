"""What the invented companies keep secret: as data. `on` is the day it entered the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kuramori.work.places.models import PlaceKind

K = PlaceKind


@dataclass(frozen=True, slots=True)
class Let:
    """Who may know: a family name, 部門:name, 役割:code or 全員."""

    who: str
    why: str
    on: str
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Secret:
    """One entry. `marks` are grade, layer, unit and mark; `more` holds further fields by name."""

    name: str
    what: str
    marks: tuple[str, str, str, str]
    place: str
    keeper: str
    on: str
    review: str
    partner: str = ""
    lets: tuple[Let, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Later:
    """What happened to an entry afterwards: fields that changed, or another grade."""

    number: str
    on: str
    why: str
    fields: dict[str, Any] = field(default_factory=dict)
    grade: str = ""
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A company's ledger. The first entry gets `first`, the others follow in their order."""

    company: str
    first: str
    places: tuple[tuple[str, PlaceKind, str], ...]
    partners: tuple[str, ...]
    secrets: tuple[Secret, ...]
    later: tuple[Later, ...]
    proposals: tuple[Secret, ...]


TOP = ("top", "never", "item", "all")
SECRET = ("secret", "nda", "bundle", "all")
INTERNAL = ("internal", "nda", "bundle", "all")

KAKUU = Ledger(
    company="kakuu-seiko",
    first="K-001",
    places=(
        ("本社", K.SITE, ""),
        ("事務所", K.ROOM, "本社"),
        ("金庫1", K.CABINET, "事務所"),
        ("書庫2", K.CABINET, "事務所"),
        ("加工現場", K.ZONE, "本社"),
        ("作業票棚", K.CABINET, "加工現場"),
        ("NAS", K.SERVER, ""),
        ("技術", K.FOLDER, "NAS"),
        ("総務", K.FOLDER, "NAS"),
    ),
    partners=("仮想重機株式会社", "仮名商事株式会社"),
    secrets=(
        Secret(
            "主軸加工の送り条件と刃具の組合せ",
            "送り速度・切込み・刃具の組合せのうち、びびりが出ない範囲",
            TOP,
            "金庫1",
            "森下",
            "2024-11-05",
            "2027-03-31",
            lets=(
                Let("山﨑", "加工条件を決めるため", "2024-11-05"),
                Let("大月", "日々の加工", "2025-04-01"),
                Let("西村", "夜勤の手伝い", "2025-10-01", "2026-03-31"),
            ),
            more={
                "used_since": "2019-04-01",
                "usefulness": "不良が月9件から4件に減った（2024年度）",
                "route": "trade_secret",
                "other": ("技術",),
            },
        ),
        Secret(
            "深絞り金型の肉盛補修条件",
            "盛る順番、電流とパス間の温度、仕上げしろの組合せ",
            ("top", "nda", "item", "some"),
            "金庫1",
            "山﨑",
            "2024-11-05",
            "2026-12-15",
            lets=(Let("大月", "補修の作業", "2024-11-05"), Let("志村", "図面に落とすため", "2026-02-16")),
            more={"used_since": "2021-10-01", "copies": 6, "harm_own": "great"},
        ),
        Secret(
            "主要材料の仕入単価表",
            "材料ごとの単価と値引きの条件",
            ("secret", "never", "bundle", "all"),
            "総務",
            "森下",
            "2024-11-12",
            "2026-11-18",
            lets=(Let("部門:総務部", "仕入の仕事", "2024-11-12"),),
            more={"field": "sales"},
        ),
        Secret(
            "検査治具の図面（自社分）",
            "位置決めの基準と測る順番",
            SECRET,
            "技術",
            "志村",
            "2024-12-03",
            "2027-01-31",
            lets=(
                Let("部門:設計部", "設計の仕事", "2024-12-03"),
                Let("部門:製造部", "検査の作業", "2025-02-01"),
            ),
        ),
        Secret(
            "仮想重機の軸受図面 12枚",
            "軸受部の公差と面粗さの指定",
            SECRET,
            "書庫2",
            "志村",
            "2025-01-20",
            "2026-11-30",
            partner="仮想重機株式会社",
            lets=(Let("部門:製造部", "受注した加工のため", "2025-01-20"),),
            more={
                "agreement": "NDA-2024-118",
                "received_on": "2025-01-17",
                "designated_grade": "Confidential B",
                "purpose": "軸受の試作と量産",
                "may_pass_on": "no",
            },
        ),
        Secret(
            "仮想重機の試作スケジュール",
            "試作の時期と数量",
            ("internal", "nda", "bundle", "none"),
            "総務",
            "森下",
            "2025-06-02",
            "2027-06-30",
            partner="仮想重機株式会社",
            lets=(Let("役割:section", "日程を組むため", "2025-06-02"),),
            more={"field": "sales", "received_on": "2025-05-30"},
        ),
        Secret(
            "熱処理後のひずみ取り手順",
            "加熱の順番と当てる位置",
            ("secret", "nda", "bundle", "none"),
            "作業票棚",
            "山﨑",
            "2025-03-10",
            "2027-02-28",
            lets=(Let("部門:製造部", "日々の作業", "2025-03-10"),),
            more={"media": ("paper", "skill")},
        ),
        Secret(
            "見積の積み上げ根拠",
            "工程ごとの時間単価と利益の見方",
            ("secret", "never", "bundle", "all"),
            "総務",
            "森下",
            "2025-04-14",
            "2027-04-30",
            lets=(Let("田所", "見積を決めるため", "2025-04-14"),),
            more={"field": "sales"},
        ),
        Secret(
            "表面粗さの社内基準",
            "図面にない面の仕上げの目安",
            INTERNAL,
            "技術",
            "山﨑",
            "2025-05-12",
            "2027-06-30",
            lets=(Let("全員", "加工と検査に使う", "2025-05-12"),),
        ),
        Secret(
            "設備の配置と段取り時間",
            "機械ごとの段取り替えの時間",
            ("internal", "never", "bundle", "all"),
            "技術",
            "山﨑",
            "2025-07-07",
            "2027-06-30",
            lets=(Let("部門:製造部", "工程を組むため", "2025-07-07"),),
        ),
        Secret(
            "仮名商事との取引条件",
            "支払いと納期の約束",
            INTERNAL,
            "総務",
            "森下",
            "2025-09-01",
            "2027-08-31",
            lets=(Let("役割:owner", "契約を決めるため", "2025-09-01"),),
            more={"field": "sales"},
        ),
        Secret(
            "加工できる材質と寸法の一覧",
            "会社案内に載せているもの",
            ("public", "open", "category", "not_needed"),
            "総務",
            "西村",
            "2025-09-01",
            "2027-06-30",
            more={"field": "sales"},
        ),
    ),
    later=(
        Later(
            "K-004",
            "2025-08-20",
            "検査の順番を変えたため",
            fields={"what": "位置決めの基準、測る順番、当て方"},
        ),
        Later("K-009", "2026-02-10", "不良の対策が分かるため、知る人を絞る", grade="secret", layer="nda"),
        Later("K-007", "2026-05-18", "写しの数を数えた", fields={"copies": 3}),
    ),
    proposals=(
        Secret(
            "バリ取りの当て板の形",
            "板の角度と当てる順番",
            ("secret", "nda", "bundle", "none"),
            "作業票棚",
            "山﨑",
            "2026-11-09",
            "2027-11-09",
        ),
        Secret(
            "夜間の自動運転の見張り方",
            "止まりやすい合図の見分け方",
            INTERNAL,
            "技術",
            "山﨑",
            "2026-11-16",
            "2027-11-16",
        ),
    ),
)

MIHON = Ledger(
    company="mihon-kanagata",
    first="K-001",
    places=(
        ("本社工場", K.SITE, ""),
        ("設計室", K.ROOM, "本社工場"),
        ("鍵つき書庫", K.CABINET, "設計室"),
        ("金型置場", K.ZONE, "本社工場"),
        ("共有フォルダー", K.SERVER, ""),
        ("図面", K.FOLDER, "共有フォルダー"),
    ),
    partners=("架空精工株式会社", "仮想重機株式会社"),
    secrets=(
        Secret(
            "薄肉成形のゲート配置",
            "ゲートの数と位置、太さの組合せ",
            TOP,
            "鍵つき書庫",
            "櫛田 誠",
            "2024-12-02",
            "2027-03-31",
            lets=(Let("深見", "設計の仕事", "2024-12-02"),),
            more={"used_since": "2017-06-01"},
        ),
        Secret(
            "金型の冷却回路の図面",
            "回路の深さと間隔",
            SECRET,
            "図面",
            "深見",
            "2024-12-02",
            "2026-12-10",
            lets=(Let("部門:金型課", "設計と加工", "2024-12-02"),),
        ),
        Secret(
            "磨きの手順書",
            "番手の順番と力の入れ方",
            ("secret", "nda", "bundle", "some"),
            "鍵つき書庫",
            "深見",
            "2025-02-03",
            "2027-02-28",
            lets=(Let("部門:金型課", "磨きの作業", "2025-02-03"),),
            more={"media": ("paper", "skill")},
        ),
        Secret(
            "架空精工の製品図面 8枚",
            "軸受まわりの形状",
            SECRET,
            "図面",
            "深見",
            "2025-05-19",
            "2027-05-31",
            partner="架空精工株式会社",
            lets=(Let("部門:金型課", "受注した金型のため", "2025-05-19"),),
            more={"agreement": "2025-05 秘密保持", "received_on": "2025-05-16", "purpose": "金型の製作"},
        ),
        Secret(
            "仮想重機の試作形状データ",
            "試作品の三次元の形",
            ("top", "nda", "item", "all"),
            "図面",
            "櫛田 誠",
            "2026-01-13",
            "2026-11-27",
            partner="仮想重機株式会社",
            lets=(Let("深見", "試作型の設計", "2026-01-13", "2026-12-31"),),
            more={"received_on": "2026-01-09", "designated_grade": "Confidential A", "may_pass_on": "no"},
        ),
        Secret(
            "見積の計算表",
            "型の大きさごとの時間と単価",
            ("secret", "never", "bundle", "all"),
            "共有フォルダー",
            "櫛田 典子",
            "2025-03-03",
            "2027-03-31",
            lets=(Let("役割:owner", "見積を決めるため", "2025-03-03"),),
            more={"field": "sales"},
        ),
        Secret(
            "外注先の一覧と単価",
            "熱処理とめっきの依頼先",
            INTERNAL,
            "共有フォルダー",
            "櫛田 典子",
            "2025-03-03",
            "2027-03-31",
            lets=(Let("全員", "手配に使う", "2025-03-03"),),
            more={"field": "sales"},
        ),
        Secret(
            "修理した金型の記録",
            "どこが傷みやすいか",
            ("internal", "nda", "category", "none"),
            "金型置場",
            "深見",
            "2025-06-09",
            "2027-06-30",
            lets=(Let("全員", "修理に使う", "2025-06-09"),),
        ),
    ),
    later=(
        Later(
            "K-002", "2026-03-02", "冷却の見直しで間隔を変えた", fields={"what": "回路の深さと間隔、流す量"}
        ),
    ),
    proposals=(
        Secret("抜き勾配の早見表", "材質ごとの角度", INTERNAL, "図面", "深見", "2026-11-12", "2027-11-12"),
    ),
)

REIJI = Ledger(
    company="reiji-hyomen",
    first="K-001",
    places=(
        ("第一工場", K.SITE, ""),
        ("分析室", K.ROOM, "第一工場"),
        ("薬品庫", K.ROOM, "第一工場"),
        ("分析室の金庫", K.CABINET, "分析室"),
        ("めっきライン", K.ZONE, "第一工場"),
        ("品質サーバー", K.SERVER, ""),
        ("条件表", K.FOLDER, "品質サーバー"),
    ),
    partners=("仮想重機株式会社", "架空精工株式会社"),
    secrets=(
        Secret(
            "無電解めっき液の配合",
            "添加剤の種類と割合、足す順番",
            TOP,
            "分析室の金庫",
            "仁科",
            "2024-10-21",
            "2027-03-31",
            lets=(Let("長峰", "液を作るため", "2024-10-21"), Let("及川", "液の分析", "2025-07-01")),
            more={"used_since": "2012-05-01", "harm_own": "great", "other": ("薬品庫",)},
        ),
        Secret(
            "液の寿命の見きわめ方",
            "色と数値の組合せで見る",
            ("top", "never", "item", "some"),
            "条件表",
            "長峰",
            "2024-10-21",
            "2026-12-01",
            lets=(Let("部門:めっき課", "日々の作業", "2024-10-21"),),
        ),
        Secret(
            "前処理の条件表",
            "時間・温度・濃度",
            SECRET,
            "条件表",
            "長峰",
            "2024-11-18",
            "2027-01-31",
            lets=(Let("部門:めっき課", "日々の作業", "2024-11-18"),),
        ),
        Secret(
            "仮想重機の膜厚仕様",
            "部位ごとの厚さの指定",
            SECRET,
            "条件表",
            "仁科",
            "2025-02-10",
            "2026-11-25",
            partner="仮想重機株式会社",
            lets=(Let("部門:めっき課", "受注した処理のため", "2025-02-10"),),
            more={"agreement": "NDA-2025-007", "received_on": "2025-02-07", "purpose": "軸受部品の表面処理"},
        ),
        Secret(
            "架空精工の部品一覧",
            "品番と月ごとの数",
            INTERNAL,
            "品質サーバー",
            "仁科",
            "2025-04-07",
            "2027-04-30",
            partner="架空精工株式会社",
            lets=(Let("部門:品質保証課", "受入れの検査", "2025-04-07"),),
            more={"field": "sales"},
        ),
        Secret(
            "不良の写真と原因の記録",
            "何を変えると直ったか",
            ("secret", "never", "bundle", "none"),
            "品質サーバー",
            "及川",
            "2025-05-26",
            "2027-05-31",
            lets=(Let("全員", "教育に使う", "2025-05-26"),),
        ),
        Secret(
            "排水処理の運転条件",
            "時間帯ごとの流量",
            INTERNAL,
            "めっきライン",
            "長峰",
            "2025-08-04",
            "2027-08-31",
            lets=(Let("部門:めっき課", "運転のため", "2025-08-04"),),
        ),
        Secret(
            "対応できる材質と膜厚の表",
            "会社のページに載せているもの",
            ("public", "open", "category", "not_needed"),
            "品質サーバー",
            "仁科",
            "2025-08-04",
            "2027-08-31",
            more={"field": "sales"},
        ),
    ),
    later=(Later("K-003", "2026-04-13", "温度の幅を狭めた", fields={"what": "時間・温度・濃度と、その幅"}),),
    proposals=(
        Secret(
            "かご詰めの向き",
            "重なりを避ける並べ方",
            ("secret", "nda", "bundle", "none"),
            "めっきライン",
            "長峰",
            "2026-11-10",
            "2027-11-10",
        ),
    ),
)

KASOU = Ledger(
    company="kasou-juki",
    first="K-001",
    places=(
        ("本社", K.SITE, ""),
        ("設計棟", K.BUILDING, "本社"),
        ("第3設計室", K.ROOM, "設計棟"),
        ("設計金庫", K.CABINET, "第3設計室"),
        ("設計サーバー", K.SERVER, ""),
        ("次期機種", K.FOLDER, "設計サーバー"),
        ("調達", K.FOLDER, "設計サーバー"),
    ),
    partners=("架空精工株式会社", "見本金型株式会社", "例示表面処理㈱"),
    secrets=(
        Secret(
            "次期機種の主軸構造",
            "軸受の配置と予圧の掛け方",
            TOP,
            "次期機種",
            "𠮷見",
            "2024-10-28",
            "2027-03-31",
            lets=(Let("諸星", "設計の仕事", "2024-10-28"), Let("大隅", "投資の判断", "2024-10-28")),
        ),
        Secret(
            "次期機種の発売時期と価格",
            "発売の月と価格の幅",
            TOP,
            "設計金庫",
            "髙城",
            "2025-01-14",
            "2026-12-05",
            lets=(Let("大隅", "経営の判断", "2025-01-14"),),
            more={"field": "management"},
        ),
        Secret(
            "軸受の図面一式",
            "公差と面粗さの指定",
            SECRET,
            "次期機種",
            "諸星",
            "2024-11-11",
            "2027-01-31",
            lets=(
                Let("部門:設計部", "設計の仕事", "2024-11-11"),
                Let("部門:調達部", "発注のため", "2024-11-11"),
            ),
        ),
        Secret(
            "取引先ごとの購入単価",
            "部品ごとの単価と値引き",
            ("secret", "never", "bundle", "all"),
            "調達",
            "𠮷見",
            "2024-12-09",
            "2027-02-28",
            lets=(Let("部門:調達部", "調達の仕事", "2024-12-09"),),
            more={"field": "sales"},
        ),
        Secret(
            "架空精工の加工ノウハウ資料",
            "預かった加工条件の説明",
            SECRET,
            "調達",
            "𠮷見",
            "2025-03-17",
            "2026-11-20",
            partner="架空精工株式会社",
            lets=(Let("部門:調達部", "品質の確認", "2025-03-17"),),
            more={"received_on": "2025-03-14", "purpose": "品質の確認だけ", "may_pass_on": "no"},
        ),
        Secret(
            "耐久試験のデータ",
            "荷重と寿命の関係",
            ("secret", "never", "bundle", "some"),
            "設計サーバー",
            "諸星",
            "2025-06-23",
            "2027-06-30",
            lets=(
                Let("部門:設計部", "設計の仕事", "2025-06-23"),
                Let("部門:品質保証部", "評価", "2025-06-23"),
            ),
        ),
        Secret(
            "社内の組織変更案",
            "来期の部の分け方",
            ("secret", "never", "bundle", "none"),
            "設計金庫",
            "髙城",
            "2026-09-14",
            "2027-03-31",
            lets=(Let("大隅", "経営の判断", "2026-09-14"),),
            more={"field": "management"},
        ),
        Secret(
            "展示会で見せる資料",
            "公開する性能の値",
            ("public", "open", "category", "not_needed"),
            "設計サーバー",
            "諸星",
            "2025-09-08",
            "2027-09-30",
            more={"field": "sales"},
        ),
    ),
    later=(Later("K-006", "2026-06-08", "新しい試験を足した", fields={"what": "荷重・温度と寿命の関係"}),),
    proposals=(
        Secret(
            "組立ての順番の工夫",
            "仮組みの回数を減らす順番",
            ("secret", "nda", "bundle", "none"),
            "次期機種",
            "諸星",
            "2026-11-11",
            "2027-11-11",
        ),
    ),
)

LEDGERS = (KAKUU, MIHON, REIJI, KASOU)
