import uuid

from django.db import models


class ContentVersion(models.Model):
    """One row: a random token that changes in the transaction that changes what anonymous visitors may see.

    Random and not a counter: a counter that is lost starts again, and old pages come back to life.
    """

    token = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return str(self.token)
