"""WebKitGTK on a screen that nobody sees: the engine of every iPhone, driven through WebDriver."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver import WebKitGTK
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

DRIVER = "WebKitWebDriver"
SCREEN = "Xvfb"
LIBRARIES = Path("/usr/lib")


def missing() -> str:
    """Why WebKit cannot be tried on this machine; empty when it can."""
    absent = [program for program in (DRIVER, SCREEN) if shutil.which(program) is None]
    if not absent and _browser() is None:
        absent = ["MiniBrowser"]
    packages = "webkit2gtk-driver and xvfb"
    return f"no {' and no '.join(absent)} here: install the packages {packages}" if absent else ""


@contextmanager
def webkit() -> Iterator[WebKitGTK]:
    """A browser with a fresh profile."""
    with _screen() as display:
        options = Options()
        options.binary_location = str(_browser())
        options.add_argument("--automation")
        # Without a graphics card, as in a container.
        environment = {**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11", "LIBGL_ALWAYS_SOFTWARE": "1"}
        environment["WEBKIT_DISABLE_COMPOSITING_MODE"] = "1"
        service = Service(shutil.which(DRIVER) or DRIVER, env=environment, log_output=subprocess.DEVNULL)
        driver = WebKitGTK(options=options, service=service)
        try:
            driver.set_window_size(420, 900)
            yield driver
        finally:
            driver.quit()


@contextmanager
def _screen() -> Iterator[str]:
    """The name of a display of one's own."""
    read, write = os.pipe()
    command = [SCREEN, "-displayfd", str(write), "-screen", "0", "1024x1200x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as said:
            yield f":{said.readline().strip()}"
    finally:
        process.terminate()
        process.wait(10)


def _browser() -> Path | None:
    return next(LIBRARIES.glob("*/webkit2gtk-4.*/MiniBrowser"), None)
