"""XLIFF 2.0 and 2.1, with codes of every kind and the modules that are not to be touched."""

from __future__ import annotations

RICH = """<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="de"
  xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" xmlns:slr="urn:oasis:names:tc:xliff:sizerestriction:2.0">
  <file id="f1" original="a.html">
    <group id="g1" translate="no">
      <unit id="u0"><segment><source>Part number</source></segment></unit>
      <unit id="u00" translate="yes"><segment><source>Read me.</source></segment></unit>
    </group>
    <unit id="u1" name="title" slr:sizeRestriction="20">
      <notes><note appliesTo="source">A button.</note><note appliesTo="target">Never sent.</note></notes>
      <originalData><data id="d1">&lt;b></data><data id="d2">&lt;/b></data></originalData>
      <mtc:matches><mtc:match ref="#s1"><source>Press it</source><target>Drück es</target></mtc:match></mtc:matches>
      <segment id="s1"><source>Press <pc id="1" type="fmt" subType="xlf:b">Start</pc> now.</source></segment>
      <ignorable><source> </source></ignorable>
      <segment id="s2" state="initial"><source>Wait for <ph id="2" equiv="%s"/><sc id="3" dataRef="d1"/>it<ec
        startRef="3" dataRef="d2"/>.</source><target>Alt</target></segment>
      <segment id="s3" state="reviewed"><source>Done before.</source><target>Schon fertig.</target></segment>
      <segment id="s4" state="final" subState="a:b"><source>Closed.</source><target>Zu.</target></segment>
    </unit>
    <unit id="u2"><segment><source>A <mrk id="m1" translate="no">fixed</mrk> word, <cp hex="0001"/> &lt;g1&gt;, and <sm
      id="m2" type="comment"/>a comment<em startRef="m2"/>.</source></segment></unit>
    <unit id="u3"><segment><source>Crossed <sc id="1"/>one <pc id="2">two<ec
        startRef="1"/> three</pc>.</source><target/></segment></unit>
  </file>
</xliff>
"""


def rich() -> dict[str, bytes]:
    return {
        "rich2.xlf": RICH.encode(),
        "no_target2.xliff": RICH.replace(' trgLang="de"', "").encode(),
        "utf16_2.xlf": RICH.replace("UTF-8", "UTF-16").encode("utf-16"),
    }


def hostile() -> dict[str, bytes]:
    return {
        "cut2.xlf": RICH.encode()[:700],
        "french2.xlf": RICH.replace('srcLang="en"', 'srcLang="fr"').encode(),
        "empty2.xlf": b"<xliff version='2.0' srcLang='en'><file id='f'/></xliff>",
    }
