"""What each kind of certificate asks for."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certificates import rules
from certificates.enums import Kind
from certificates.models import KindRule
from lms.accounts import audit
from lms.refusals import Refusal

MOST_MONTHS = 600
CHANGED_MEANWHILE = _(
    "Somebody else has changed this meanwhile. Look at it as it is now, and save once more if you still want to."
)


@dataclass(frozen=True)
class Rule:
    """`months_valid` 0: for ever."""

    second_person: bool
    months_valid: int = 0

    @property
    def stamp(self) -> str:
        """Another one for every other rule: a form carries it, to say which rule its writer saw."""
        return f"{int(self.second_person)}-{self.months_valid}"

    def valid_until(self, issued_on: date) -> date | None:
        """The last day. A month without such a day ends with its own last: 31 August and 6 months give 28 February."""
        if not self.months_valid:
            return None
        months = issued_on.year * 12 + issued_on.month - 1 + self.months_valid
        year, month = months // 12, months % 12 + 1
        return next(
            found for day in (issued_on.day, 30, 29, 28) if day <= issued_on.day and (found := _day(year, month, day))
        )


# A diploma and a level decide over somebody's future, so another person looks before they are issued.
STANDARD = {
    Kind.COURSE: Rule(second_person=False),
    Kind.LEVEL: Rule(second_person=True),
    Kind.DIPLOMA: Rule(second_person=True),
}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def rule_of(kind: str) -> Rule:
    written = KindRule.objects.filter(kind=kind).first()
    return _rule(written) if written else STANDARD[Kind(kind)]


def _rule(written: KindRule) -> Rule:
    return Rule(written.second_person, written.months_valid)


def set_rule(kind: str, rule: Rule, *, actor, now: datetime, seen: str | None = None) -> None:
    """The national office decides. Holds for what is asked for from now on.

    `seen` is the stamp of the rule that the writer looked at; None is whoever does not look. Refuses `not_yours`,
    `invalid_months` and `changed_meanwhile`.
    """
    if not rules.may_set_rules(actor):
        raise Refusal(_("The national office decides this."), code="not_yours")
    if not 0 <= rule.months_valid <= MOST_MONTHS:
        sentence = _("Write a number of months from 0 to %(most)d.") % {"most": MOST_MONTHS}
        raise Refusal(sentence, code="invalid_months", field="months_valid")
    with transaction.atomic():
        KindRule.objects.get_or_create(kind=kind, defaults=asdict(STANDARD[Kind(kind)]))
        written = KindRule.objects.select_for_update().get(kind=kind)
        if seen not in (None, _rule(written).stamp):
            raise Refusal(CHANGED_MEANWHILE, code="changed_meanwhile")
        KindRule.objects.filter(pk=written.pk).update(**asdict(rule))
        audit.record(
            "certificates.rule",
            actor=actor,
            now=now,
            kind=kind,
            second_person=rule.second_person,
            months_valid=rule.months_valid,
        )
