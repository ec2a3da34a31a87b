"""Redis may be away: pages are shown all the same. What must not be guessed (limits, used codes) waits until it is back."""

import logging
import time

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as NoAnswer

from lms.failing import Away

logger = logging.getLogger(__name__)

# After Redis did not answer, how long this process leaves it in peace, in seconds: a page asks it several times.
PEACE = 5


class Shared(RedisCache):
    """Reads nothing and keeps nothing while Redis is away. Raises Away for what counts, claims or takes back."""

    may_be_away = True
    _silent_until = 0.0

    def asked(self, question, *args, **kwargs):
        """The answer of Redis, or Away."""
        if time.monotonic() < self._silent_until:
            raise Away
        try:
            return question(*args, **kwargs)
        except (NoConnection, NoAnswer) as error:
            # On the class: Django makes one object a thread.
            type(self)._silent_until = time.monotonic() + PEACE
            logger.warning("Redis does not answer: %s", type(error).__name__)
            raise Away from error

    def asked_in_vain(self, otherwise, question, *args, **kwargs):
        """The answer of Redis, or else `otherwise`."""
        try:
            return self.asked(question, *args, **kwargs)
        except Away:
            return otherwise

    def get(self, key, default=None, version=None):
        return self.asked_in_vain(default, super().get, key, default=default, version=version)

    def get_many(self, keys, version=None):
        return self.asked_in_vain({}, super().get_many, keys, version=version)

    def has_key(self, key, version=None):
        return self.asked_in_vain(False, super().has_key, key, version=version)

    def set(self, *args, **kwargs):
        return self.asked_in_vain(None, super().set, *args, **kwargs)

    def set_many(self, *args, **kwargs):
        return self.asked_in_vain([], super().set_many, *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self.asked_in_vain(False, super().touch, *args, **kwargs)

    def add(self, *args, **kwargs):
        return self.asked(super().add, *args, **kwargs)

    def incr(self, *args, **kwargs):
        return self.asked(super().incr, *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self.asked(super().delete, *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        return self.asked(super().delete_many, *args, **kwargs)

    def clear(self):
        return self.asked(super().clear)


class Shelf(Shared):
    """Finished pages: what was not put there is made again."""

    _silent_until = 0.0

    def add(self, *args, **kwargs):
        return self.asked_in_vain(False, super().add, *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self.asked_in_vain(False, super().delete, *args, **kwargs)
