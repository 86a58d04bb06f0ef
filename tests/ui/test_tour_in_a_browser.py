"""One minute from a file to what is taken away, in a real browser; and the pictures of the documentation.

With CONSENSUS_SCREENSHOTS=FOLDER the pictures are written there, those of this file and of the other browser tests.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page, expect

import consensus
from consensus import bootstrap
from consensus.service.loop import LoopThread
from consensus.settings import Settings
from consensus.storage.store import SqlStore

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

EXAMPLES = Path(consensus.__file__).parent / "examples"
#: Of the moving picture: pixels, colours, milliseconds a step, bytes at most.
WIDTH, HEIGHT, CAPTION = 960, 540, 34
COLOURS, STEP, MOST = 96, 5_000, 1_500_000
GLOSSARY = "source,target,kind\npump,Pumpe,required\nshut-off valve,Absperrventil,required\ncheck,checken,forbidden\n"


@dataclass
class Pictures:
    """What is seen on the way, each step with its words."""

    page: Page
    steps: list[tuple[str, bytes]] = field(default_factory=list)

    def add(self, words: str, name: str = "") -> None:
        """Look at the page as it stands. name: of a picture of its own, or ""."""
        if folder := os.environ.get("CONSENSUS_SCREENSHOTS"):
            self.page.wait_for_timeout(800)
            taken = self.page.screenshot()
            if words:
                self.steps.append((words, taken))
            if name:
                (Path(folder) / f"{name}.png").write_bytes(taken)

    def save(self, name: str) -> None:
        """All steps as one animated PNG."""
        if folder := os.environ.get("CONSENSUS_SCREENSHOTS"):
            made = animated([captioned(number, words, taken) for number, (words, taken) in enumerate(self.steps, 1)])
            assert len(made) <= MOST
            (Path(folder) / f"{name}.png").write_bytes(made)


def captioned(number: int, words: str, taken: bytes) -> Image.Image:
    """A screen made smaller, over a line that says what one sees."""
    screen = Image.open(io.BytesIO(taken)).convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    made = Image.new("RGB", (WIDTH, HEIGHT + CAPTION), "#3d4db7")
    made.paste(screen, (0, 0))
    font = ImageFont.load_default(size=18)
    ImageDraw.Draw(made).text((16, HEIGHT + CAPTION // 2), f"{number}  {words}", fill="white", font=font, anchor="lm")
    return made


def animated(frames: Sequence[Image.Image]) -> bytes:
    """One palette for all frames, since a PNG has no more."""
    strip = Image.new("RGB", (WIDTH, sum(one.height for one in frames)))
    top = 0
    for one in frames:
        strip.paste(one, (0, top))
        top += one.height
    palette = strip.quantize(COLOURS, dither=Image.Dither.NONE)
    first, *rest = [one.quantize(palette=palette, dither=Image.Dither.NONE) for one in frames]
    made = io.BytesIO()
    first.save(made, "PNG", save_all=True, append_images=rest, duration=STEP, loop=0, optimize=True)
    return made.getvalue()


def test_the_moving_picture_has_every_step() -> None:
    taken = []
    for shade in ("white", "grey", "black"):
        screen = io.BytesIO()
        Image.new("RGB", (1280, 720), shade).save(screen, "PNG")
        taken.append(captioned(1, shade, screen.getvalue()))
    made = Image.open(io.BytesIO(animated(taken)))
    assert (made.n_frames, made.size) == (3, (WIDTH, HEIGHT + CAPTION))  # type: ignore[attr-defined]
    seen = []
    for number in range(3):
        made.seek(number)
        seen.append(made.convert("RGB").getpixel((WIDTH // 2, HEIGHT // 2)))
    assert [round(sum(one) / 3, -1) for one in seen if isinstance(one, tuple)] in ([250, 130, 0], [260, 130, 0])


def bought(tmp_path: Path) -> None:
    """An invoice as a PDF, whose fields three members read; two fields wait for a person."""
    settings = replace(Settings.read({}).at(tmp_path / "home"), database_url=f"sqlite:///{tmp_path / 'c.db'}")
    service, loop = bootstrap.build(settings), LoopThread()
    for request in bootstrap.demo_requests("recorded")["recorded"]:
        if [Path(str(path)).name for path in request.paths] == ["purchase.pdf"]:
            loop.run(service.jobs.submit(request))
    loop.close()
    service.close()


def choose(page: Page, label: str, option: str) -> None:
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.press_sequentially(option)
    box.press("Enter")


def test_from_a_file_to_what_is_taken_away(page: Page, tmp_path: Path, store: SqlStore, seeds: SimpleNamespace) -> None:
    bought(tmp_path)
    pictures = Pictures(page)
    with seeds.served(tmp_path, "ana") as address:
        page.goto(f"{address}submit")
        page.locator("input[type=file]").first.set_input_files(EXAMPLES / "manual.md")
        choose(page, "Policy", "translation")
        choose(page, "From language", "English (en)")
        choose(page, "To language", "German (de)")
        choose(page, "Panel", "recorded")
        expect(page.get_by_role("cell", name="example-c").first).to_be_visible()
        seeds.settled(page)
        pictures.add("Hand in a file. Who is asked, and the worst cost, stand there before anything is sent.")
        page.get_by_role("button", name="Submit", exact=True).click()
        expect(page.get_by_text("automatically, not certified")).to_be_visible(timeout=120_000)
        pictures.add("21 of 25 sentences are accepted: independent models agree, and no check objects.")
        page.get_by_role("link", name="Home").click()
        expect(page.get_by_text("6 items")).to_be_visible()
        pictures.add("", "home")
        reviewed(page, address, store, seeds, pictures)
        record(page, address, store, seeds, pictures)
        taken_away(page, address, pictures)
    pictures.save("tour")


def reviewed(page: Page, address: str, store: SqlStore, seeds: SimpleNamespace, pictures: Pictures) -> None:
    """One segment, by its key."""
    (job,) = [line for line in store.job_lines() if line.document == "manual.md"]
    page.goto(f"{address}review?job={job.id}")
    seeds.look(page, "This page describes")
    pictures.add("What is in doubt is read in its document. Letters hide who answered; nothing is preselected.")
    kept = page.locator(".c-text").filter(has_text="{serial_number}")  # the other answer's note names it, too
    card = page.locator("[class*='st-key-card']").filter(has=kept)
    right = card.locator(".c-letter").inner_text()
    page.keyboard.press({"A": "1", "B": "2"}[right])
    seeds.look(page, "Never open the housing")
    pictures.add("One key decides, the next item is there. Afterwards one reads who stood behind the letters.")
    assert store.queue_counts()["resolved"] == 1


def record(page: Page, address: str, store: SqlStore, seeds: SimpleNamespace, pictures: Pictures) -> None:
    """A field beside its page."""
    (job,) = [line for line in store.job_lines() if line.document == "purchase.pdf"]
    page.goto(f"{address}review?job={job.id}")
    seeds.look(page, "Harbour Office Supplies")
    expect(page.get_by_role("img", name="Page 1 of 1.")).to_be_visible()
    pictures.add("Of an invoice: the page with the value in its place, and the whole record beside it.", "record")


def taken_away(page: Page, address: str, pictures: Pictures) -> None:
    """The results, and a file of them."""
    page.goto(f"{address}results")
    choose(page, "Job", "manual.md")
    expect(page.get_by_text("1 to 25 of 25 units")).to_be_visible()
    pictures.add("Results: every unit with its verdict and the reason for it.")
    button = page.get_by_role("button", name="Verified file")
    with page.expect_download() as download:
        button.click()
    assert "AQ-40" in Path(download.value.path()).read_text("utf-8")
    button.hover()
    pictures.add("Taken away: the verified file, a table, a report, and the evidence for every unit.")


def test_the_other_screens(page: Page, address: str, store: SqlStore, tmp_path: Path, seeds: SimpleNamespace) -> None:
    pictures = Pictures(page)
    (tmp_path / "terms.csv").write_text(GLOSSARY, "utf-8")
    page.goto(f"{address}glossaries")
    page.locator("input[type=file]").first.set_input_files(tmp_path / "terms.csv")
    seeds.settled(page)
    page.get_by_role("button", name="Save the glossary").click()
    expect(page.get_by_text("Saved: glossaries/terms")).to_be_visible()
    seeds.settled(page)
    choose(page, "Open a glossary", "terms")
    expect(page.get_by_text("Absperrventil").first).to_be_visible()
    pictures.add("", "glossaries")
    page.goto(f"{address}policies?policy=translation")
    expect(page.get_by_text("When something is accepted")).to_be_visible()
    seeds.settled(page)
    pictures.add("", "policy-form")
