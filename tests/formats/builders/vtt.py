"""WebVTT put together by hand."""

FULL = """WEBVTT - Some title
Kind: captions

STYLE
::cue { color: red }

NOTE
Some words for the people who make it.

REGION
id:fred

intro
00:01.000 --> 00:02.500 align:start position:10%
<v Bob>Press the button,
and wait.</v>

00:03.000 --> 00:05.000
<v.loud Mary Ann>All of it &amp; more &lt;now&gt;.

01:00:06.000 --> 01:00:08.000
One <c.yellow.bg_blue>yellow</c> word, <b><i>two</i> others</b> and <lang de>ein</lang> more.

00:09.000 --> 00:10.000
<00:09.100><c>word</c> <00:09.500><c>by word</c>

00:11.000 --> 00:12.000
Hard&nbsp;blank, <ruby>base<rt>reading</rt></ruby>, &lt;g1&gt; stays

00:13.000 --> 00:14.000
<i>Never closed

Words outside.

00:15.000 --> 00:16.000
"""


def rich() -> dict[str, bytes]:
    return {
        "full.vtt": FULL.encode(),
        "crlf.vtt": FULL.replace("\n", "\r\n").encode(),
        "bom.vtt": b"\xef\xbb\xbf" + FULL.encode(),
    }


def hostile() -> dict[str, bytes]:
    return {
        "empty.vtt": b"",
        "no_head.vtt": b"00:01.000 --> 00:02.000\nPress it.\n",
        "no_cues.vtt": b"WEBVTT\n\nSome words.\n",
        "latin1.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nGröße\n".encode("latin-1"),
    }
