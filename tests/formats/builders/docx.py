"""Word documents built by hand: one with everything that can stand in them, and those that must be refused."""

from collections.abc import Mapping, Sequence

from tests.formats.builders import zips

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": zips.OFFICE,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
}
STRICT = {
    "w": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "r": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
SPACES = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in NAMES.items())
LINK = '<w:u w:val="single"/>'
STYLES = """<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Unter"><w:name w:val="Mine"/><w:basedOn w:val="berschrift1"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Liste"><w:name w:val="List Bullet"/><w:pPr><w:numPr>
<w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Geheim"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>"""


def run(text: str, properties: str = "", attributes: str = "") -> str:
    given = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r{attributes}>{given}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*inner: str, properties: str = "") -> str:
    given = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{given}{''.join(inner)}</w:p>"


def field(code: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table(*rows: Sequence[str]) -> str:
    cells = "".join(f"<w:tr>{''.join(f'<w:tc>{p(run(text))}</w:tc>' for text in row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/>{cells}</w:tbl>"


def text_box(text: str) -> str:
    """As Word writes it: for new programs, and once more for old ones."""
    content = f"<w:txbxContent>{p(run(text))}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:docPr id="1" name="Box" '
        f'descr="A pump on a table"/><wps:txbx>{content}</wps:txbx></wp:inline></w:drawing></mc:Choice><mc:Fallback>'
        f"<w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def document(
    *paragraphs: str,
    parts: Mapping[str, tuple[str, str]] = {},
    links: Sequence[tuple[str, str, str]] = (),
    end: str = "",
    spaces: str = SPACES,
    others: Mapping[str, bytes] = {},
) -> bytes:
    """parts: name -> kind ("header", "footnotes" ..) and what is in its root. links: from the body."""
    roots = {"header": "hdr", "footer": "ftr", "chart": "chartSpace", "diagramData": "dataModel"}
    body = f"<w:document {spaces}><w:body>{''.join(paragraphs)}<w:sectPr>{end}</w:sectPr></w:body></w:document>"
    found = {"word/document.xml": (f"{MAIN}.document.main+xml", body)}
    given: list[tuple[str, str, str]] = [("rIdS", "styles", "styles.xml")]
    found["word/styles.xml"] = (f"{MAIN}.styles+xml", f"<w:styles {spaces}>{STYLES}</w:styles>")
    for number, (name, (kind, content)) in enumerate(parts.items()):
        prefix = {"chart": "c", "diagramData": "dgm"}.get(kind, "w")
        root = f"{prefix}:{roots.get(kind, kind)}"
        found[f"word/{name}"] = (f"{MAIN}.{kind}+xml", f"<{root} {spaces}>{content}</{root}>")
        given.append((f"rIdP{number}", kind, name))
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The pump manual</dc:title>'
        "<cp:keywords>pump, valve</cp:keywords></cp:coreProperties>"
    )
    found["docProps/core.xml"] = ("application/vnd.openxmlformats-package.core-properties+xml", core)
    core_link = ("rIdC", f"{zips.RELATIONS}/metadata/core-properties", "docProps/core.xml")
    relations = {"": [core_link], "word/document.xml": [*given, *links]}
    return zips.office("word/document.xml", found, relations, others)


