"""HTML put together by hand: what is text, what is not, and faults that browsers forgive."""

FULL = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>The pump &amp; its parts</title>
<meta name="description" content="All about &quot;the pump&quot; in one page">
<meta name="viewport" content="width=device-width, some words">
<style>p { content: "Some words" }</style>
<script>var text = "<p>Some words</p>";</script>
</head>
<body>
<!-- A comment with words -->
<h1>Start&nbsp;the <em>pump</em></h1>
<p>Press <b>Start</b> and
   wait.<br>Then see <a href="/next?a=1&amp;b=2" title="The next page">the next
   page</a> &copy; 2026. <!-- inside --> It is <strong><i>ready</i></strong> now.</p>
<p><b>All of it is bold.</b></p>
<p>Use <code>start --now</code> or <kbd>Ctrl</kbd>, 5 &lt; 6 &amp; 7 &gt; 6, &lt;g1&gt; is literal.</p>
<p translate="no">Never touch these words.</p>
<p>Keep <span translate="no">Pump Ltd</span> as a name and <span class="notranslate">Other Ltd</span> too.</p>
<pre>Code with words</pre>
<ul><li>First point<li>Second point
<ul><li>Inner point</ul></ul>
<table><tr><th>Name<td>A cell with <i>words<td>12</table>
<img src="a.png" alt="A pump in the rain"><input type="text" placeholder="Type it here" aria-label="Your name">
<button>Save it</button> loose words <div>in a block</div> and after it
<select><option>First choice<option>Second choice</select>
<p>Broken <b>nesting <i>here</b> and</i> there.
<p>Never closed <b>bold
<p>Image <img alt="Inside words" src=b.png> in a line with <a href=x title='It&apos;s quoted'>a link</a>.
<svg><text>Words in a picture</text></svg>
</body>
</html>
"""


def rich() -> dict[str, bytes]:
    latin = FULL.replace("utf-8", "iso-8859-1").replace("ready", "größer")
    return {
        "full.html": FULL.encode(),
        "crlf.htm": FULL.replace("\n", "\r\n").encode(),
        "bom.html": b"\xef\xbb\xbf" + FULL.encode(),
        "latin1.html": latin.encode("latin-1"),
        "utf16.html": FULL.encode("utf-16"),
        "part.html": b"Just some words",
        "deep.html": b"<div>" * 2000 + b"<b>" * 2000 + b"Deep words" + b"</b>" * 2000,
        "cut.html": b"<p>Some words</p><p class='never closed",
    }


def hostile() -> dict[str, bytes]:
    return {"empty.html": b" ", "nul.html": b"<p>a\0b</p>", "binary.html": bytes(range(128, 256))}
