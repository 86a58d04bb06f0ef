"""gettext files put together by hand: every part of an entry, several encodings and line ends, faults."""

FULL = r"""# Translators of it
# Ann Author <ann@example.org>, 2026.
msgid ""
msgstr ""
"Project-Id-Version: pump 1.0\n"
"Language: de\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#. Said by the pump itself.
#. In two lines.
#: src/pump.c:12 src/pump.c:40
#, c-format
msgid "Press %s now."
msgstr ""

#, fuzzy, c-format
#| msgid "Press %s."
msgid "Press %s again."
msgstr "Drücken Sie %s."

#, fuzzy
#| msgctxt "menu"
#| msgid "Old words"
msgctxt "menu"
msgid "New words"
msgstr "Alte Wörter"

# A translator's remark.
msgid "A long text that is wrapped "
"over several lines, as the tools of gettext do it, "
"and ends with a line break.\n"
msgstr ""
"Ein langer Text, der über mehrere "
"Zeilen geht.\n"

msgid "%d file is open."
msgid_plural "%d files are open."
msgstr[0] ""
msgstr[1] ""

msgid ""
"First line\n"
"Second \"line\" with a \\ and a tab\t.\n"
msgstr ""

msgctxt "noun"
msgid "Open"
msgstr "Öffnung"

msgctxt "verb"
msgid "Open"
msgstr ""

msgid "A literal <g1> and <x2/> stay."
msgstr ""

#~ msgid "Gone words"
#~ msgstr "Verschwundene Wörter"

#~| msgid "Older words"
#~ msgid "Gone too"
#~ msgid_plural "Gone all"
#~ msgstr[0] ""
"""
TEMPLATE = r"""#, fuzzy
msgid ""
msgstr ""
"Content-Type: text/plain; charset=CHARSET\n"
"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\n"

msgid "Save it"
msgstr ""

msgid "one file"
msgid_plural "%d files"
msgstr[0] ""
msgstr[1] ""
"""
CYRILLIC = r"""msgid ""
msgstr "Content-Type: text/plain; charset=windows-1250\n"

msgid "Größe prüfen"
msgstr ""
"""
APART = 'msgid\n"Two words"\nmsgstr\n""\n\n   msgid "Other words" "and more"   \n\tmsgstr ""\nmsgid "No end"\nmsgstr ""'


def rich() -> dict[str, bytes]:
    return {
        "full.po": FULL.encode(),
        "crlf.po": FULL.replace("\n", "\r\n").encode(),
        "bom.po": b"\xef\xbb\xbf" + FULL.encode(),
        "template.pot": TEMPLATE.encode(),
        "cp1250.po": CYRILLIC.encode("cp1250"),
        "apart.po": APART.encode(),
    }


def hostile() -> dict[str, bytes]:
    return {
        "empty.po": b"",
        "no_po.po": b"Some words that are no PO file.\n",
        "no_id.po": b"# comments alone\n",
        "open_quote.po": b'msgid "never closed\nmsgstr ""\n',
        "twice.po": b'msgid "a b"\nmsgid "c d"\nmsgstr ""\n',
        "not_its_charset.po": FULL.encode("latin-1"),
        "nul.po": b'msgid "a\0b"\nmsgstr ""\n',
    }
