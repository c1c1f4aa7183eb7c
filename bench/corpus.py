"""A folder of invented Japanese office files with something hidden in each: docx, xlsx, pptx, pdf and txt.

Seeded, so that two machines measure the same files. The packages are written part by part as Office, not as a library,
lays them out: runs, furigana, headers, comments, notes, masters, a picture. Words are few, so that chance agreements
are more frequent than in a real house.
"""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import typst

FONTS = Path(__file__).resolve().parents[1] / "kuramori" / "press" / "fonts"


def _words(text: str) -> list[str]:
    return text.split()


THINGS = _words(
    "焼入温度 冷却時間 金型 治具 図面 工程表 検査表 配合比 材料 硬さ 寸法 公差 "
    "加工条件 電流値 めっき液 樹脂 射出圧力 保持時間 得意先 見積書 単価 納期 数量 "
    "在庫 外注先 仕入先 契約書 覚書 議事録 報告書 手順書 点検表 作業者 班長 工場長 "
    "品質 不良率 歩留まり 刃物 切削油 送り速度 回転数 段取り 試作品 量産品 部品 "
    "組立 塗装 洗浄 乾燥 測定器 校正 出荷 梱包 保管 廃棄 再生材 添加剤 顔料 "
    "温度計 圧力計 制御盤 配線 基板 センサー モーター 軸受 歯車 ばね ねじ 溶接 "
    "研磨 面取り 表面 内径 外径 肉厚 長さ 重さ 密度 粘度 "
)
MODIFIERS = _words(
    "新しい 前回の 右側の 左側の 試作用 量産用 予備の 検査済みの "
    "修正後の 来月の 先月の 上段の 下段の 内側の 外側の 標準の "
    "特注の 夜勤の 日勤の 二次側の 一次側の 旧型の 新型の 小型の "
    "大型の 薄い 厚い 追加の 共通の 現行の "
)
VERBS = _words(
    "を確認する を記録する を見直す を報告した を変更しない を測定し、結果を残す "
    "を保管する を引き継ぐ を交換した を調整する について打ち合わせた "
    "について問い合わせがあった を基準どおりに行う を朝礼で伝える を月末に集計する "
    "を前回と比べる を図面に反映する を先方へ送る前に点検する をやり直した を標準とする "
)
JOINTS = _words(
    "また、 なお、 ただし、 このため、 次に、 あわせて、 当日は、 午後は、 前の週に、 そのうえで、 "
)
PLACES = _words("第一工場 第二工場 本社 検査室 試作室 倉庫 塗装場 熱処理場 設計課 営業課 総務課 ")
FAMILIES = _words("佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 ")
NS_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS_X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NS_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
NS_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ENCODINGS = ("utf-8", "cp932", "euc_jp", "utf-16", "utf-8-sig", "iso2022_jp")


@dataclass(frozen=True, slots=True)
class Made:
    """A file, what was hidden in it ("" for nothing) and where: body, runs, margin, note, table or cell."""

    path: Path
    needle: str
    where: str


def sentence(chance: random.Random) -> str:
    """One sentence of about 30 to 60 characters."""
    start = chance.choice(JOINTS) if chance.random() < 0.3 else ""
    where = f"{chance.choice(PLACES)}の" if chance.random() < 0.5 else ""
    figure = f"{chance.randrange(1, 2000)}{chance.choice('個本枚度分')}の" if chance.random() < 0.5 else ""
    who = f"{chance.choice(FAMILIES)}が" if chance.random() < 0.3 else ""
    thing, other = (
        f"{chance.choice(MODIFIERS)}{chance.choice(THINGS)}"
        if chance.random() < 0.7
        else chance.choice(THINGS)
        for _ in range(2)
    )
    return f"{start}{who}{where}{figure}{thing}と{other}{chance.choice(VERBS)}。"


def prose(chance: random.Random, length: int) -> str:
    """Sentences of at least `length` characters together."""
    text = ""
    while len(text) < length:
        text += sentence(chance)
    return text


def terms(count: int = 306) -> list[str]:
    """Invented part names and numbers, as a house would list them."""
    chance = random.Random(306)
    return [
        f"蔵{chance.choice('甲乙丙丁戊己')}{at:03d}号{chance.choice('合金改型液剤')}" for at in range(count)
    ]


def make(folder: Path, counts: dict[str, int], *, seed: int = 3, needles: bool = True) -> Iterator[Made]:
    """Writes the files, kind after kind, and yields each; every one holds one of `terms` where `needles` is set."""
    words = terms()
    for kind, count in counts.items():
        chance = random.Random(f"{seed}/{kind}")
        below = folder / kind
        below.mkdir(parents=True, exist_ok=True)
        for at in range(count):
            needle = chance.choice(words) if needles else ""
            where, content = KINDS[kind](chance, needle)
            suffix = "csv" if (kind, where) == ("txt", "cell") else kind
            name = f"{chance.choice(PLACES)}_{chance.choice(THINGS)}_{at:04d}.{suffix}"
            path = below / name
            path.write_bytes(content)
            yield Made(path, needle, where)


