"""Java .properties put together by hand."""

FULL = r"""# The file's own comment.

! Shown on the button.
save.button=Save it now
save.other : Save it later
save.third Save the third
save.empty=
path=C\:\\Temp\\Some words
cancel   =   Cancel the job, \
         please, \
         at once
unicode=Gr\u00f6\u00dfe pr\u00fcfen
pair=Smile \ud83d\ude00 now
format=It''s {0} of {1,number} files.
format.none=Delete file {0}?
quoted='{'braces'}' around {0}
spaces=\  two blanks before
lines=First line\nsecond line\twith a tab
key\ with\ blanks=Some more words
single=active
code=UTF-8
double=twice the same
double=twice the same
last=No line end"""


def rich() -> dict[str, bytes]:
    return {
        "ascii.properties": FULL.encode("ascii"),
        "utf8.properties": (FULL + "\nmore=Größe wählen\n").encode(),
        "latin1.properties": (FULL + "\nmore=Größe wählen\n").encode("latin-1"),
        "crlf.properties": FULL.replace("\n", "\r\n").encode(),
        "bom.properties": b"\xef\xbb\xbf" + FULL.encode(),
    }


def hostile() -> dict[str, bytes]:
    return {"empty.properties": b" \n", "nul.properties": b"a=some\0words\n"}
