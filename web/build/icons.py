"""Draws the icons of the installed app from `public/icon.svg`: `python web/build/icons.py`, after that has changed.

`any` keeps the rounded tile. `maskable` and Apple's fill the whole square, because the phone cuts the shape itself;
what matters stays inside the inner 80 %.
"""

from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PUBLIC = Path(__file__).parents[1] / "public"
GROUND = "#0b5f5a"
# Name, side in pixels, share of the side that the tile takes; above 1 its rounded corners are cut away.
ICONS = [("192", 192, 1.0), ("512", 512, 1.0), ("maskable-512", 512, 0.96), ("apple-touch-180", 180, 1.0)]
SQUARE = ("maskable-512", "apple-touch-180")


def draw(page: Page, name: str, side: int, share: float) -> None:
    ground = GROUND if name in SQUARE else "transparent"
    size = round(side * share)
    svg = (PUBLIC / "icon.svg").read_text().replace("<svg ", f'<svg width="{size}" height="{size}" ', 1)
    page.set_viewport_size({"width": side, "height": side})
    style = f"margin:0;height:100vh;display:grid;place-items:center;background:{ground}"
    page.set_content(f'<body style="{style}">{svg}</body>')
    page.screenshot(path=PUBLIC / "icons" / f"{name}.png", omit_background=True)


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        for icon in ICONS:
            draw(page, *icon)
        browser.close()


if __name__ == "__main__":
    main()
