"""Apple .strings put together by hand."""

FULL = r"""/* The file's own comment,
   in two lines. */



/* Shown on the button. */
"save.button" = "Save it now";
// Said once.
"quote" = "Say \"it\" now,\nand \\ wait";
bare.key = "Words of a bare key";
"bare" = Words;
"unicode" = "Gr\U00f6\U00dfe";
"format" = "Press %@ for %1$d minutes";
"Key alone";
"over
lines" = "First line
second line";
"several" = "one text"; "on" = "one line";
"empty" = "";
"end" = "No line end";"""


def rich() -> dict[str, bytes]:
    return {
        "full.strings": FULL.encode(),
        "utf16.strings": FULL.encode("utf-16"),
        "utf16be.strings": b"\xfe\xff" + FULL.encode("utf-16-be"),
        "no_mark.strings": FULL.encode("utf-16-le"),
        "crlf.strings": FULL.replace("\n", "\r\n").encode(),
    }


def hostile() -> dict[str, bytes]:
    return {
        "empty.strings": b"",
        "binary.strings": b"bplist00\xd1\x01\x02",
        "compiled.strings": b"bplist00 some words",
        "xml.strings": b'<?xml version="1.0"?><plist><dict/></plist>',
        "open_quote.strings": b'"a" = "never closed;\n',
        "open_comment.strings": b'/* never closed\n"a" = "b c";\n',
        "junk.strings": b'"a" = "b c";\n<<<<<<< HEAD\n"d" = "e f";\n',
        "half.strings": "a".encode("utf-16") + b"\0",
    }
