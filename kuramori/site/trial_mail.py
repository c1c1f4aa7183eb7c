"""One mail for a try, by the server that the settings name. Needs no Django and leaves no record."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid, parseaddr

from kuramori.outside import mail
from kuramori.outside.mail import Answer, NoConnection, Stage
from kuramori.site.instance import Mail

# Where it was decided, as a person says it.
STAGES: dict[Stage, tuple[str, str]] = {
    Stage.CONNECT: ("つながりません", "cannot connect"),
    Stage.PRIVATE: (
        "社内のアドレスです（private_network = true が要ります）",
        "a private address: private_network",
    ),
    Stage.TLS: ("証明書か暗号化が合いません", "certificate or encryption do not fit"),
    Stage.LOGIN: ("利用者名かパスワードが違います", "user or password refused"),
    Stage.SENDER: ("差出人が断られました", "the sender was refused"),
    Stage.RECIPIENT: ("宛先が断られました", "the recipient was refused"),
    Stage.TEXT: ("本文が断られました", "the text was refused"),
}


def send(chosen: Mail, address: str) -> Answer:
    """Hands it over; the answer tells what became of it, also where no connection came about."""
    sender = parseaddr(chosen.sender)[1]
    domain = sender.rpartition("@")[2]
    letter = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    letter["Subject"] = "蔵守からの試しのメール"
    letter["From"], letter["To"] = chosen.sender, address
    letter["Date"], letter["Message-ID"] = formatdate(), make_msgid(domain=domain)
    letter.set_content(
        "このメールが届いていれば、蔵守からメールを送れます。返事は要りません。\n", cte="base64"
    )
    server = mail.Server(
        host=chosen.host,
        port=chosen.port,
        security=chosen.security,
        user=chosen.user,
        password=chosen.password,
        private_network=chosen.private_network,
        authorities=chosen.authorities,
        hello=domain,
    )
    try:
        with mail.connection(server) as connection:
            return connection.hand_over(sender, address, letter.as_bytes())
    except NoConnection as refused:
        return refused.answer
