"""The second step as a stage of allauth's sign-in: between the password and the session of somebody signed in."""

from __future__ import annotations

from allauth.mfa.stages import AuthenticateStage


class SecondStep(AuthenticateStage):
    def handle(self) -> tuple[object, bool]:
        response, goes_on = super().handle()
        if response is not None:
            # Who knew the session before the password was typed must not stand at the second step with it.
            self.request.session.cycle_key()
        return response, goes_on
