"""Who wrote an e-mail, by the headers that mail systems really send."""

from email import message_from_string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.mail_kind import ABSENCE_SUBJECTS, classify, is_disowned

DSN = 'multipart/report; report-type=delivery-status; boundary="x"'
READ_RECEIPT = "multipart/report; report-type=disposition-notification; boundary=x"


@pytest.mark.parametrize(
    ("headers", "subject", "return_path", "kind"),
    [
        pytest.param({}, "Re: your letter", "<ana@example.com>", "human", id="plain"),
        pytest.param({}, "", None, "human", id="nothing known"),
        pytest.param({"Auto-Submitted": "no"}, "Hello", None, "human", id="rfc 3834: no"),
        pytest.param({"Auto-Submitted": "No (really)"}, "Hello", None, "human", id="rfc 3834: no, commented"),
        pytest.param({"Auto-Submitted": ""}, "Hello", None, "human", id="rfc 3834: empty"),
        pytest.param({"auto-submitted": "auto-replied"}, "Hello", None, "auto_reply", id="rfc 3834: replied"),
        pytest.param({"AUTO-SUBMITTED": "Auto-Generated; x=y"}, "Hello", None, "auto_reply", id="rfc 3834: generated"),
        pytest.param({"Auto-Submitted": "auto-notified"}, "Hello", None, "auto_reply", id="rfc 5436"),
        pytest.param({"X-Autoreply": "yes"}, "Hello", None, "auto_reply", id="gmail"),
        pytest.param({"X-Autoreply": "no"}, "Hello", None, "human", id="x-autoreply: no"),
        pytest.param({"X-Autorespond": "Re: hello"}, "Hello", None, "auto_reply", id="cpanel"),
        pytest.param({"Precedence": "auto_reply"}, "Hello", None, "auto_reply", id="precedence auto_reply"),
        pytest.param({"X-Precedence": "auto_reply"}, "Hello", None, "auto_reply", id="x-precedence"),
        pytest.param({"Precedence": "bulk"}, "Hello", None, "auto_reply", id="precedence bulk"),
        pytest.param({"Precedence": "JUNK"}, "Hello", None, "auto_reply", id="precedence junk"),
        pytest.param({"Precedence": "first-class"}, "Hello", None, "human", id="precedence first-class"),
        # a letter to careers@, which is a group
        pytest.param({"Precedence": "list", "List-ID": "<careers>"}, "Hello", None, "human", id="google group"),
        pytest.param({"Precedence": "bulk", "List-Post": "<careers>"}, "Hello", None, "human", id="majordomo"),
        pytest.param(
            {"Precedence": "list", "Auto-Submitted": "auto-replied"}, "Hello", None, "auto_reply", id="reply in a group"
        ),
        # Exchange: the header asks for silence, and says nothing of who wrote
        pytest.param({"X-Auto-Response-Suppress": "All"}, "Hello", "<a@b.c>", "human", id="suppress all"),
        pytest.param({"X-Auto-Response-Suppress": "DR, OOF, AutoReply"}, "Hello", None, "human", id="suppress some"),
        pytest.param({"X-Auto-Response-Suppress": "OOF"}, "Hello", "<>", "auto_reply", id="suppress, null path"),
        pytest.param({"X-Auto-Response-Suppress": "RN"}, "Hello", "<>", "bounce", id="suppress receipts, null path"),
        pytest.param(
            {"X-Auto-Response-Suppress": "All", "X-MS-Exchange-Inbox-Rules-Loop": "a@b.c"},
            "Hello",
            "<a@b.c>",
            "auto_reply",
            id="exchange rule",
        ),
        pytest.param({"X-MS-Exchange-Inbox-Rules-Loop": "a@b.c"}, "Hello", None, "human", id="forwarded by a rule"),
        # bounces
        pytest.param({"Content-Type": DSN}, "Undeliverable: x", "<>", "bounce", id="delivery report"),
        pytest.param({"content-type": DSN.upper()}, "x", "<a@b.c>", "bounce", id="delivery report, a path"),
        pytest.param({"Content-Type": DSN, "Auto-Submitted": "auto-replied"}, "x", None, "bounce", id="postfix"),
        pytest.param({"Content-Type": "multipart/report"}, "x", None, "bounce", id="report that does not say"),
        pytest.param({"Content-Type": READ_RECEIPT}, "Read: x", "<a@b.c>", "auto_reply", id="read receipt"),
        pytest.param({"Content-Type": "multipart/mixed; note=multipart/report"}, "x", None, "human", id="mixed"),
        pytest.param({"X-Failed-Recipients": "a@b.c"}, "Mail delivery failed", None, "bounce", id="exim"),
        pytest.param({"From": "Mail Delivery <MAILER-DAEMON@b.c>"}, "failure", None, "bounce", id="mailer-daemon"),
        pytest.param({"From": "Ana (not mailer-daemon@) <ana@b.c>"}, "Hello", None, "human", id="mailer-daemon named"),
        pytest.param({}, "failure notice", "<>", "bounce", id="qmail"),
        pytest.param({}, "failure notice", " < > ", "bounce", id="null path, spaced"),
        pytest.param({"Return-Path": "<>"}, "failure notice", None, "bounce", id="null path in the headers"),
        pytest.param({"Return-Path": "<>"}, "Hello", "<ana@b.c>", "human", id="the envelope is nearer"),
        pytest.param({}, "Hello", "", "human", id="no path told"),
        pytest.param({"Auto-Submitted": "auto-replied"}, "Re: x", "<>", "auto_reply", id="vacation, null path"),
        pytest.param({}, "Automatic reply: x", "<>", "auto_reply", id="exchange absence, null path"),
    ],
)
def test_classify(headers, subject, return_path, kind):
    assert classify(headers, subject, return_path) == kind


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Your next interview",
        "AUTOMATIC REPLY",
        "Out of Office",
        "Out of office - back on Monday",
        "Out of Office AutoReply: Your letter",
        "Auto-Reply (ticket 12)",
        "[EXTERNAL] Automatic reply: Your letter",
        "[EXT] [SPAM?] Out of Office: Your letter",
        "Réponse automatique : Votre entretien",
        "Reponse automatique: Votre entretien",
        "Réponse automatique\N{NO-BREAK SPACE}: Votre entretien",
        "Message d\N{RIGHT SINGLE QUOTATION MARK}absence : votre courrier",
        "Automatische Antwort: Ihr Gespräch",
        "Abwesenheitsnotiz",
        "Respuesta automática: Su entrevista",
        "Respuesta automatica: Su entrevista",
        "Fuera de la oficina – vuelvo el lunes",
        "Odpowiedź automatyczna: Zaproszenie",
        "Automatyczna odpowiedź: Zaproszenie",
        "رد تلقائي: موعد المقابلة",
        "\N{RIGHT-TO-LEFT MARK}رد تلقائي: موعد المقابلة",
        "خارج المكتب",
    ],
)
def test_an_absence_subject_is_an_automatic_reply(subject):
    assert classify({}, subject, "<ana@example.com>") == "auto_reply"


