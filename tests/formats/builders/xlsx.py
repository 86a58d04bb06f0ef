"""Workbooks put together by hand: one with all that is translated or left, some of other dialects, hostile ones."""

from collections.abc import Mapping, Sequence

from tests.formats.builders import zips

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
BOLD = "<rPr><b/><sz val='11'/></rPr>"

#: Shared strings by number.
STRINGS = (
    "<si><t>Press the button.</t></si>",  # 0
    f"<si><r><t xml:space='preserve'>Wait until </t></r><r>{BOLD}<t>READY</t></r><r>{BOLD}<t> now</t></r>"
    "<r><t xml:space='preserve'> is shown.</t></r></si>",  # 1
    "<si><t>Yes</t></si>",  # 2, which a formula compares with
    "<si><t>SKU-1</t></si>",  # 3, no words
    "<si><t>Amount due</t></si>",  # 4, heads a column of a table
    "<si><t>Customer name</t></si>",  # 5, heads one that a formula names
    "<si><t>Hidden words</t></si>",  # 6, in a hidden sheet alone
    "<si><t>漢字です</t><rPh sb='0' eb='2'><t>かんじ</t></rPh><phoneticPr fontId='1'/></si>",  # 7
    "<si><t>A literal &lt;g1&gt; stays</t></si>",  # 8
    "<si><t>Line one_x000D_\nline two</t></si>",  # 9
    "<si><t xml:space='preserve'>  Blanks around </t></si>",  # 10
    "<si><t>Orphaned words</t></si>",  # 11, in no cell
    "<si><t>Remark</t></si>",  # 12, a column of a table
    "<si><t>In a hidden row</t></si>",  # 13
)


def cell(address: str, value: object, kind: str = "", *, style: int = 0, formula: str = "") -> str:
    told = f' t="{kind}"' if kind else ""
    styled = f' s="{style}"' if style else ""
    if kind == "inlineStr":
        return f'<c r="{address}"{styled}{told}><is>{value}</is></c>'
    made = (f"<f>{formula}</f>" if formula else "") + (f"<v>{value}</v>" if value != "" else "")
    return f'<c r="{address}"{styled}{told}>{made}</c>'


def row(number: int, *cells: str, attributes: str = "") -> str:
    return f'<row r="{number}"{attributes}>{"".join(cells)}</row>'


def sheet(*rows: str, before: str = "", behind: str = "", space: str = MAIN) -> str:
    data = f"{before}<sheetData>{''.join(rows)}</sheetData>{behind}"
    return f'{DECLARED}<worksheet xmlns="{space}" xmlns:r="{zips.OFFICE}">{data}</worksheet>'


