"""A letter leaves and an answer comes back: on the wire, and through Odoo's own mail gateway as from a mail server."""

import pytest
from correspondence import FRENCH, Office, answer, bounce_of, compose, pdf
from people import read, rows

# (state, reason) of the two letters of the policy "Actively looking"
WAITING = [("done", "gap"), ("planned", "step_delay")]
ANSWERED = [("done", "gap"), ("cancelled", "contact")]


@pytest.fixture(scope="module")
def _office(odoo, _sink):
    return Office(odoo, _sink)


@pytest.fixture
def office(_office, smtp):
    return _office


# --- out -----------------------------------------------------------------------------------------


def test_a_due_person_gets_one_letter_from_the_adviser_in_their_language(office, smtp):
    person, address, letter = office.write_to("Zoé Martin", lang="fr_FR", tz="Europe/Paris")
    assert [to.addr_spec for to in letter["To"].addresses] == [address]
    assert not letter["Cc"] and not letter["Bcc"]
    assert [sender.addr_spec for sender in letter["From"].addresses] == ["olga@example.com"]
    assert letter["Reply-To"].addresses[0].addr_spec == "catchall@example.com"
    assert letter["Subject"] == FRENCH["subject"]
    body = letter.get_body(("html",)).get_content()
    assert "Bonjour Zoé Martin, répondez" in " ".join(body.split()) and "Hello" not in body
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "OOF" in letter["X-Auto-Response-Suppress"]

    [(envelope_from, recipients)] = [(sender, to) for sender, to, message in smtp.messages if message is letter]
    assert (envelope_from, recipients) == ("bounce@example.com", [address])

    [(_state, message)] = rows(office.officer, "hr.jobseeker.follow.up", person, "state", "message_id")[:1]
    assert read(office.admin, "mail.message", message[0], "message_id") == letter["Message-Id"]
    assert office.ledger(person, "direction", "channel", "nature", "qualifying") == [
        ("out", "email", "follow_up", False)
    ]
    assert office.status(person) == "overdue", "a letter is an attempt; it pays no debt"


def test_a_second_run_sends_nothing_more(office, smtp):
    _person, address, _letter = office.write_to("Twice")
    office.run()
    assert len(smtp.to(address)) == 1


# --- in: answers ---------------------------------------------------------------------------------


def test_an_answer_ends_the_sequence(office, smtp, mailgate):
    person, address, letter = office.write_to("Ada Answers")
    assert office.follow_ups(person) == WAITING

    mailgate(answer(letter, f"Ada Answers <{address}>", "Still looking, thank you."))

    assert office.follow_ups(person) == ANSWERED
    [_letter, heard] = office.ledger(person, "direction", "channel", "nature", "qualifying")
    assert heard == ("in", "email", "personal", True)
    assert office.status(person) == "on_track"
    office.run()
    assert len(smtp.to(address)) == 1


@pytest.mark.parametrize(
    "subject, headers",
    [
        (None, {"Auto_Submitted": "auto-replied"}),
        ("Automatic reply: How is your search going?", {}),
    ],
    ids=["by header", "by subject"],
)
def test_an_out_of_office_answer_is_no_contact(office, mailgate, subject, headers):
    person, address, letter = office.write_to("Otto Ofoffice")

    mailgate(answer(letter, f"Otto Ofoffice <{address}>", "Back on Monday.", subject, **headers))

    assert office.follow_ups(person) == WAITING
    [_letter, machine] = office.ledger(person, "direction", "nature", "qualifying")
    assert machine == ("in", "automatic", False)
    assert office.status(person) == "overdue"


def test_an_answer_to_an_old_thread_is_the_persons_answer(office, mailgate):
    """They answer the mail they still find: one on their application of last year, not our letter."""
    person, address = office.due_person("Tom Thread")
    partner = read(office.officer, "hr.jobseeker", person, "partner_id")
    application = office.officer("hr.applicant", "create", {"partner_id": partner, "job_id": office.job})
    office.officer(
        "hr.applicant", "message_post", [application], body="Last year", partner_ids=[partner], message_type="comment"
    )
    office.odoo.run_cron("mail.ir_cron_mail_scheduler_action")
    old = next(mail for mail in office.sink.to(address) if "Last year" in str(mail))
    office.odoo.sql("UPDATE hr_jobseeker_contact SET date = date - interval '20 days' WHERE jobseeker_id = %s", person)
    [[_no_contact_lately]] = office.odoo.sql(
        "UPDATE hr_jobseeker SET follow_up_at = now() - interval '1 day', next_contact_at = now() - interval '9 days',"
        " last_contact_at = now() - interval '20 days' WHERE id = %s RETURNING id",
        person,
    )
    office.run()
    assert office.follow_ups(person) == WAITING

    mailgate(answer(old, address, "Found your mail, I am still there."))

    assert office.follow_ups(person) == ANSWERED
    assert office.ledger(person, "direction", "nature", "applicant_id")[-1][:2] == ("in", "personal")


