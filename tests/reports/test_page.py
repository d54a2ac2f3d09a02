"""
The page in a real browser: filter, keyboard, printing, silence on the network, accessibility, hostile names.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect, sync_playwright

from reports import html
from reports.model import Run
from reports.texts import Texts

Scheme = Literal["light", "dark"]
pytestmark = pytest.mark.requires("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """
    One Chromium for all tests of this file.
    """
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def files(every: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """
    Addresses of the page in both languages.
    """
    folder = tmp_path_factory.mktemp("page")
    for language in ("ja", "en"):
        (folder / f"{language}.html").write_text(html.render(every, language), encoding="utf-8")
    return {language: (folder / f"{language}.html").as_uri() for language in ("ja", "en")}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """
    A fresh window without a memory.
    """
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, files: dict[str, str]) -> Page:
    """
    The English page, open.
    """
    opened = context.new_page()
    opened.goto(files["en"])
    return opened


def shown(page: Page) -> list[str]:
    """
    Ids of the requirements that can be seen.
    """
    ids: list[str] = page.eval_on_selector_all(
        "#requirements .req:not([hidden])", "all => all.map(one => one.id)"
    )
    return ids


def test_the_filter_by_verdict_shows_only_that_verdict(page: Page, every: Run) -> None:
    """
    A pressed verdict leaves its requirements; two pressed leave both; the live count says how many.
    """
    page.locator("[data-filter=FAIL]").click()
    assert shown(page) == ["AUD-001", "REL-002"]
    expect(page.locator(".shown")).to_have_text(f"2 of {len(every.own)} requirements shown")
    page.locator("[data-filter=ERROR]").click()
    assert shown(page) == ["AUD-001", "CARD-004", "REL-002"]


def test_the_filter_by_group_and_text(page: Page) -> None:
    """
    Group and words narrow together, in any case and width of letters.
    """
    page.locator("[name=group]").select_option("REL")
    assert shown(page)
    assert all(name.startswith("REL-") for name in shown(page))
    page.locator("[name=text]").fill("ｒｅｌ-００２")
    assert "REL-002" in shown(page)
    page.locator("[name=text]").fill("no such words at all")
    assert shown(page) == []
    expect(page.locator("#group-REL")).to_be_hidden()


def test_scenarios_follow_the_filter(page: Page) -> None:
    """
    Only scenarios of the shown requirements stay.
    """
    page.locator("[data-filter=PASS]").click()
    assert page.locator("#scenarios .scn:not([hidden])").count() == 1


def test_the_filter_is_kept_in_the_address(
    page: Page, context: BrowserContext, files: dict[str, str]
) -> None:
    """
    The address carries the filter to whoever gets the link; clearing it empties the address.
    """
    page.locator("[data-filter=FAIL]").click()
    page.locator("[name=text]").fill("AUD")
    expect(page).to_have_url(f"{files['en']}#verdict=FAIL&text=AUD")
    other = context.new_page()
    other.goto(f"{files['en']}#verdict=FAIL&text=AUD")
    assert shown(other) == ["AUD-001"]
    expect(other.locator("[data-filter=FAIL]")).to_have_attribute("aria-pressed", "true")
    other.locator("button[type=reset]").click()
    expect(other.locator("[data-filter=FAIL]")).to_have_attribute("aria-pressed", "false")
    expect(other).to_have_url(files["en"])


def test_a_link_to_something_hidden_shows_it(page: Page) -> None:
    """
    Following a link to a filtered or closed place clears the filter and opens what holds it.
    """
    page.locator("[data-filter=ERROR]").click()
    page.evaluate("location.hash = 'REL-001.1'")
    expect(page.locator("[id='REL-001.1']")).to_be_visible()
    assert "REL-001" in shown(page)


def test_the_page_works_by_keyboard(page: Page) -> None:
    """
    Tab goes from skip link to filter in order; Space presses a verdict, Enter opens a requirement; focus is seen.
    """
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    order = []
    for _ in range(30):
        page.keyboard.press("Tab")
        order.append(
            page.evaluate("document.activeElement.dataset.filter || document.activeElement.name || ''")
        )
        if order[-1] == "text":
            break
    reached = [name for name in order if name]
    assert reached == ["FAIL", "ERROR", "INCONCLUSIVE", "UNTESTED", "PASS", "NOT_APPLICABLE", "group", "text"]
    page.locator("[data-filter=PASS]").focus()
    page.keyboard.press("Space")
    assert shown(page) == ["REL-001"]
    page.locator("#REL-001 > summary").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.getElementById('REL-001').open")
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert (style, width >= 2) == ("solid", True)


def test_the_skip_link_leads_to_the_requirements(page: Page) -> None:
    """
    The first key press and Enter pass over header and filter.
    """
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "requirements"


def test_printing_opens_what_is_needed_and_hides_the_filter(page: Page) -> None:
    """
    On paper what failed, broke or stayed open is readable, and no control is printed; after it all is as before.
    """
    before = page.locator("details[open]").count()
    assert page.locator("details[data-print]:not([open])").count() > 0
    page.emulate_media(media="print")
    expect(page.locator("details[data-print]:not([open])")).to_have_count(0)
    expect(page.locator("#filter")).to_be_hidden()
    expect(page.locator(".toc")).to_be_hidden()
    expect(page.locator("[id='REL-002.1']")).to_be_visible()
    expect(page.locator("[id='LINK-003.1']")).to_be_visible()
    expect(page.locator(".proves table")).to_be_visible()
    page.emulate_media(media="screen")
    expect(page.locator("details[open]")).to_have_count(before)


def test_the_page_becomes_a_pdf(page: Page) -> None:
    """
    Printing to A4 gives a document of several pages.
    """
    made = page.pdf(prefer_css_page_size=True)
    assert made.startswith(b"%PDF")
    assert made.count(b"/Type /Page\n") + made.count(b"/Type /Page ") + made.count(b"/Type/Page") > 2


@pytest.mark.parametrize("language", ["ja", "en"])
def test_nothing_is_asked_of_the_network(
    context: BrowserContext, files: dict[str, str], language: str
) -> None:
    """
    The page asks for itself and nothing else, reports no error, and is not stopped by its own policy.
    """
    asked: list[str] = []
    said: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(files[language])
    page.locator("[data-filter=FAIL]").click()
    page.locator("[data-open=true]").click()
    assert asked == [files[language]]
    assert said == []


def test_the_policy_stops_what_does_not_belong(page: Page) -> None:
    """
    A script or a picture put into the page from outside is stopped by the page's own policy.
    """
    page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)"
    )
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_axe_finds_nothing(browser: Browser, files: dict[str, str], language: str, scheme: Scheme) -> None:
    """
    The accessibility checker finds no violation, with everything open, in both languages and colour schemes.
    """
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(files[language])
    page.evaluate(
        "for (const one of document.querySelectorAll('.scn, .proves, .more, .req[data-print]')) one.open = true"
    )
    found = Axe().run(page)
    context.close()
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found.response["violations"]] == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_hostile_names_are_text(context: BrowserContext, files: dict[str, str], language: str) -> None:
    """
    A name that is a tag runs nothing and is read as it is; what would turn the eye is shown by its code point.
    """
    dialogs: list[str] = []
    page = context.new_page()

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    page.goto(files[language])
    title = page.locator("#scenarios .scn").nth(1).locator("summary .title").first
    expect(title).to_contain_text("</script><img src=x onerror=alert(1)>⟦U+202E⟧逆⟦U+0007⟧")
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1
    assert "\u202e" not in page.content()
    assert dialogs == []


@pytest.mark.parametrize("width", [400, 800, 1280])
def test_the_page_never_scrolls_sideways(browser: Browser, files: dict[str, str], width: int) -> None:
    """
    However narrow the window and long the names, only charts and tables scroll in their own boxes.
    """
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(files["ja"])
    page.locator("[data-open=true]").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_is_in_one_language(context: BrowserContext, files: dict[str, str], language: str) -> None:
    """
    The page says its language, and its own words are of it.
    """
    page = context.new_page()
    page.goto(files[language])
    words = Texts("en" if language == "en" else "ja")
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator("h1")).to_have_text(words["run.1"])
    steps = page.locator(".steps .kw").all_text_contents()
    assert set(steps) == (
        {"Given", "When", "Then", "And"} if language == "en" else {"前提", "もし", "ならば", "かつ"}
    )


def test_every_failing_scenario_has_a_chart_and_its_table(page: Page, every: Run) -> None:
    """
    The picture has a name and a description, and the table beside it says the same arrows.
    """
    failing = [item for item in every.scenarios if item.failures or item.port_faults]
    charts = page.locator("svg.chart")
    assert charts.count() == len(failing)
    assert charts.first.locator("title").text_content()
    assert charts.first.locator("desc").text_content()
    drawn = page.locator("svg.chart").first.locator(".label").count()
    assert page.locator(".drawing table").first.locator("tbody tr").count() == drawn
    assert page.locator("svg.chart .frame").count() == len(failing)


def test_verdicts_are_never_only_a_colour(page: Page) -> None:
    """
    Each verdict shows its word, and each has a shape of its own.
    """
    assert all(text.strip() for text in page.locator(".badge").all_text_contents())
    shapes = page.eval_on_selector_all("symbol", "all => all.map(one => one.innerHTML)")
    assert len(set(shapes)) == len(shapes) == 7


def test_files_hold_no_foreign_address(files: dict[str, str]) -> None:
    """
    The file names no address that a browser could ask.
    """
    text = Path(files["ja"].removeprefix("file://")).read_text(encoding="utf-8")
    assert "src=" not in text.replace("img src=x onerror=alert(1)", "")
    assert "url(" not in text
    assert "@import" not in text