def everything() -> bytes:
    note = '<w:footnote w:id="2"><w:p>{}</w:p></w:footnote>'
    drawn = "<a:p><a:r><a:t>{}</a:t></a:r></a:p>"
    return document(
        p(run("The pump"), properties='<w:pStyle w:val="Titel"/>'),
        p(run("Before you start"), properties='<w:pStyle w:val="berschrift1"/>'),
        p(
            run("Press "),
            run("Sta", "<w:b/>", ' w:rsidR="00AA"'),
            "<w:proofErr w:type='spellStart'/>",
            run("rt", '<w:b/><w:lang w:val="en-GB"/>', ' w:rsidR="00BB"'),
            run(" and wait"),
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
            run(". Then go to "),
            '<w:hyperlink r:id="rIdL">' + run("our page", LINK) + "</w:hyperlink>",
            run(" or see "),
            field(" REF _Ref1 \\h ", run("Table 4")),
            run(" below. "),
            field(' HYPERLINK "https://example.com/b" ', run("Read more", "<w:i/>")),
            run(" there."),
        ),
        p(run("One item", ""), properties='<w:pStyle w:val="Liste"/>'),
        p(
            run("A "),
            '<w:bookmarkStart w:id="7" w:name="_Ref1"/>',
            run("marked"),
            '<w:bookmarkEnd w:id="7"/>',
            run(" word with "),
            f"<w:ins w:id='1'>{run('new')}</w:ins>",
            f"<w:del w:id='2'>{run('old').replace('w:t', 'w:delText')}</w:del>",
            run(" text."),
        ),
        table(["Name", "Value"], ["Pump", "Works well"]),
        p(run("Shown"), run(" secret", "<w:vanish/>"), run(" again.")),
        p(run("With a box."), text_box("In the box")),
        p(run("The "), "<m:oMath><m:r><m:t>speed</m:t></m:r></m:oMath>", run(" is right.")),
        parts={
            "h1.xml": ("header", p(run("Pump works"))),
            "f1.xml": ("footer", p(run("Page "), field("PAGE", run("3")), run(" of the book"))),
            "notes.xml": ("footnotes", note.format("<w:r><w:footnoteRef/></w:r>" + run(" Not long."))),
            "comments.xml": ("comments", f'<w:comment w:id="1">{p(run("Is this right?"))}</w:comment>'),
            "chart1.xml": (
                "chart",
                f"<c:tx><c:rich>{drawn.format('Sales of pumps')}</c:rich></c:tx>"
                "<c:cat><c:strCache><c:pt><c:v>North</c:v></c:pt></c:strCache></c:cat>",
            ),
            "d1.xml": ("diagramData", f"<dgm:t>{drawn.format('First step')}</dgm:t>"),
        },
        links=[("rIdL", "hyperlink", "https://example.com/a")],
        end='<w:headerReference w:type="default" r:id="rIdP0"/><w:footerReference w:type="default" r:id="rIdP1"/>',
        others={"word/media/image1.png": b"\x89PNG" + bytes(range(256)), "word/vbaProject.bin": b"macro" * 40},
    )


def rich() -> dict[str, bytes]:
    strict = SPACES.replace(NAMES["w"], STRICT["w"]).replace(NAMES["r"], STRICT["r"])
    prefix = document(p(run("Press it now. Then "), run("stop", "<w:b/>"), run(".")))
    other = {
        name: content.replace(b"w:", b"x:").replace(b"xmlns:w=", b"xmlns:x=")
        if name == "word/document.xml"
        else content
        for name, content in zips.unzipped(prefix).items()
    }
    pretty = p(run("Some words here.")).replace("><", ">\n  <")
    wide = zips.unzipped(prefix)["word/document.xml"].decode()
    return {
        "everything": everything(),
        "strict": document(p(run("Press "), run("Start", "<w:b/>"), run(" now.")), spaces=strict),
        "other_prefix": zips.zipped(other),
        "pretty": document(pretty),
        "literal_codes": document(p(run("Type &lt;g1&gt; or &lt;x2/&gt; here"), run(" bold", "<w:b/>"))),
        "utf_16": zips.replaced(
            prefix, "word/document.xml", ('<?xml version="1.0" encoding="UTF-16"?>' + wide).encode("utf-16")
        ),
    }


def hostile() -> dict[str, bytes]:
    good = document(p(run("Words here.")))
    body = zips.unzipped(good)["word/document.xml"]
    deep = "<w:sdt><w:sdtContent>" * 600 + "</w:sdtContent></w:sdt>" * 600
    entity = b'<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + body.replace(b"Words", b"&e;")
    bomb = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + body.replace(b"Words", b"&b;")
    return {
        **zips.hostile(good),
        "not_xml": zips.replaced(good, "word/document.xml", b"<w:document"),
        "external_entity": zips.replaced(good, "word/document.xml", entity),
        "entities": zips.replaced(good, "word/document.xml", bomb),
        "deep": document(deep),
    }
