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
    """Opens an address with an empty cache and counts all but its media (pictures and sound of the lesson)."""
    weight = Weight()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.clearBrowserCache")
    sent = {}

    def asked(event):
        if "/media/" not in event["request"]["url"]:
            sent[event["requestId"]] = event["request"]["url"]

    def finished(event):
        if event["requestId"] in sent:
            weight.addresses.append(sent[event["requestId"]])
            weight.bytes += int(event["encodedDataLength"])

    network.on("Network.requestWillBeSent", asked)
    network.on("Network.loadingFinished", finished)
    page.goto(address, wait_until="networkidle")
    return weight
