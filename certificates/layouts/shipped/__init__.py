"""The templates that come with the system. They are published as they stand; whoever wants them otherwise copies them."""

from typing import NamedTuple

from certificates.enums import Kind

from . import course, diploma, level


class Shipped(NamedTuple):
    name: str
    spec: dict


SHIPPED = {
    str(Kind.COURSE): Shipped("Course completion", course.SPEC),
    str(Kind.LEVEL): Shipped("Language level", level.SPEC),
    str(Kind.DIPLOMA): Shipped("Diploma", diploma.SPEC),
}
