"""A crowd, some of whose records are broken: everybody else gets a letter, and they when they are mended.

Ten thousand people in the long form.
"""

import time

import psycopg2
import pytest
from backlog import FOLLOW_UP, HELP, LONG, QUEUE, Backlog

WORKERS = 2
ODOO_OPTIONS = ["--max-cron-threads=2"]
PEOPLE = 10_000 if LONG else 200
EVERY = 250 if LONG else 40  # one in so many is broken, in each of these ways

#: What is done to the person, and what becomes of the first letter.
POISON = [
    ("UPDATE res_partner SET name = 'Poison' WHERE id = ANY(%s)", "failed"),
    ("UPDATE res_partner SET tz = 'Mars/Base' WHERE id = ANY(%s)", "failed"),
    ("UPDATE res_partner SET email = NULL, email_normalized = NULL WHERE id = ANY(%s)", "skipped"),
    ("UPDATE res_partner SET lang = 'xx_XX' WHERE id = ANY(%s)", "done"),
    ("UPDATE hr_jobseeker SET adviser_id = {gone} WHERE partner_id = ANY(%s)", "done"),
    ("UPDATE hr_jobseeker SET policy_id = {policy}, chosen_policy_id = {policy} WHERE partner_id = ANY(%s)", "failed"),
]
LETTER = '<p>Hello <t t-out="object.name"/> <t t-out="1 // (object.partner_id.name != \'Poison\')"/></p>'


@pytest.fixture
def backlog(odoo, smtp):
    return Backlog(odoo, smtp, PEOPLE)


class Crowd:
    """The people of a backlog, some of whom are broken in one of the ways; {state of the first letter: partners}."""

    def __init__(self, backlog):
        self.backlog, self.admin, self.odoo = backlog, backlog.admin, backlog.odoo
        self.address_of = dict(
            self.odoo.sql("SELECT id, email FROM res_partner WHERE email LIKE %s", f"{backlog.group}.%")
        )
        letter = self.odoo.ref("jobseeker_relations.mail_template_active_keep_in_touch")
        self.admin("mail.template", "write", [letter], {"body_html": LETTER})
        [gone] = self.admin("res.users", "create", [{"name": "Gone", "login": "gone", "email": "gone@example.com"}])
        self.admin("res.users", "write", [gone], {"active": False})
        self.policy, self.step = self._make_policy_without_letter()
        partners, self.broken = sorted(self.address_of), []
        for number, (statement, state) in enumerate(POISON):
            some = partners[number * 7 :: EVERY]
            self.odoo.sql(statement.format(gone=gone, policy=self.policy), some)
            self.broken.append((state, some))

    def _make_policy_without_letter(self):
        """A policy whose letter is not there any more, as after a table was restored or cleaned by hand."""
        model = self.admin("ir.model", "search", [("model", "=", "hr.jobseeker")])[0]
        vals = {"name": "To be lost", "subject": "Lost", "body_html": "<p>Lost</p>", "model_id": model}
        [letter] = self.admin("mail.template", "create", [vals])
        [shipped] = self.admin("hr.jobseeker.contact.policy", "search", [], limit=1)
        [calendar] = self.admin("hr.jobseeker.contact.policy", "read", [shipped], ["calendar_id"])
        step = {"delay_days": 0, "channel": "email", "template_id": letter}
        vals = {"name": "Lost", "sequence": 99, "starts_per_day": 0, "calendar_id": calendar["calendar_id"][0]}
        [policy] = self.admin("hr.jobseeker.contact.policy", "create", [{**vals, "step_ids": [(0, 0, step)]}])
        step_table = "hr_jobseeker_contact_policy_step"
        with pytest.raises(psycopg2.errors.ForeignKeyViolation):
            self.odoo.sql("DELETE FROM mail_template WHERE id = %s", letter)
        self.odoo.sql(f"ALTER TABLE {step_table} DROP CONSTRAINT {step_table}_template_id_fkey")
        self.odoo.sql("DELETE FROM mail_template WHERE id = %s", letter)
        [step] = self.admin("hr.jobseeker.contact.policy.step", "search", [("policy_id", "=", policy)])
        return policy, step

    def count(self, state):
        return len(self.partners(state))

    def partners(self, state):
        return [partner for became, some in self.broken if became == state for partner in some]

    def addresses(self, state):
        return {self.address_of[partner] for partner in self.partners(state)}

    def heal(self):
        """An administrator puts right what the rows name."""
        (_, names), (_, zones), (_, without_address), (_, languages), _, _ = self.broken
        for vals, partners in (({"name": "Healed"}, names), ({"tz": "UTC"}, zones), ({"lang": "en_US"}, languages)):
            self.admin("res.partner", "write", partners, vals)
        for partner in without_address:
            self.admin("res.partner", "write", [partner], {"email": self.address_of[partner]})
        letter = self.odoo.ref("jobseeker_relations.mail_template_active_keep_in_touch")
        self.admin("hr.jobseeker.contact.policy.step", "write", [self.step], {"template_id": letter})

    def days_pass(self, state, days):
        """So many days go by for these people."""
        partners = self.partners(state)
        self.odoo.sql(
            "UPDATE hr_jobseeker_follow_up SET done_at = done_at - %s * interval '1 day' WHERE partner_id = ANY(%s)",
            days,
            partners,
        )
        self.odoo.sql(
            "UPDATE hr_jobseeker SET follow_up_at = follow_up_at - %s * interval '1 day' WHERE partner_id = ANY(%s)",
            days,
            partners,
        )


def test_everybody_else_is_reached_and_the_broken_when_they_are_mended(backlog):
    crowd = Crowd(backlog)
    failed, skipped = crowd.count("failed"), crowd.count("skipped")
    backlog.enable_jobs(FOLLOW_UP, HELP, QUEUE)
    began = time.monotonic()
    backlog.finish(FOLLOW_UP, QUEUE, timeout=3000)
    print(f"{PEOPLE} people, {failed + skipped} of them unreachable: {time.monotonic() - began:.0f} s")
    backlog.enable_jobs()

    fates = backlog.check(without=crowd.addresses("skipped"))
    assert fates == {"arrived": PEOPLE - failed - skipped, "failed: error": failed}
    assert not set(backlog.arrived()) & (crowd.addresses("failed") | crowd.addresses("skipped"))
    attention = backlog.read_attention()
    assert len(attention) == failed
    assert all(row["explanation"] and row["advice"] for row in attention)
    assert sum(row["advice"].startswith("The letter is lost.") for row in attention) == len(crowd.broken[-1][1])
    rows = backlog.officer(
        "hr.jobseeker.follow.up",
        "search_read",
        [("partner_id", "in", crowd.partners("skipped")), ("state", "=", "skipped")],
        ["explanation"],
    )
    assert [row["explanation"] for row in rows] == ["Skipped: there is no e-mail address."] * skipped

    crowd.heal()
    assert backlog.settle() == {"arrived": 0, "tried again": failed}
    assert backlog.check(without=crowd.addresses("skipped")) == {"arrived": PEOPLE - skipped}
    assert not backlog.read_attention()
    backlog.run()
    crowd.days_pass("skipped", 3)
    backlog.run()
    backlog.check_everybody_got_one()
