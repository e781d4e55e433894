from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from application.ports.post import Letter


def message_of(letter: Letter, *, sender: str, at: datetime) -> EmailMessage:
    """Write it as RFC 5322 has it; the standard library refuses line breaks in headers."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip("<> ") or "parley")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message
