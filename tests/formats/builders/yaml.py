"""YAML put together by hand: every style of a string, and what must not be taken for one."""

FULL = r"""%YAML 1.1
# The file's own comment.
---
en:
  # The title of the page.
  title: Welcome to the pump   # here
  "quoted key": "Press \"it\" now,\n  and \u00e4 wait"
  single: 'It''s ready for you'
  tagged: !!str Some tagged words
  own: !pump Some words of its own
  anchor: &words Words with an anchor
  alias: *words
  merged:
    <<: &base {one: the first one, two: "the second one"}
  flow: [press it, "stop it", {deep: go on there}]
  number: 12
  day: day
  yes_word: 'yes'
  wrapped: These words go
    over two lines
  literal: |-  # keep this
    First line
      indented line

    last line
  folded: >
    Folded words that
    are one line.

    And a second paragraph.
  kept: |+
    Kept line ends

  indented: |2
     A blank more than needed
    and less
  ? complex key
  : complex value there
  none: ~
  empty: ""
...
---
- Words of a second document
- literal <g1> stays here
"""


def rich() -> dict[str, bytes]:
    return {
        "full.yaml": FULL.encode(),
        "crlf.yml": FULL.replace("\n", "\r\n").encode(),
        "bom.yaml": b"\xef\xbb\xbf" + FULL.encode(),
        "utf16.yaml": FULL.encode("utf-16"),
        "no_end.yaml": b"a: some words\nb: |\n  more words",
        "root.yaml": b"Only some words\n",
    }


def hostile() -> dict[str, bytes]:
    return {
        "empty.yaml": b"\n",
        "tab.yaml": b"a:\n\t- some words\n",
        "template.yaml": b"a: {{ value }} and {% if %}\n",
        "alias.yaml": b"a: *nowhere\n",
        "deep.yaml": b"[" * 3000 + b"some words" + b"]" * 3000,
        "deep_block.yaml": "".join(f"{' ' * n}a:\n" for n in range(700)).encode(),
        "control.yaml": b"a: some \x01 words\n",
        "latin1.yaml": "a: Größe prüfen\n".encode("latin-1"),
        "escape.yaml": b'a: "some \\UFFFFFFFF words"\n',
    }
