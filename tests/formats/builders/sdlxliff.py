"""Files as SDL Trados, memoQ and Phrase write them."""

from __future__ import annotations

SDL = """<?xml version="1.0" encoding="utf-8"?><xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" \
xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2" sdl:version="1.0">\
<file original="a.docx" datatype="x-sdlfilterframework2" source-language="en-US" target-language="de-DE"><header>\
<tag-defs xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"><tag id="0"><bpt name="cf">&lt;cf bold&gt;</bpt></tag>\
<tag id="5"><ph name="br">&lt;br/&gt;</ph></tag></tag-defs></header><body>
<trans-unit translate="no" id="2cdfe9bd-debe-4af0-b5f5-64bf33e8526c"><source><x id="0"/></source></trans-unit>
<trans-unit id="0414250d-cb61-4ed9-9a07-ad2e7587498a"><source>Open <g id="0">the</g> valve. Wait. Go. Close. Stay.\
</source>\
<seg-source><mrk mtype="seg" mid="1">Open <g id="0">the</g> valve.</mrk> <mrk mtype="seg" mid="2">Wait.</mrk> \
<mrk mtype="seg" mid="3">Go.<x id="5"/></mrk> <mrk mtype="seg" mid="4">Close.</mrk> \
<mrk mtype="seg" mid="5">Stay.</mrk></seg-source>\
<target><mrk mtype="seg" mid="1"/> <mrk mtype="seg" mid="2">Warten Sie.</mrk> \
<mrk mtype="seg" mid="3">Gehen<x id="5"/></mrk> \
<mrk mtype="seg" mid="4">Zu.</mrk> <mrk mtype="seg" mid="5">Bleib.</mrk></target><sdl:seg-defs>\
<sdl:seg id="1"><sdl:value key="created_by">ana</sdl:value></sdl:seg>\
<sdl:seg id="2" conf="Translated" origin="interactive"/><sdl:seg id="3" conf="Draft" origin="tm" percent="85"/>\
<sdl:seg id="4" conf="RejectedTranslation" origin="tm"/><sdl:seg id="5" locked="true"
        conf="Draft"/></sdl:seg-defs></trans-unit>
<trans-unit id="7"><source>Never touched.</source><seg-source><mrk mtype="seg"
        mid="6">Never touched.</mrk></seg-source>\
<sdl:seg-defs><sdl:seg id="6"/></sdl:seg-defs></trans-unit>
</body></file></xliff>"""
MEMOQ = """<?xml version="1.0" encoding="utf-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:mq="MQXliff">
<file original="a.xlsx" source-language="en" target-language="de" datatype="x-memoq"><body>
<trans-unit id="1" mq:status="NotStarted" mq:locked="no"><source xml:space="preserve">Open it.</source><target
        xml:space="preserve"/></trans-unit>
<trans-unit id="2" mq:status="ManuallyConfirmed"><source>Close it.</source><target>Schließen.</target></trans-unit>
<trans-unit id="3" mq:status="PartiallyEdited"
        mq:locked="locked"><source>Keep it.</source><target>Behalten.</target></trans-unit>
<trans-unit id="4" mq:status="MachineTranslated"><source>Press <ph
        id="1">&lt;b&gt;</ph>it.</source><target>Drück</target></trans-unit>
</body></file></xliff>"""
PHRASE = """<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:m="http://www.memsource.com/mxlf/2.0" version="1.2">
<file original="a.txt" source-language="en" target-language="de"><body><group
        id="0"><trans-unit id="a:0" m:confirmed="0" \
m:locked="false"><source>Open {1&gt;it&lt;1}.</source><target></target></trans-unit>
<trans-unit id="a:1" m:confirmed="1" m:locked="false"><source>Close it.</source><target>Zu.</target></trans-unit>
</group></body></file></xliff>"""


def rich() -> dict[str, bytes]:
    return {
        "trados.sdlxliff": SDL.encode("utf-8-sig"),
        "memoq.mqxliff": MEMOQ.encode(),
        "phrase.mxliff": PHRASE.encode(),
    }


def hostile() -> dict[str, bytes]:
    return {"cut.sdlxliff": SDL.encode()[:-40], "cut.mqxliff": MEMOQ.encode()[:-9]}
