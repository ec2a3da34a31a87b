"""What a first view of a page costs on paid mobile data, counted as the browser counts it."""

from dataclasses import dataclass, field

from playwright.sync_api import Page


@dataclass
class Weight:
    """Bytes over the wire, headers included, and what was asked for."""

    bytes: int = 0
    addresses: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return len(self.addresses)


def first_view(page: Page, address: str) -> Weight:
    """Opens an address with an empty cache. Media that a reader starts by hand is not asked for."""
    weight = Weight()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.clearBrowserCache")
    network.on("Network.requestWillBeSent", lambda event: weight.addresses.append(event["request"]["url"]))

    def finished(event):
        weight.bytes += int(event["encodedDataLength"])

    network.on("Network.loadingFinished", finished)
    page.goto(address, wait_until="networkidle")
    return weight
