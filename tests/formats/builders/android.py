"""Files of Android's string resources."""

from __future__ import annotations

RICH = """<?xml version="1.0" encoding="utf-8"?>
<!-- Strings of the app -->
<resources xmlns:xliff="urn:oasis:names:tc:xliff:document:1.2">
    <!-- Shown at the start -->
    <string name="welcome">Don\\'t be late, <xliff:g id="name" example="Ana">%1$s</xliff:g>!</string>
    <string name="bold">Press <b>Start</b> and\\nwait for <i>READY</i> &amp; go.</string>
    <string name="link">Read <a href="https://example.org">the rules</a> first</string>
    <string name="key" translatable="false">Never translate this</string>
    <string name="quoted">"  Two  blanks  "</string>
    <string name="cdata"><![CDATA[Tap <b>here</b> now]]></string>
    <string name="reference">@string/welcome</string>
    <string name="literal">Write &lt;g1&gt; here</string>
    <string-array name="days">
        <item>Monday</item>
        <item>Tuesday</item>
    </string-array>
    <plurals name="files">
        <item quantity="one">%d file</item>
        <item quantity="other">%d files</item>
    </plurals>
</resources>
"""


def rich() -> dict[str, bytes]:
    """Everything that a format must keep."""
    return {
        "strings.xml": RICH.encode(),
        "bom.xml": b"\xef\xbb\xbf" + RICH.encode(),
        "crlf.xml": RICH.replace("\n", "\r\n").encode(),
        "utf16.xml": RICH.replace('encoding="utf-8"', 'encoding="utf-16"').encode("utf-16"),
    }


def hostile() -> dict[str, bytes]:
    """What is refused in one line."""
    return {
        "other.xml": b"<project><target name='all'/></project>",
        "empty.xml": b"",
        "cut.xml": RICH.encode()[:300],
        "entity.xml": b'<!DOCTYPE r [<!ENTITY a "aaaa">]><resources><string name="a">&a;</string></resources>',
    }
