from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef

from lms.accounts.models import Membership, User
from lms.accounts.passwords import LONGEST


class Backend(AuthenticationBackend):
    """By e-mail address or login number. The person of a request comes with the answer to "has she any role?"."""

    def authenticate(self, request, **credentials):
        """No password of ours is longer; hashing megabytes for whoever sends them would be their gain."""
        if len(credentials.get("password") or "") > LONGEST:
            return None
        return super().authenticate(request, **credentials)

    def get_user(self, user_id) -> User | None:
        has_role = Exists(Membership.objects.filter(user=OuterRef("pk")))
        user = User.objects.annotate(has_role=has_role).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
