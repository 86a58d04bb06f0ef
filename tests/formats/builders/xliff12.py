"""XLIFF 1.2 as different programs write it, and files that are none."""

from __future__ import annotations

HEAD = '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
#: Its namespace has a prefix, its target language is missing, and it says what may not change.
PREFIXED = (
    '<x:xliff version="1.2" xmlns:x="urn:oasis:names:tc:xliff:document:1.2">'
    '<x:file original="b.txt" source-language="en" datatype="plaintext"><x:body>'
    '<x:trans-unit id="1"><x:source>Close the valve.</x:source></x:trans-unit>'
    '<x:group translate="no"><x:trans-unit id="2"><x:source>Part number</x:source></x:trans-unit>'
    '<x:trans-unit id="3" translate="yes"><x:source>Read me.</x:source><x:target/></x:trans-unit></x:group>'
    "</x:body></x:file></x:xliff>"
)
#: Every kind of code, notes, limits, states and other translations.
RICH = f"""<?xml version="1.0" encoding="UTF-8"?>
{HEAD}
  <file original="a.html" source-language="en-US" target-language="de-DE" datatype="html">
    <header><note>Of the file</note></header>
    <body>
      <trans-unit id="t1" resname="title"><source>Press <g id="1" ctype="bold">Start</g> now.</source></trans-unit>
      <trans-unit id="t2"><source>A <bpt id="1">&lt;a href="x"&gt;</bpt>link<ept id="1">&lt;/a&gt;</ept> and <ph
        id="2">%s</ph><x id="3" ctype="lb"/></source><target state="needs-translation">Alt</target></trans-unit>
      <trans-unit id="t3" approved="yes"><source>Done before.</source><target>Schon fertig.</target></trans-unit>
      <trans-unit id="t4"><source>Same again.</source><target>Same again.</target></trans-unit>
      <trans-unit id="t5" maxwidth="20" size-unit="char"><source>Short words</source>
        <note annotates="source">A button.</note><note annotates="target">Never sent.</note>
        <alt-trans match-quality="70"><source>Short word</source><target>Kurzes Wort</target></alt-trans>
      </trans-unit>
      <trans-unit
        id="t6"><source>A literal &lt;g1&gt; and &lt;x2/&gt;, and <![CDATA[<b>raw</b> & more]]>.</source></trans-unit>
      <trans-unit id="t7"><source xml:space="preserve">  Blanks around  </source><target
        state="new">   </target></trans-unit>
      <trans-unit id="t8"><source>One. Two.</source><seg-source><mrk mtype="seg" mid="0">One.</mrk> <mrk
        mtype="seg" mid="1">Two <mrk mtype="protected">ACME</mrk>.</mrk> <mrk mtype="seg"
        mid="2">12</mrk></seg-source></trans-unit>
      <trans-unit id="t9"><source>Three. Four.</source><seg-source><mrk mtype="seg" mid="0">Three.</mrk> <mrk
        mtype="seg" mid="1">Four.</mrk></seg-source><target><mrk mtype="seg" mid="0"/> <mrk mtype="seg"
        mid="1"></mrk></target></trans-unit>
      <trans-unit id="t10"><source>Cross <bx id="4" rid="9"/>a <g id="5">b<ex id="6"
        rid="9"/> c</g> d.</source></trans-unit>
      <trans-unit id="t11"><source>With a <ph
        id="1">&lt;img alt="<sub>picture</sub>"/&gt;</ph> in it.</source></trans-unit>
    </body>
  </file>
</xliff>
"""


def rich() -> dict[str, bytes]:
    return {
        "rich.xlf": RICH.encode(),
        "bom.xliff": b"\xef\xbb\xbf" + RICH.encode(),
        "utf16.xlf": RICH.replace("UTF-8", "UTF-16").encode("utf-16"),
        "latin1.xlf": RICH.replace("UTF-8", "ISO-8859-1").encode("latin-1"),
        "lines.xlf": RICH.replace("\n", "\r\n").encode(),
        "prefixed.xlf": PREFIXED.encode(),
        "no_namespace.xlf": PREFIXED.replace("x:", "").replace(":x=", "=").encode(),
    }


def hostile() -> dict[str, bytes]:
    entity = '<!DOCTYPE xliff [<!ENTITY a "b">]>'
    deep = "<g id='1'>" * 600 + "x" + "</g>" * 600
    return {
        "empty.xlf": b"",
        "no_xml.xlf": b"{}",
        "cut.xlf": RICH.encode()[:900],
        "entity.xlf": RICH.replace(HEAD, entity + HEAD).encode(),
        "no_unit.xlf": f"{HEAD}<file source-language='en'><body/></file></xliff>".encode(),
        "other.xlf": b"<html><body>Words</body></html>",
        "french.xlf": RICH.replace('"en-US"', '"fr"').encode(),
        "deep.xlf": RICH.replace("Done before.", deep).encode(),
        "encoding.xlf": RICH.replace("UTF-8", "no-such-encoding").encode(),
    }
