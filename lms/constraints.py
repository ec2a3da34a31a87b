"""What both databases must refuse alike.

SQLite takes a NUL, a text longer than its column and a number larger than its type; PostgreSQL refuses all three. An
embedded installation must be able to move, so the same CHECK stands in both.
"""

from django.db import models
from django.db.models.functions import Cast, Length
from django.db.models.lookups import LessThanOrEqual


class HasNoNul(models.Func):
    """True when a text has no NUL. PostgreSQL cannot store one, so there it is always true."""

    output_field = models.BooleanField()
    conditional = True

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="instr(%(expressions)s, char(0)) = 0", **context)

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="(%(expressions)s IS NULL OR TRUE)", **context)


def text_limits(prefix: str, **limits: int) -> list[models.CheckConstraint]:
    """One CHECK a field: at most that many characters, and no NUL. Named `<prefix>_<field>_text`."""
    return [
        models.CheckConstraint(
            name=f"{prefix}_{field}_text",
            condition=models.Q(LessThanOrEqual(Length(field), limit)) & models.Q(HasNoNul(models.F(field))),
        )
        for field, limit in limits.items()
    ]


class HasNoJsonNul(models.Func):
    """True when a JSON value holds no NUL. It is written as an escape, which an escaped backslash must not be taken for."""

    output_field = models.BooleanField()
    conditional = True

    def as_sqlite(self, compiler, connection, **context):
        template = r"instr(replace(%(expressions)s, '\\', ''), '\u0000') = 0"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="(%(expressions)s IS NULL OR TRUE)", **context)


def json_limits(prefix: str, **limits: int) -> list[models.CheckConstraint]:
    """One CHECK a field: its JSON text has at most that many characters, and no NUL. Named `<prefix>_<field>_json`."""
    return [
        models.CheckConstraint(
            name=f"{prefix}_{field}_json",
            condition=models.Q(LessThanOrEqual(Length(Cast(field, models.TextField())), limit))
            & models.Q(HasNoJsonNul(models.F(field))),
        )
        for field, limit in limits.items()
    ]


def number_limits(prefix: str, **limits: int) -> list[models.CheckConstraint]:
    """One CHECK a field: at most that number. Named `<prefix>_<field>_number`."""
    return [
        models.CheckConstraint(name=f"{prefix}_{field}_number", condition=models.Q(**{f"{field}__lte": limit}))
        for field, limit in limits.items()
    ]
