"""Presentations built by hand: one with everything that can stand in them, and those that must be refused."""

from tests.formats.builders import zips

MAIN = "application/vnd.openxmlformats-officedocument.presentationml"
SPACES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{zips.OFFICE}" xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram"'
)


def run(text: str, attributes: str = "", inside: str = "") -> str:
    return f"<a:r><a:rPr{attributes}>{inside}</a:rPr><a:t>{text}</a:t></a:r>"


def p(*inner: str) -> str:
    return f'<a:p><a:pPr lvl="0"/>{"".join(inner)}<a:endParaRPr lang="en-US"/></a:p>'


def shape(*paragraphs: str, holder: str = "", descr: str = "") -> str:
    given = f'<p:ph type="{holder}"/>' if holder else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="Shape" descr="{descr}"/><p:cNvSpPr/><p:nvPr>{given}</p:nvPr></p:nvSpPr>'
        f"<p:txBody><a:bodyPr/>{''.join(paragraphs)}</p:txBody></p:sp>"
    )


def table(*rows: list[str]) -> str:
    cells = "".join(
        f"<a:tr>{''.join(f'<a:tc><a:txBody>{p(run(text))}</a:txBody></a:tc>' for text in row)}</a:tr>" for row in rows
    )
    return (
        f"<p:graphicFrame><a:graphic><a:graphicData><a:tbl>{cells}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def slide(*shapes: str, name: str = "sld", attributes: str = "") -> str:
    return f"<p:{name} {SPACES}{attributes}><p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld></p:{name}>"


def presentation(*slides: str) -> bytes:
    """Slides are shown in the order given; their files are numbered the other way round. The first has the rest."""
    names = [f"ppt/slides/slide{len(slides) - number}.xml" for number in range(len(slides))]
    ids = "".join(f'<p:sldId id="{256 + number}" r:id="rIdS{number}"/>' for number in range(len(slides)))
    diagram = f"<a:p>{run('First step')}</a:p>"
    parts = {
        "ppt/presentation.xml": (
            f"{MAIN}.presentation.main+xml",
            f"<p:presentation {SPACES}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
        ),
        **{name: (f"{MAIN}.slide+xml", content) for name, content in zip(names, slides, strict=True)},
        "ppt/notesSlides/n1.xml": (f"{MAIN}.notesSlide+xml", slide(shape(p(run("Say hello."))), name="notes")),
        "ppt/comments/c1.xml": (
            f"{MAIN}.comments+xml",
            f'<p:cmLst {SPACES}><p:cm authorId="0"><p:text>Is this true?</p:text></p:cm></p:cmLst>',
        ),
        "ppt/slideMasters/m1.xml": (
            f"{MAIN}.slideMaster+xml",
            slide(shape(p(run("Click to edit")), holder="title"), shape(p(run("Pump works"))), name="sldMaster"),
        ),
        "ppt/diagrams/data1.xml": ("a", f"<dgm:dataModel {SPACES}><dgm:t>{diagram}</dgm:t></dgm:dataModel>"),
        "ppt/diagrams/drawing1.xml": ("a", f"<dsp:drawing {SPACES}><dsp:txBody>{diagram}</dsp:txBody></dsp:drawing>"),
    }
    drawing = "http://schemas.microsoft.com/office/2007/relationships/diagramDrawing"
    relations = {
        "ppt/presentation.xml": [
            *((f"rIdS{n}", "slide", name.removeprefix("ppt/")) for n, name in sorted(enumerate(names), reverse=True)),
            ("rIdM", "slideMaster", "slideMasters/m1.xml"),
        ],
        names[0]: [
            ("rIdN", "notesSlide", "../notesSlides/n1.xml"),
            ("rIdC", "comments", "../comments/c1.xml"),
            ("rIdD", "diagramData", "../diagrams/data1.xml"),
            ("rIdE", drawing, "../diagrams/drawing1.xml"),
            ("rIdL", "hyperlink", "https://example.com/a"),
        ],
    }
    return zips.office("ppt/presentation.xml", parts, relations, {"ppt/media/image1.png": bytes(range(256))})


def everything() -> bytes:
    link = '<a:hlinkClick r:id="rIdL"/>'
    return presentation(
        slide(
            shape(p(run("The pump", ' lang="en-US" dirty="0"')), holder="title", descr="A red pump"),
            shape(
                p(
                    run("Press ", ' lang="en-US"'),
                    run("Sta", ' lang="en-US" b="1"'),
                    run("rt", ' lang="en-GB" b="1" dirty="0"'),
                    run(" on "),
                    run("our page", "", link),
                    "<a:br/>",
                    run("and wait."),
                ),
                p('<a:fld id="{1}" type="datetime"><a:rPr/><a:t>1 May</a:t></a:fld>', run(" was the day.")),
            ),
            table(["Name", "Value"], ["Pump", "Works well"]),
        ),
        slide(shape(p(run("Not shown to all.")), holder="ctrTitle"), attributes=' show="0"'),
        slide(shape(p(run("The end.")), holder="title"), shape(p(run("Pump works")), holder="ftr")),
    )


def rich() -> dict[str, bytes]:
    return {
        "everything": everything(),
        "literal_codes": presentation(slide(shape(p(run("Type &lt;g1&gt; here, "), run("now", ' b="1"'))))),
    }


def hostile() -> dict[str, bytes]:
    good = presentation(slide(shape(p(run("Words")))))
    return {**zips.hostile(good), "not_xml": zips.replaced(good, "ppt/presentation.xml", b"<p:presentation")}
