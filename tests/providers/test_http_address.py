"""What goes over the wire of an address as people write it."""

import httpx
import pytest

from rscrew_console.providers.http_address import HttpAddress, InvalidAddress, parse_address
from tests.rows import each_row

ADDRESSES = (
    "https://api.example/v1/models", "https://api.example", "https://api.example?a=b",
    "HTTPS://API.Example:444/v1", "http://api.example:80/", "http://api.example:8080/v1#part",
    "https://api.example:/v1", "https://api.example/v1/?",
    "https://api.example/a b/ü?q=ä ö&r=%20%zz",
    "https://api.example/models/gpt%2F4:generate?alt=sse", "https://api.example/a/./b/../c/..",
    "https://api.example/../../etc", "https://api.example/a//b", "https://api.example/{x}`|\\^\"<>",
    "https://api.example/?x={y}`|\\^\"<>", "https://müller.example/v1", "https://bücher.日本.example",
    "https://user:pass@api.example/v1", "https://us%40er:p%20w@api.example:9/v1",
    "https://a:b@c@api.example", "https://user@api.example", "http://127.0.0.1:9/v1",
    "http://[::1]:9/v1", "http://[2001:db8::1]/v1", "http://127.0.0.1\\@gateway.example/v1",
    "ftp://gateway.example/x", "socks5h://u:p@proxy.example:1080", "gateway.example/v1",
    "//gateway.example", "https://", "https://under_score.example/v1", "https://a,b!.example/",
    "https://xn--mller-kva.example/", "http://256.example/", "http://1.2.3/",
)  # fmt: skip


@each_row("url", ADDRESSES)
def test_an_address_is_what_httpx_makes_of_it(url: str) -> None:
    theirs, ours = httpx.URL(url), parse_address(url)
    if not theirs.scheme:
        assert (ours.scheme, ours.host) == ("", "")
        return
    assert ours == HttpAddress(
        theirs.scheme,
        theirs.raw_host.decode(),
        theirs.port,
        theirs.raw_path.decode(),
        theirs.username,
        theirs.password,
    )
    assert ours.authority == theirs.netloc.decode()


@each_row("url", [
    "http://a:b:c", "http://host:port/", "http://host:-1/", "http://host:65536/", "http://[::1/",
    "http://[::1]x/", "http://[1.2.3.4]/", "http://1.2.3.256/", "http://[zz::1]/",
    "http://host/\n", "http://ho\tst/", "http://host/\x00", "http://host/" + "a" * 65536,
    "http://host:٣/", "http://host/\ud800", "http://ho\ud800st/", "http://ü..example/",
])  # fmt: skip
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(InvalidAddress) as caught:
        parse_address(url)
    assert "host" not in str(caught.value).replace("with a host that is none", "")
