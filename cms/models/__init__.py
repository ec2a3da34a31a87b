from .course import CatalogueIndexPage, CoursePage
from .home import HomePage
from .information import InformationPage, NewsIndexPage, NewsPage
from .lesson import LessonPage
from .version import ContentVersion

__all__ = [
    "CatalogueIndexPage",
    "ContentVersion",
    "CoursePage",
    "HomePage",
    "InformationPage",
    "LessonPage",
    "NewsIndexPage",
    "NewsPage",
]
