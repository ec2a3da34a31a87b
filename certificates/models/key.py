"""The public halves of our signing keys, for ever, and where the bits of revocation stand."""

from django.db import models
from django.db.models import Q

from certificates.enums import KeyPurpose, KeyState


class SigningKey(models.Model):
    """An Ed25519 key. The private half is never in the database: `private_ref` says where it lies.

    `public` is its Multikey. What a compromised key signed before `compromised_at` is still on record here; its proof alone
    is worth nothing.
    """

    kid = models.CharField(max_length=40, unique=True)
    purpose = models.CharField(max_length=12, choices=KeyPurpose)
    public = models.CharField(max_length=100)
    private_ref = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=KeyState, default=KeyState.ACTIVE)
    is_test = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    compromised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("purpose",), condition=Q(state=KeyState.ACTIVE), name="signing_key_one_active_a_purpose"
            ),
            models.CheckConstraint(
                name="signing_key_compromised_has_date",
                condition=~Q(state=KeyState.COMPROMISED) | Q(compromised_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.kid


class StatusList(models.Model):
    """A W3C Bitstring Status List: a bit for each certificate, set once it is revoked or replaced.

    The bits are derived from the register. `seed` (hexadecimal) decides which bit is whose, so that the list tells nobody
    how many certificates there are nor in which order they were issued.
    """

    n = models.PositiveIntegerField(unique=True)
    seed = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.n)
