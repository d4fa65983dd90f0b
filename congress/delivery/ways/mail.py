"""By e-mail: the document attached, a text in both languages, and a Message-ID that is the same at every try (RFC 5322)."""

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime

from congress.clock import stamp
from congress.delivery.parcel import Mailer, Means, Parcel, Target
from congress.delivery.rules import Outcome, Trouble
from congress.i18n import LANGUAGES, render, say

TIMEOUT = 30.0  # seconds for each answer of the mail server


async def carry(parcel: Parcel, target: Target, means: Means) -> Outcome:
    """Hand it to the mail server. That it was taken does not say that it was read."""
    if means.mailer is None:
        return Outcome(Trouble.NO_MAIL)
    return await asyncio.to_thread(hand_over, means.mailer, letter(parcel, target.address, means.mailer))


def letter(parcel: Parcel, address: str, mailer: Mailer) -> EmailMessage:
    """The message, alike at every try."""
    message = EmailMessage()
    title = " ".join(parcel.title.split())
    message["From"] = mailer.sender
    message["To"] = address
    message["Subject"] = " ".join(part for part in (parcel.number, title) if part)
    message["Date"] = format_datetime(parcel.put_at)
    message["Message-ID"] = f"<{parcel.uid}@{mailer.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Congress-Delivery"] = parcel.uid
    message["X-Congress-SHA256"] = parcel.sha256
    message.set_content(words(parcel))
    name = f"{parcel.number or parcel.title}"[:80]
    main, _, sub = parcel.media_type.partition("/")
    message.add_attachment(parcel.content, maintype=main, subtype=sub, filename=f"{name}{parcel.ending}")
    if parcel.signature:
        message.add_attachment(
            parcel.signature,
            maintype="application",
            subtype="pkcs7-signature",
            filename=f"{name}{parcel.ending}.p7s",
        )
    message.set_boundary(f"={parcel.uid}=")
    return message


def words(parcel: Parcel) -> str:
    """The text, Chinese first."""
    text = (
        say("{enterprise}职工代表大会发来{word}，见附件。", enterprise=parcel.enterprise, word=parcel.word),
        say("标题：{title}", title=parcel.title),
        say("编号：{number}", number=parcel.number or "-"),
        say("发出时间：{at}（UTC）", at=stamp(parcel.put_at)),
        say("送达编号：{uid}", uid=parcel.uid),
        say("附件的 SHA-256：{sha256}", sha256=parcel.sha256),
        say("同一送达编号可能收到不止一封，内容相同，请按一封办理。"),
        say("这封邮件由系统发出，请不要直接回复。"),
    )
    told = ("\n".join(render(line, language) for line in text) for language in LANGUAGES)
    return "\n\n----------\n\n".join(told) + "\n"


def hand_over(mailer: Mailer, message: EmailMessage) -> Outcome:
    """One conversation with the mail server (RFC 5321); its own words are kept."""
    try:
        with _connect(mailer) as server:
            if mailer.user:
                server.login(mailer.user, mailer.password)
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        ((code, said),) = error.recipients.values()
        return Outcome(_judged(code, Trouble.REFUSED), _quoted(code, said))
    except smtplib.SMTPResponseException as error:
        return Outcome(_answered(error), _quoted(error.smtp_code, error.smtp_error))
    except OSError as error:  # what smtplib raises is one
        return Outcome(_broken(error), str(error))
    return Outcome(said="250")


def _answered(error: smtplib.SMTPResponseException) -> Trouble:
    """What a reply code means at the place where it came; DATA is refused for good, all else may be mended here."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _judged(error.smtp_code, Trouble.LOGIN)
    lasting = Trouble.CONTENT if isinstance(error, smtplib.SMTPDataError) else Trouble.ANSWER
    return _judged(error.smtp_code, lasting)


def _broken(error: OSError) -> Trouble:
    """Why there was no reply."""
    match error:
        case ssl.SSLError() | smtplib.SMTPNotSupportedError():  # no STARTTLS: nothing goes unencrypted
            return Trouble.TLS
        case smtplib.SMTPServerDisconnected() | ConnectionResetError() | BrokenPipeError():
            return Trouble.CUT
        case TimeoutError():
            return Trouble.SLOW
        case _:
            return Trouble.UNREACHABLE


def _connect(mailer: Mailer) -> smtplib.SMTP:
    """A conversation that is encrypted, unless the command line says plainly that it is not."""
    trusted = ssl.create_default_context()  # what the system trusts, or SSL_CERT_FILE
    if mailer.tls == "always":
        return smtplib.SMTP_SSL(mailer.host, mailer.port, timeout=TIMEOUT, context=trusted)
    server = smtplib.SMTP(mailer.host, mailer.port, timeout=TIMEOUT)
    if mailer.tls == "start":
        try:
            server.starttls(context=trusted)
        except BaseException:
            server.close()
            raise
    return server


def _judged(code: int, lasting: Trouble) -> Trouble:
    """4xx is for now, 5xx for good (RFC 5321 section 4.2.1)."""
    return Trouble.LATER if 400 <= code < 500 else lasting


def _quoted(code: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"{code} {text}"
