"""The one page: a terminal, drawn by textual-serve's script, which reads where to connect to."""

from __future__ import annotations

from html import escape

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Of every answer: nothing is loaded from elsewhere, framed, kept, or told to others.

The terminal sets styles of its own, so that `style-src` allows them."""

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<link rel="stylesheet" href="/static/css/xterm.css">
<script src="/static/js/textual.js"></script>
<style>
body {{ background: #16181e; color: #d7dae3; font-family: monospace; margin: 0; overflow: hidden }}
#terminal {{ width: 100vw; height: 100vh }}
#ended {{ display: none; position: fixed; inset: 0; background: #16181ee6; z-index: 10;
  text-align: center; padding-top: 40vh }}
#ended a {{ color: #7aa2f7 }}
body.-closed #ended {{ display: block }}
</style>
</head>
<body>
<div id="terminal" class="textual-terminal" data-session-websocket-url="{socket}"
  data-font-size="{font_size}"></div>
<div id="ended">The console has ended. <a href="/">Open it again</a></div>
</body>
</html>
"""
FONT_SIZE = 15


def page(host: str, title: str) -> str:
    """The page, for a browser that has reached this server as `host` (with its port)."""
    socket = escape(f"ws://{host}/ws", quote=True)
    return _PAGE.format(title=escape(title), socket=socket, font_size=FONT_SIZE)
