from allauth.account.auth_backends import AuthenticationBackend

from lms.accounts.models import Membership, User
from lms.accounts.passwords import LONGEST

# Asked at each request of whoever is signed in: the ORM takes longer to build this statement than the database to answer it.
PERSON = f"""
    SELECT person.*, EXISTS(SELECT 1 FROM {Membership._meta.db_table} WHERE user_id = person.id) AS has_role
    FROM {User._meta.db_table} person WHERE person.id = %s
"""  # noqa: S608 - two names of tables


class Backend(AuthenticationBackend):
    """By e-mail address or login number. The person of a request comes with the answer to "has she any role?"."""

    def authenticate(self, request, **credentials):
        """No password of ours is longer; hashing megabytes for whoever sends them would be their gain."""
        if len(credentials.get("password") or "") > LONGEST:
            return None
        return super().authenticate(request, **credentials)

    def get_user(self, user_id) -> User | None:
        user = next(iter(User.objects.raw(PERSON, [user_id])), None)
        return user if user and self.user_can_authenticate(user) else None
