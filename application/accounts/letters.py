"""What Parley writes to people. A link's secret is behind `#`: it is in nobody's log."""

from dataclasses import dataclass

from application.ports.post import Letter
from domain.accounts.user import Email


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """`site` is where people reach Parley, without a slash at its end."""

    site: str

    def link(self, page: str, text: str) -> str:
        return f"{self.site}/{page}#{text}"

    def reset(self, to: Email, text: str) -> Letter:
        return Letter(
            to=to,
            subject="A new password for Parley",
            text=(
                "Somebody asked for a new password for your account of Parley.\n\n"
                f"If it was you, choose one here within 15 minutes:\n{self.link('reset', text)}\n\n"
                "If it was not, do nothing: your password stays as it is.\n"
            ),
        )

    def verification(self, to: Email, text: str) -> Letter:
        return Letter(
            to=to,
            subject="Confirm your address for Parley",
            text=(
                "Somebody opened an account of Parley with this address.\n\n"
                f"If it was you, confirm it here within two days:\n{self.link('verify', text)}\n\n"
                "If it was not, do nothing: the account stays shut.\n"
            ),
        )

    def known(self, to: Email) -> Letter:
        return Letter(
            to=to,
            subject="You have an account of Parley",
            text=(
                "Somebody tried to open an account of Parley with this address, which has one.\n\n"
                f"If it was you, sign in: {self.site}/login\n"
                f"If you forgot your password: {self.site}/forgot\n"
            ),
        )

    def invitation(self, to: Email, text: str) -> Letter:
        return Letter(
            to=to,
            subject="You are invited to Parley",
            text=(
                "You are invited to Parley, where your team chats with every model.\n\n"
                f"Open your account here:\n{self.link('register', text)}\n\n"
                "The link works once.\n"
            ),
        )
