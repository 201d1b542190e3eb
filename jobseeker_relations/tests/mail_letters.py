"""Letters as mail servers deliver them, for ``format_and_process``."""

LETTER = """Return-Path: {return_path}
To: {to}
From: {email_from}
Subject: {subject}
Message-ID: {msg_id}
Date: {date}
In-Reply-To: {references}
References: {references}
{extra}MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Good morning, I should like to work for you.
"""

BOUNCE = """Return-Path: <>
To: {to}
From: {email_from}
Subject: {subject}
Message-ID: {msg_id}
Date: {date}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

The address does not exist.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {bounced}
Action: failed
Status: 5.1.1
--b
Content-Type: message/rfc822

From: us@example.com
To: {bounced}
Message-ID: {bounced_id}
Subject: Returned letter

Hello
--b--
"""

FORWARD = """Return-Path: {return_path}
To: {to}
From: {email_from}
Subject: {subject}
Message-ID: {msg_id}
Date: {date}
{extra}MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Vera Visitor wrote: I should like to weld.
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="cv.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--b--
"""
