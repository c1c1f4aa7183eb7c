"""Accounts: ways to sign in. They belong to no organisation."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email=self.normalize_email(username))

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return (email or "").strip().lower()

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(email=self.normalize_email(email), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A way to sign in. It may stand for one person in each of several organisations."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # Counted up to end every session at once; see `_get_session_auth_hash`.
    session_round = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django compares this with every session at every request: a new round ends all of them, in one row.
        plain = super()._get_session_auth_hash(secret=secret)
        if self.session_round == 0:
            return plain
        salt = "kuramori.people.session_round"
        return salted_hmac(
            salt, f"{plain}:{self.session_round}", secret=secret, algorithm="sha256"
        ).hexdigest()