def styles(*codes: str) -> str:
    """Style N shows numbers by the N-th code; style 0 is General."""
    formats = "".join(f'<numFmt numFmtId="{170 + n}" formatCode="{_attribute(code)}"/>' for n, code in enumerate(codes))
    cells = "".join(f'<xf numFmtId="{170 + n}" applyNumberFormat="1"/>' for n in range(len(codes)))
    default = (
        "<fonts><font><sz val='11'/><name val='Calibri'/></font></fonts><fills><fill><patternFill/></fill></fills>"
        "<borders><border/></borders><cellStyleXfs><xf numFmtId='0'/></cellStyleXfs>"
    )
    return (
        f'{DECLARED}<styleSheet xmlns="{MAIN}"><numFmts count="{len(codes)}">{formats}</numFmts>{default}'
        f'<cellXfs count="{len(codes) + 1}"><xf numFmtId="0"/>{cells}</cellXfs>'
        '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def workbook(
    sheets: Mapping[str, str],
    *,
    strings: Sequence[str] = (),
    codes: Sequence[str] = (),
    states: Mapping[str, str] = {},
    properties: str = "",
    names: str = "",
    more: Mapping[str, tuple[str, str]] = {},
    related: Mapping[str, Sequence[tuple[str, str, str]]] = {},
) -> bytes:
    """sheets: name -> XML. codes: number formats of styles 1 and so on. states: of hidden sheets.

    more, related: further parts and relations, as ``zips.office`` has them.
    """
    tabs, parts, links = "", {}, []
    for number, (name, content) in enumerate(sheets.items(), 1):
        state = f' state="{states[name]}"' if name in states else ""
        tabs += f'<sheet name="{_attribute(name)}" sheetId="{number}"{state} r:id="rId{number}"/>'
        parts[f"xl/worksheets/sheet{number}.xml"] = (f"{TYPE}.worksheet+xml", content)
        links.append((f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml"))
    inside = f"{properties}<sheets>{tabs}</sheets>{names}"
    workbook = f'{DECLARED}<workbook xmlns="{MAIN}" xmlns:r="{zips.OFFICE}">{inside}</workbook>'
    parts["xl/workbook.xml"] = (f"{TYPE}.sheet.main+xml", workbook)
    if strings:
        table = f'{DECLARED}<sst xmlns="{MAIN}" count="9" uniqueCount="{len(strings)}">{"".join(strings)}</sst>'
        parts["xl/sharedStrings.xml"] = (f"{TYPE}.sharedStrings+xml", table)
        links.append(("rId90", "sharedStrings", "sharedStrings.xml"))
    parts["xl/styles.xml"] = (f"{TYPE}.styles+xml", styles(*codes))
    links.append(("rId91", "styles", "styles.xml"))
    links += related.get("xl/workbook.xml", ())
    others = {part: one for part, one in related.items() if part != "xl/workbook.xml"}
    return zips.office("xl/workbook.xml", {**parts, **more}, {"xl/workbook.xml": links, **others})


def full() -> bytes:
    """Shared and inline strings, codes, a table, comments, a hidden sheet and row, a formula that compares."""
    first = sheet(
        row(1, cell("A1", 0, "s"), cell("B1", 1, "s"), cell("C1", 2, "s")),
        row(2, cell("A2", 0, "s"), cell("B2", 3, "s"), cell("C2", "Result text", "str", formula='IF(C1="Yes",A1,B1)')),
        row(3, cell("A3", "<t>Inline words</t>", "inlineStr"), cell("B3", 1234.5, style=1), cell("C3", 45000, style=2)),
        row(4, cell("A4", 7, "s"), cell("B4", 8, "s"), cell("C4", 9, "s"), cell("D4", 10, "s")),
        row(5, cell("A5", f"<r><t>Inline </t></r><r>{BOLD}<t>bold</t></r><r><t> end</t></r>", "inlineStr")),
        row(6, cell("A6", 4, "s"), cell("B6", 5, "s"), cell("C6", 12, "s")),
        row(
            7,
            cell("A7", 5),
            cell("B7", "Ann Smith", "str", formula="Table1[[#This Row],[Customer name]]"),
            cell("C7", 0, "s"),
        ),
        row(9, cell("A9", 13, "s"), attributes=' hidden="1"'),
        behind='<tableParts count="1"><tablePart r:id="rId1"/></tableParts>',
    )
    table = (
        f'{DECLARED}<table xmlns="{MAIN}" id="1" name="Table1" displayName="Table1" ref="A6:C7">'
        '<tableColumns count="3">'
        '<tableColumn id="1" name="Amount due"/><tableColumn id="2" name="Customer name"/>'
        '<tableColumn id="3" name="Remark"/></tableColumns></table>'
    )
    comments = (
        f'{DECLARED}<comments xmlns="{MAIN}"><authors><author>Ann</author></authors><commentList>'
        f'<comment ref="B1" authorId="0"><text><r>{BOLD}<t>Ann:</t></r>'
        '<r><t xml:space="preserve"> Please check this.</t></r>'
        "</text></comment></commentList></comments>"
    )
    return workbook(
        {"Sheet1": first, "Price list": sheet(row(1, cell("A1", 6, "s"), cell("B1", 0, "s")))},
        strings=STRINGS,
        codes=("#,##0.00", "yyyy-mm-dd"),
        states={"Price list": "hidden"},
        more={
            "xl/tables/table1.xml": (f"{TYPE}.table+xml", table),
            "xl/comments1.xml": (f"{TYPE}.comments+xml", comments),
        },
        related={
            "xl/worksheets/sheet1.xml": [
                ("rId1", "table", "../tables/table1.xml"),
                ("rId2", "comments", "../comments1.xml"),
            ]
        },
    )


def prefixed() -> bytes:
    """Every element of the main namespace with a prefix."""
    runs = "<x:r><x:t>Press </x:t></x:r><x:r><x:rPr><x:b/></x:rPr><x:t>it</x:t></x:r><x:r><x:t> now.</x:t></x:r>"
    strings = f"<x:si>{runs}</x:si>"
    data = '<x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row></x:sheetData>'
    first = f'<x:worksheet xmlns:x="{MAIN}">{data}</x:worksheet>'
    made = zips.unzipped(workbook({"One": first}, strings=("<si/>",)))
    made["xl/sharedStrings.xml"] = f'<x:sst xmlns:x="{MAIN}">{strings}</x:sst>'.encode()
    return zips.zipped(made)


def strict() -> bytes:
    """ISO Strict: other namespaces and kinds of relation, and dates written as dates."""
    made = zips.unzipped(
        workbook(
            {"One": sheet(row(1, cell("A1", 0, "s"), cell("B1", "2024-03-05T00:00:00", "d", style=1)))},
            strings=("<si><t>Press the button.</t></si>",),
            codes=("yyyy-mm-dd",),
        )
    )
    strict_office = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    return zips.zipped(
        {
            name: content.replace(MAIN.encode(), STRICT.encode()).replace(zips.OFFICE.encode(), strict_office.encode())
            for name, content in made.items()
        }
    )


def utf16() -> bytes:
    """Shared strings in UTF-16 with a byte order mark."""
    made = zips.unzipped(
        workbook({"One": sheet(row(1, cell("A1", 0, "s")))}, strings=("<si><t>Größe prüfen</t></si>",))
    )
    text = made["xl/sharedStrings.xml"].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    made["xl/sharedStrings.xml"] = text.encode("utf-16")
    return zips.zipped(made)


def rich() -> dict[str, bytes]:
    return {"full.xlsx": full(), "prefixed.xlsx": prefixed(), "strict.xlsx": strict(), "utf16.xlsx": utf16()}


def hostile() -> dict[str, bytes]:
    """What must be one line, or nothing worse than a text without words."""
    good = full()
    entity = f'<!DOCTYPE sst [<!ENTITY a "b">]><sst xmlns="{MAIN}"><si><t>&a;</t></si></sst>'.encode()
    deep = f'<worksheet xmlns="{MAIN}">{"<a>" * 600}{"</a>" * 600}</worksheet>'.encode()
    return {
        **zips.hostile(good),
        "entity": zips.replaced(good, "xl/sharedStrings.xml", entity),
        "sheet_entity": zips.replaced(good, "xl/worksheets/sheet1.xml", entity.replace(b"sst", b"worksheet")),
        "deep": zips.replaced(good, "xl/worksheets/sheet1.xml", deep),
        "broken_sheet": zips.replaced(good, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData>"),
        "broken_strings": zips.replaced(good, "xl/sharedStrings.xml", b"\xff\xfe<"),
    }


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
