"""SRT put together by hand."""

FULL = """1
00:00:01,000 --> 00:00:02,500
Press the button,
and wait.

2
00:00:03,000 --> 00:00:05,000 X1:40 X2:600 Y1:20 Y2:50
<i>All in italics.</i>

3
00:00:06,000 --> 00:00:08,000
{\\an8}Above, with <b>bold</b> words & <font color="#ff0000">red</font> ones.

4
00:00:09,000 --> 00:00:10,000
- Who is there?
- <i>Nobody.

5
00:00:11,000 --> 00:00:12,000
♪ 1, 2, 3 ♪

6
0:00:13.5 --> 0:00:15.25
I <3 you, <g1>literally</g1>.
7
00:00:16,000 --> 00:00:17,000
No blank line before it

Some words between.

8
00:00:18,000 --> 00:00:19,000

9
00:00:20,000 --> 00:00:21,000
The end"""


def rich() -> dict[str, bytes]:
    return {
        "full.srt": FULL.encode(),
        "crlf.srt": FULL.replace("\n", "\r\n").encode(),
        "bom.srt": b"\xef\xbb\xbf" + FULL.encode(),
        "utf16.srt": FULL.encode("utf-16"),
        "no_numbers.srt": b"00:00:01,000 --> 00:00:02,000\nPress it.\n\n00:00:03,000 --> 00:00:04,000\nStop it.\n",
    }


def hostile() -> dict[str, bytes]:
    return {
        "empty.srt": b"\r\n",
        "no_times.srt": b"1\nPress it.\n",
        "wrong_times.srt": b"1\n00:00:01 -> 00:00:02\nPress it.\n",
        "latin1.srt": "1\n00:00:01,000 --> 00:00:02,000\nGröße\n".encode("latin-1"),
        "binary.srt": bytes(range(256)),
    }