@pytest.mark.parametrize(
    "subject",
    [
        "Re: out of office plants catalogue",
        "Out of office plants catalogue",
        "Out of office hours?",
        "Re: Automatic reply: Your letter",
        "AW: Automatische Antwort: Ihr Brief",
        "Automatic reply settings in Outlook",
        "My automatic reply",
        "Automatic replying machine engineer",
        "Réponse automatiquement envoyée ?",
        "Absence du bureau de poste",
        "Fuera de la oficina de empleo",
        "Vacation",
        "Working on vacation: my availability",
        "Undeliverable promises",
    ],
)
def test_a_subject_that_only_resembles_is_a_persons(subject):
    assert classify({}, subject, "<ana@example.com>") == "human"


@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "pl", "ar"])
def test_every_phrase_is_found_as_it_is_sent(language):
    for phrase in ABSENCE_SUBJECTS[language]:
        for subject in (phrase, phrase.upper(), f"{phrase}: Re: x", f"{phrase} : x"):
            assert classify({}, subject, None) == "auto_reply", subject


def test_a_whole_message_will_do_for_its_headers():
    message = message_from_string("From: a@b.c\nAuto-Submitted: auto-replied\nSubject: x\n\nAway.")
    assert classify(message, "x", None) == "auto_reply"


def test_a_letter_that_its_domain_disowns():
    assert is_disowned(["mx.example.org; spf=pass smtp.mailfrom=a.example; DMARC = Fail header.from=b.example"])
    assert is_disowned(["mx.example.org; dkim=pass", "mx.example.org; dmarc=fail (p=none)"])
    assert not is_disowned([])
    assert not is_disowned(["mx.example.org; dmarc=pass; spf=fail", "mx.example.org; x-dmarc=failed"])


def test_odd_values_are_a_persons():
    assert classify({"Auto-Submitted": None, "From": None}, None, None) == "human"


@given(st.dictionaries(st.text(), st.text()), st.text(), st.none() | st.text())
def test_every_letter_has_a_kind(headers, subject, return_path):
    assert classify(headers, subject, return_path) in ("human", "auto_reply", "bounce")


@given(st.dictionaries(st.sampled_from(["Auto-Submitted", "From", "Content-Type", "Precedence"]), st.text()), st.text())
def test_answering_is_never_a_machines_by_its_subject(headers, rest):
    assert classify({}, f"Re: {rest}", "<ana@example.com>") == "human"
    assert classify(headers, rest, None) == classify({k.swapcase(): v for k, v in headers.items()}, rest, None)
