"""Looking at pages as people do."""

from bs4 import BeautifulSoup


def read(response) -> BeautifulSoup:
    """The parsed page, which must have been shown."""
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content.decode(), "html.parser")


def words(node) -> str:
    return " ".join(node.get_text(" ").split())


def links(page, text: str) -> list[str]:
    """The addresses of the links that say this."""
    return [link["href"] for link in page.find_all("a") if words(link) == text]
