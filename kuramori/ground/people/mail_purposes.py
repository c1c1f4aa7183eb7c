"""What people sends mail for, besides the codes of links (`codes.MAIL`)."""

from django.utils.translation import gettext_lazy as _

from kuramori.ground.post.purposes import Purpose

INVITATION = Purpose("people:invitation", _("招待のリンク"))
PASSWORD = Purpose("people:password", _("パスワードのリンク"))