def test_an_answer_in_somebody_elses_thread_is_the_writers(office, mailgate):
    """A friend passed our letter on. Who answers it is the one who wrote, and the friend stays unanswered."""
    friend, _address, letter = office.write_to("Fay Friend")
    writer, address, _own = office.write_to("Will Writer")

    mailgate(answer(letter, f"Will Writer <{address}>", "Fay passed this on. I am looking, too."))

    assert office.follow_ups(writer) == ANSWERED
    assert office.follow_ups(friend) == WAITING
    assert [direction for (direction,) in office.ledger(writer, "direction")] == ["out", "in"]
    assert [direction for (direction,) in office.ledger(friend, "direction")] == ["out"]


# --- in: what came back --------------------------------------------------------------------------


def test_a_letter_that_comes_back_is_a_failed_attempt(office, smtp, mailgate):
    person, address, letter = office.write_to("Nobody Home")

    mailgate(bounce_of(letter, address))

    assert office.follow_ups(person)[0] == ("failed", "bounced")
    [(direction, nature, qualifying)] = rows_of(office, person, "bounced")
    assert (direction, nature, qualifying) == ("out", "follow_up", False)
    assert office.status(person) == "overdue"
    mailgate(bounce_of(letter, address))
    assert len(rows_of(office, person, "bounced")) == 1, "a report that comes twice is one fact"
    office.run()
    assert len(smtp.to(address)) == 1, "no second letter into the void"


def rows_of(office, person, outcome):
    found = office.ledger(person, "direction", "nature", "qualifying", "outcome")
    return [row[:3] for row in found if row[3] == outcome]


# --- in: applications ----------------------------------------------------------------------------


def apply(office, sender):
    message = compose(sender, "welder@example.com", "My application", "Please find my CV.")
    message.add_attachment(pdf(), maintype="application", subtype="pdf", filename="cv.pdf")
    office.odoo.deliver(message)


def applications(office, address):
    found = office.officer(
        "hr.applicant",
        "search_read",
        [("email_from", "ilike", address)],
        ["jobseeker_id", "partner_name", "job_id"],
        order="id",
    )
    return [(row["id"], row["jobseeker_id"][0], row["partner_name"], row["job_id"][0]) for row in found]


def test_an_application_by_mail_brings_a_person_and_their_first_word(office, smtp):
    apply(office, "Cleo Curriculum <cleo@example.org>")
    [(application, person, name, job)] = applications(office, "cleo@example.org")
    assert (name, job) == ("Cleo Curriculum", office.job)
    words = rows(office.officer, "hr.jobseeker.contact", person, "direction", "nature", "qualifying", "applicant_id")
    [heard] = [word for word in words if word[0] == "in"]
    assert heard[1:3] == ("personal", True) and heard[3][0] == application
    [(file, kind)] = office.odoo.sql(
        "SELECT name, mimetype FROM ir_attachment WHERE res_model = 'hr.applicant' AND res_id = %s", application
    )
    assert (file, kind) == ("cv.pdf", "application/pdf")

    office.odoo.run_cron("mail.ir_cron_mail_scheduler_action")
    assert len(smtp.to("cleo@example.org")) == 1, "Odoo's acknowledgement"
    answers = [word[1:3] for word in words if word[0] == "out"]
    assert answers == [("automatic", False)], "a machine's thanks are a letter, and no answer"
    assert read(office.officer, "hr.jobseeker", person, "waiting_since")


def test_a_family_shares_a_mailbox_and_nothing_else(office):
    """The same address under another name is another person; under the same name it is the same one again."""
    apply(office, "Maria Silva <silva@example.org>")
    apply(office, "João Silva <silva@example.org>")
    apply(office, "Maria Silva <silva@example.org>")
    [maria, joao, again] = [person for _id, person, _name, _job in applications(office, "silva@example.org")]
    assert maria == again != joao
    assert read(office.officer, "hr.jobseeker", maria, "name") == "Maria Silva"
    assert read(office.officer, "hr.jobseeker", joao, "name") == "João Silva"
    for person, words in ((maria, 2), (joao, 1)):
        heard = rows(office.officer, "hr.jobseeker.contact", person, "direction")
        assert heard.count(("in",)) == words
