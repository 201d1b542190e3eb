"""Was this e-mail written by a person? (design §4 'Contact ledger': an automatic reply is no contact.)

The two mistakes do not cost the same. An automatic reply taken for a person's hides one silence until the next look; a
person's reply taken for a machine's loses their word, and the sequence goes on as if they had kept quiet. So only what
says plainly that a machine wrote counts, and what says merely "do not answer by machine" does not:

- ``X-Auto-Response-Suppress`` asks other servers to keep quiet ([MS-OXCMAIL] §2.1.3.2.20). Exchange and many mailers
  put it on letters that people wrote (jitbit.com/maxblog/18; discourse/discourse#21367; sisimai/p5-sisimai#491), so
  it counts only beside a second sign.
- ``Precedence: list`` and list headers say who passed the letter on. A careers@ address that is a group puts them on
  every applicant's letter (PostHog/posthog#92017), so they never count, and neither does a ``bulk`` that a list set.
- A subject counts only as a whole phrase at its start that ends there or at a colon, dash or bracket.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from email.message import Message
from email.utils import parseaddr
from typing import Literal

MailKind = Literal["human", "auto_reply", "bounce"]

# Set by autoresponders on their replies alone: Gmail, cPanel, BoxTrapper, DTC
# (github.com/jpmckinney/multi_mail/wiki/Detecting-autoresponders).
REPLY_HEADERS = ("x-autoreply", "x-autorespond", "x-autoreply-from", "x-mail-autoreply")

# RFC 2076 §3.9 calls the header non-standard; these are the values of autoresponders and of mass mail.
PRECEDENCE_HEADERS = ("precedence", "x-precedence")
MACHINE_PRECEDENCE = frozenset({"auto_reply", "auto-reply"})
MASS_PRECEDENCE = frozenset({"bulk", "junk"})
LIST_HEADERS = ("list-id", "list-post")

NULL_PATHS = frozenset({"<>", "<mailer-daemon>"})

# How mail systems begin the subject of an absence notice (Exchange and Outlook in that language, then common others).
ABSENCE_SUBJECTS = {
    "en": (
        "automatic reply",
        "auto reply",
        "auto-reply",
        "autoreply",
        "auto response",
        "automatic response",
        "out of office",
        "out-of-office",
        "out of the office",
        "out of office autoreply",
        "out of office auto-reply",
        "out of office reply",
        "vacation reply",
    ),
    "fr": ("réponse automatique", "absence du bureau", "message d'absence", "notification d'absence"),
    "de": ("automatische antwort", "abwesenheitsnotiz", "abwesenheitsnachricht", "abwesenheitsmeldung"),
    "es": ("respuesta automática", "fuera de la oficina", "fuera de oficina"),
    "pl": ("odpowiedź automatyczna", "automatyczna odpowiedź", "autoodpowiedź", "poza biurem"),
    "ar": ("رد تلقائي", "الرد التلقائي", "خارج المكتب"),
}


def classify(headers: Mapping[str, str], subject: str, return_path: str | None) -> MailKind:
    """Return who wrote an e-mail: a person, an automatic reply, or a mail system that could not deliver ours.

    :param headers: the message's, names in any case; an ``email.message.Message`` will do.
    :param subject: decoded.
    :param return_path: the envelope sender; None: look for it in the headers.

    A delivery report comes first, as mail systems mark their reports as automatic too. A null return path comes last:
    it means a bounce (RFC 5321 §4.5.5), unless the letter says that it is a reply (RFC 3834 §3.3; Exchange's are so).
    """
    values = {str(name).casefold(): str(value or "").strip() for name, value in headers.items()}
    null_path = _is_null(return_path if return_path is not None else values.get("return-path", ""))
    report = _report_type(values.get("content-type", ""))
    if report == "delivery-status" or _is_from_mail_system(values):
        return "bounce"
    if report or _says_automatic(values) or _suppresses_as_machine(values, null_path) or _is_absence(subject):
        return "auto_reply"
    return "bounce" if null_path else "human"


def is_disowned(results: Iterable[str]) -> bool:
    """Say whether a mail server of ours found that the domain of the sender did not send it (RFC 8601, RFC 7489).

    A sender may write such a header, too, which then speaks against them. Who has their mail passed on breaks it in
    good faith: so such a letter is not answered by machine, and is no machine's for that.

    :param results: the headers ``Authentication-Results``
    """
    return any(re.search(r"\bdmarc\s*=\s*fail\b", result, re.IGNORECASE) for result in results)


def _report_type(content_type: str) -> str | None:
    """Return the kind of a ``multipart/report`` (RFC 6522), None for another message.

    One that does not say is a delivery report: bounces are what senders forget to label.
    """
    message = Message()
    message["Content-Type"] = content_type
    if message.get_content_type() != "multipart/report":
        return None
    return str(message.get_param("report-type") or "delivery-status").casefold()


def _is_from_mail_system(values: Mapping[str, str]) -> bool:
    """Recognise the bounces without a report: from the mail daemon itself (as Odoo does), or Exim's own mark."""
    sender = parseaddr(values.get("from", ""))[1]
    return sender.partition("@")[0].casefold() == "mailer-daemon" or "x-failed-recipients" in values


def _says_automatic(values: Mapping[str, str]) -> bool:
    """Say whether a header states that a machine wrote: RFC 3834 §5, and what was used before it."""
    auto_submitted = _first_word(values.get("auto-submitted", ""))
    if auto_submitted not in ("", "no"):
        return True
    if any(_first_word(values.get(name, "")) not in ("", "no", "false") for name in REPLY_HEADERS):
        return True
    precedence = {_first_word(values.get(name, "")) for name in PRECEDENCE_HEADERS}
    on_a_list = any(name in values for name in LIST_HEADERS)
    return bool(precedence & MACHINE_PRECEDENCE or (precedence & MASS_PRECEDENCE and not on_a_list))


def _suppresses_as_machine(values: Mapping[str, str], null_path: bool) -> bool:
    """Say whether replies are suppressed *and* a second sign says that Exchange wrote (zammad: out_of_office_check).

    The second sign is the null path, or the mark of an inbox rule, which alone is only a forwarded letter.
    """
    suppressed = {word.strip().casefold() for word in values.get("x-auto-response-suppress", "").split(",")}
    if null_path:
        return bool(suppressed & {"all", "oof", "autoreply"})
    return "all" in suppressed and "x-ms-exchange-inbox-rules-loop" in values


def _is_null(path: str) -> bool:
    return "".join(path.split()).casefold() in NULL_PATHS


def _first_word(value: str) -> str:
    """Return the keyword of a header, without parameters and comments: ``auto-replied`` of ``Auto-Replied; x=1``."""
    return re.split(r"[\s;(]", value, maxsplit=1)[0].casefold()


def _is_absence(subject: str) -> bool:
    return bool(_ABSENCE.match(_folded(subject)))


def _folded(text: str) -> str:
    """Return `text` without case, accents, marks of direction and odd spaces, as subjects arrive with and without."""
    decomposed = unicodedata.normalize("NFKD", (text or "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    kept = "".join(char for char in decomposed if unicodedata.category(char) not in ("Mn", "Cf"))
    return " ".join(kept.casefold().split())


def _absence_pattern() -> re.Pattern[str]:
    """Return the pattern of a folded subject: gateway tags such as ``[EXTERNAL]``, the phrase, its clear end."""
    phrases = (_folded(phrase) for phrases in ABSENCE_SUBJECTS.values() for phrase in phrases)
    phrase = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?:\[[^\]]{{1,20}}\] ?)*(?:{phrase}) ?(?:$|[:(\[.!]|[-\N{{EN DASH}}\N{{EM DASH}}] )")


_ABSENCE = _absence_pattern()
