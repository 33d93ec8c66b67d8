"""What the app asks of the phone itself: a place on the home screen, a number on its icon."""

from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import Visitor, cut_off
from tests.e2e.network import Network

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
OFFER = """() => {
  const offer = new Event('beforeinstallprompt', { cancelable: true });
  offer.prompt = async () => { globalThis.asked = true; };
  globalThis.dispatchEvent(offer);
  return offer.defaultPrevented;
}"""


def on_an_iphone(page: Page) -> None:
    page.add_init_script(f"Object.defineProperty(navigator, 'userAgent', {{ get: () => '{IPHONE}' }})")
    page.reload()


def test_the_browsers_offer_waits_for_the_shopper(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/", "shopper")
    expect(page.get_by_text("Up to date as of")).to_be_visible()
    card = page.get_by_role("region", name="Put this app on your home screen")
    expect(card).to_have_count(0)
    assert page.evaluate(OFFER)
    assert violations(page) == []
    card.get_by_role("button", name="Install").click()
    expect(card).to_have_count(0)
    assert page.evaluate("globalThis.asked")


def test_on_an_iphone_words_come_before_signing_in(visitor: Visitor) -> None:
    page = visitor.open("/")
    on_an_iphone(page)
    card = page.get_by_role("region", name="Put this app on your home screen")
    expect(card).to_contain_text("Install first and sign in there")
    assert violations(page) == []
    card.get_by_role("button", name="Not now").click()
    expect(card).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(card).to_have_count(0)


def test_an_iphone_is_reminded_of_what_is_not_sent(visitor: Visitor, network: Network) -> None:
    page = visitor.open(f"/#/assignments/{network.assign('Malmö 19')}", "shopper")
    on_an_iphone(page)
    page.get_by_role("button", name="Start the audit").click()
    expect(page.locator("[id^='item-']").first).to_be_visible()
    page.goto("/#/")
    expect(page.get_by_text("clears away what is not used for seven days")).to_be_visible()


def test_the_icon_counts_what_is_not_sent(visitor: Visitor, network: Network) -> None:
    page = visitor.open(f"/#/assignments/{network.assign('Malmö 20')}", "shopper")
    page.add_init_script("navigator.setAppBadge = async count => { document.documentElement.dataset.badge = count; }")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Malmö 20")
    cut_off(page)
    page.get_by_role("button", name="I have a problem").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("The road is closed.")
    assert violations(page) == []
    page.get_by_role("button", name="Send to the office").click()
    expect(page.locator("html")).to_have_attribute("data-badge", "1")
    page.get_by_role("link", name="Today").click()
    expect(page.get_by_role("link", name="Outbox")).to_contain_text("1 not sent yet")
    page.context.set_offline(False)
    expect(page.locator("html")).to_have_attribute("data-badge", "0")