def docx(paragraphs: list[str], *, header: str = "", extra: dict[str, str] | None = None) -> bytes:
    """A Word file of paragraphs in several runs, with furigana in the first."""
    ruby = (
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>やきいれ</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>焼入</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>標準</w:t></w:r></w:p>"
    )
    body = "".join(_paragraph(text) for text in paragraphs)
    parts = {
        "word/document.xml": f'{XML}<w:document xmlns:w="{NS_W}"><w:body>{ruby}{body}</w:body></w:document>',
        "word/header1.xml": f'{XML}<w:hdr xmlns:w="{NS_W}"><w:p><w:r><w:t>{escape(header)}</w:t></w:r></w:p></w:hdr>',
        "word/styles.xml": f'{XML}<w:styles xmlns:w="{NS_W}">'
        + '<w:style w:styleId="a"/>' * 400
        + "</w:styles>",
    }
    return package(parts | (extra or {}), picture="word/media/image1.png")


def xlsx(cells: list[str], *, rows: int = 300, header: str = "", inline: str = "") -> bytes:
    """A workbook: the texts as shared strings, half of the cells numbers, one inline string."""
    strings = "".join(
        f"<si><r><t>{escape(text[:3])}</t></r><r><rPr><b/></rPr><t>{escape(text[3:])}</t></r>"
        f'<rPh sb="0" eb="1"><t>フリガナ</t></rPh></si>'
        if at % 9 == 0
        else f'<si><t xml:space="preserve">{escape(text)}</t></si>'
        for at, text in enumerate(cells)
    )
    lines = []
    for row in range(1, rows + 1):
        here = "".join(
            f'<c r="{column}{row}" s="{row % 7}" t="s"><v>{(row * 7 + at) % len(cells)}</v></c>'
            if at % 2 == 0
            else f'<c r="{column}{row}" s="3"><v>{(row * 37 + at * 11) % 90000 + 0.25}</v></c>'
            for at, column in enumerate("ABCDEFGH")
        )
        lines.append(f'<row r="{row}" spans="1:8">{here}</row>')
    if inline:
        lines.append(
            f'<row r="{rows + 1}"><c r="A{rows + 1}" t="inlineStr"><is><t>{escape(inline)}</t></is></c></row>'
        )
    parts = {
        "xl/workbook.xml": f'{XML}<workbook xmlns="{NS_X}"><sheets><sheet name="一覧" sheetId="1"/></sheets>'
        "</workbook>",
        "xl/sharedStrings.xml": f'{XML}<sst xmlns="{NS_X}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'{XML}<worksheet xmlns="{NS_X}"><sheetData>{"".join(lines)}</sheetData>'
        f"<headerFooter><oddHeader>&amp;C{escape(header)}</oddHeader></headerFooter></worksheet>",
        "xl/styles.xml": f'{XML}<styleSheet xmlns="{NS_X}">' + "<xf/>" * 300 + "</styleSheet>",
    }
    return package(parts)


def pptx(slides: list[list[str]], *, note: str = "", master: str = "") -> bytes:
    """A presentation with a master, a layout and notes to the first slide."""
    parts = {f"ppt/slides/slide{at}.xml": _slide("sld", lines) for at, lines in enumerate(slides, start=1)}
    parts["ppt/notesSlides/notesSlide1.xml"] = _slide("notes", [note])
    parts["ppt/slideMasters/slideMaster1.xml"] = _slide("sldMaster", ["マスター タイトルの書式設定", master])
    parts["ppt/slideLayouts/slideLayout1.xml"] = _slide("sldLayout", ["マスター テキストの書式設定"] * 5)
    parts["ppt/presentation.xml"] = f'{XML}<p:presentation xmlns:p="{NS_P}"/>'
    return package(parts, picture="ppt/media/image1.png")


