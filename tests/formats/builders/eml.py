"""E-mails put together by hand: with attachments, in odd encodings, and broken ones."""

from email.message import EmailMessage

from tests.formats.builders import xlsx


def message(
    body: str = "The total is 1,200.00 euros.\n", *, html: str = "", subject: str = "Invoice 12"
) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Ann Smith <ann@example.org>"
    made["To"] = "Bob <bob@example.org>"
    made["Date"] = "Tue, 05 Mar 2024 10:00:00 +0000"
    made["Subject"] = subject
    if body:
        made.set_content(body)
    if html and body:
        made.add_alternative(html, subtype="html")
    elif html:
        made.set_content(html, subtype="html")
    return made


def with_attachments() -> bytes:
    """A readable table and workbook, a picture, and a format that is not read."""
    made = message()
    made.add_attachment("Item,Amount\nA pump,7\n", subtype="csv", filename="list.csv")
    made.add_attachment(xlsx.full(), maintype="application", subtype="octet-stream", filename="book.xlsx")
    made.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="logo.png")
    made.add_attachment(b"MZ\0\0", maintype="application", subtype="octet-stream", filename="../../run.exe")
    return made.as_bytes()


def nested(depth: int) -> bytes:
    """A message in a message, so many times."""
    made = message("The innermost text.\n", subject="Level 0")
    for number in range(1, depth + 1):
        outer = message(f"Text of level {number}.\n", subject=f"Level {number}")
        outer.add_attachment(made)
        made = outer
    return made.as_bytes()


def raw(body: bytes, *headers: str) -> bytes:
    told = "\r\n".join(("From: a@example.org", "Subject: Test", *headers))
    return told.encode() + b"\r\n\r\n" + body


def rich() -> dict[str, bytes]:
    return {
        "plain.eml": message().as_bytes(),
        "html.eml": message("", html="<p>Total: <b>7</b></p>").as_bytes(),
        "alternative.eml": message(html="<p>Other words</p>").as_bytes(),
        "attachments.eml": with_attachments(),
        "nested.eml": nested(2),
        "latin1.eml": raw("Größe".encode("latin-1"), "Content-Type: text/plain; charset=iso-8859-1"),
    }


def hostile() -> dict[str, bytes]:
    """What must be one line."""
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(3000))
    many = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 600 + b"--b--\r\n"
    return {
        "empty": b"",
        "no_mail": b"Just some words.\n",
        "binary": bytes(range(256)) * 20,
        "deep": b"From: a@example.org\r\n" + deep,
        "many": raw(many, 'Content-Type: multipart/mixed; boundary="b"'),
    }
