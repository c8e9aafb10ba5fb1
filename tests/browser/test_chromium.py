"""A real headless Chromium on `rsc serve`: `make test-browser`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.tui.console import SMALL
from tests.web.serving import PATIENCE, ROOT

CONFIG = "model_config.yaml"
FOREIGN = "evil.example"
"""A name of somebody else's that leads to this machine, as a rebound DNS answer does."""
OPEN_SOCKET = """
const [address, done] = arguments
const socket = new WebSocket(address)
socket.onopen = () => done("open")
socket.onerror = () => done("refused")
"""


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """What `rsc serve` prints, in a folder with a crew of three."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / CONFIG).write_text(SMALL, encoding="utf-8")
    homes = ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    env = {**os.environ, "PYTHONPATH": str(ROOT), **{name: str(tmp_path / name) for name in homes}}
    with subprocess.Popen(
        [sys.executable, "-m", "rscrew_console", "--no-checks", "serve", "--port", "0"],
        stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, env=env,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture
def chromium(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    """Debian's Chromium, without a screen, with a profile of its own."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for argument in ("--headless=new", "--no-sandbox", "--window-size=1200,800",
                     f"--host-resolver-rules=MAP {FOREIGN} 127.0.0.1",
                     f"--user-data-dir={tmp_path / 'profile'}"):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(shutil.which("chromedriver") or "")
    browser = webdriver.Chrome(options=options, service=service)
    yield browser
    browser.quit()


def until(browser: webdriver.Chrome, condition: object) -> None:
    WebDriverWait(browser, PATIENCE, poll_frequency=0.1).until(condition)


def is_drawn(browser: webdriver.Chrome) -> bool:
    """Whether the console has drawn something: its terminal is shown from the first byte on."""
    return "-first-byte" in (browser.find_element(By.TAG_NAME, "body").get_attribute("class") or "")


def type_keys(browser: webdriver.Chrome, *keys: str) -> None:
    for key in keys:
        ActionChains(browser).send_keys(key).perform()


def journals(folder: Path) -> list[Path]:
    return list(folder.rglob("*journal*"))


def test_a_day_in_chromium(address: str, chromium: webdriver.Chrome, tmp_path: Path) -> None:
    chromium.get(address)
    assert "token" not in chromium.current_url
    until(chromium, is_drawn)
    (cookie,) = chromium.get_cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert chromium.execute_script("return document.cookie") == ""
    chromium.find_element(By.ID, "terminal").click()
    type_keys(chromium, "l", "2", "S", "\ue007")
    config = tmp_path / CONFIG
    until(chromium, lambda _: "primary: openai     # must" in config.read_text(encoding="utf-8"))
    saved = config.read_bytes()
    type_keys(chromium, "3")
    until(chromium, lambda _: journals(tmp_path / "XDG_STATE_HOME"))
    chromium.set_window_size(900, 700)
    chromium.refresh()
    until(chromium, is_drawn)
    chromium.find_element(By.ID, "terminal").click()
    type_keys(chromium, "\ue007", "S", "\ue007")
    until(chromium, lambda _: config.read_bytes() != saved)
    assert "primary: gemini" in config.read_text(encoding="utf-8")
    severe = [one for one in chromium.get_log("browser") if "Content Security" in one["message"]]
    assert severe == []


def test_an_address_that_was_used_opens_nothing(address: str, chromium: webdriver.Chrome) -> None:
    chromium.get(address)
    until(chromium, is_drawn)
    chromium.delete_all_cookies()
    chromium.get(address)
    assert not chromium.find_elements(By.ID, "terminal")
    assert "works once" in chromium.find_element(By.TAG_NAME, "body").text


def test_a_foreign_name_and_a_foreign_page_get_nothing(
    address: str, chromium: webdriver.Chrome
) -> None:
    """With the cookie of somebody who is signed in at the same time."""
    chromium.get(address)
    until(chromium, is_drawn)
    host = urlsplit(address).netloc
    socket = f"ws://{host}/ws?width=80&height=24"
    assert chromium.execute_async_script(OPEN_SOCKET, socket) == "open", "from its own page"
    foreign = f"http://{FOREIGN}:{urlsplit(address).port}/"
    for place in (foreign, foreign + urlsplit(address).query):
        chromium.get(place)
        assert not chromium.find_elements(By.ID, "terminal")
        assert "not called that" in chromium.find_element(By.TAG_NAME, "body").text
    assert chromium.current_url.startswith(foreign)
    chromium.get("about:blank")
    assert chromium.execute_async_script(OPEN_SOCKET, socket) == "refused", "from another origin"