def pdf(paragraphs: list[str], header: str = "") -> bytes:
    """A PDF with the font embedded, by Typst."""
    # One script, so that a line is one run, as word processors print it: Typst cuts at each change of script otherwise.
    source = f'#set page(paper: "a4", header: text("{header}"))\n#set par(leading: 1em)\n'
    source += '#set text(font: "BIZ UDPGothic", size: 10.5pt, lang: "ja", script: "hani", cjk-latin-spacing: none)\n'
    source += "\n\n".join(f'#text("{text}")' for text in paragraphs)
    made = typst.compile(source.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def package(parts: dict[str, str], picture: str = "") -> bytes:
    """The parts as a zip with what every package has; `picture` names a part of random bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", XML + "<Types>" + "<Default/>" * 12 + "</Types>")
        packed.writestr("_rels/.rels", XML + "<Relationships/>")
        for name, content in parts.items():
            packed.writestr(name, content)
        packed.writestr("docProps/app.xml", XML + "<Properties/>")
        packed.writestr("docProps/core.xml", XML + "<cp:coreProperties/>")
        if picture:
            packed.writestr(picture, random.Random(len(parts)).randbytes(24_000))
    return out.getvalue()


def _paragraph(text: str) -> str:
    cut = len(text) // 2
    return (
        f'<w:p w:rsidR="00A1"><w:pPr><w:jc w:val="both"/></w:pPr><w:r><w:rPr><w:sz w:val="21"/></w:rPr><w:t>'
        f'{escape(text[:cut])}</w:t></w:r><w:r w:rsidRPr="00B2"><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">'
        f"{escape(text[cut:])}</w:t></w:r></w:p>"
    )


def _slide(root: str, lines: list[str]) -> str:
    shapes = "".join(
        f'<p:sp><p:spPr><a:xfrm><a:off x="1" y="2"/></a:xfrm></p:spPr><p:txBody>'
        f'<a:bodyPr/><a:p><a:r><a:rPr lang="ja-JP"/>'
        f"<a:t>{escape(text)}</a:t></a:r></a:p></p:txBody></p:sp>"
        for text in lines
    )
    return f'{XML}<p:{root} xmlns:p="{NS_P}" xmlns:a="{NS_A}"><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:{root}>'


def _some_docx(chance: random.Random, needle: str) -> tuple[str, bytes]:
    where = chance.choice(("body", "runs", "margin", "note"))
    paragraphs = [prose(chance, chance.randrange(60, 240)) for _ in range(chance.randrange(15, 70))]
    header, extra = chance.choice(PLACES), {}
    if where == "margin":
        header = f"{header} {needle}"
    elif where == "note":
        note = f"<w:comment><w:p><w:r><w:t>{needle}</w:t></w:r></w:p></w:comment>"
        extra["word/comments.xml"] = f'{XML}<w:comments xmlns:w="{NS_W}">{note}</w:comments>'
    elif where == "runs":  # cut in the middle by a change of type
        paragraphs[chance.randrange(len(paragraphs))] = "前後の文字" + needle + "前後の文字"
    else:
        _hide(chance, paragraphs, needle)
    return where, docx(paragraphs, header=header, extra=extra)


def _some_xlsx(chance: random.Random, needle: str) -> tuple[str, bytes]:
    where = chance.choice(("cell", "margin", "inline"))
    cells = [sentence(chance)[: chance.randrange(4, 40)] for _ in range(chance.randrange(100, 400))]
    if where == "cell":
        _hide(chance, cells, needle)
    header = needle if where == "margin" else "一覧"
    return where, xlsx(
        cells, rows=chance.randrange(60, 400), header=header, inline=needle if where == "inline" else ""
    )


def _some_pptx(chance: random.Random, needle: str) -> tuple[str, bytes]:
    where = chance.choice(("body", "margin", "note"))
    slides = [
        [sentence(chance) for _ in range(chance.randrange(4, 10))] for _ in range(chance.randrange(6, 20))
    ]
    if where == "body":
        _hide(chance, slides[chance.randrange(len(slides))], needle)
    return where, pptx(
        slides, note=needle if where == "note" else "", master=needle if where == "margin" else ""
    )


def _some_pdf(chance: random.Random, needle: str) -> tuple[str, bytes]:
    paragraphs = [prose(chance, chance.randrange(80, 240)) for _ in range(chance.randrange(18, 40))]
    _hide(chance, paragraphs, needle)
    return "body", pdf(paragraphs, header=chance.choice(PLACES))


def _some_txt(chance: random.Random, needle: str) -> tuple[str, bytes]:
    lines = [sentence(chance) for _ in range(chance.randrange(20, 400))]
    _hide(chance, lines, needle)
    encoding = chance.choice(ENCODINGS)
    if chance.random() < 0.4:
        out = io.StringIO()
        csv.writer(out).writerows((at, line, at * 3) for at, line in enumerate(lines))
        return "cell", out.getvalue().encode(encoding, "replace")
    return "body", "\r\n".join(lines).encode(encoding, "replace")


def _hide(chance: random.Random, lines: list[str], needle: str) -> None:
    at = chance.randrange(len(lines))
    cut = chance.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:cut] + needle + lines[at][cut:]


KINDS = {"docx": _some_docx, "xlsx": _some_xlsx, "pptx": _some_pptx, "pdf": _some_pdf, "txt": _some_txt}
WHOLE = {"docx": 600, "xlsx": 500, "pptx": 300, "pdf": 400, "txt": 200}
