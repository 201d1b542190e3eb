from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .consent_case import MONDAY, UnboundedCase


@tagged("post_install", "-at_install")
class TestWithdrawal(UnboundedCase):
    """A no acts at once, and outlives the person's data."""

    @freeze_time(MONDAY)
    def test_queued_mailings_stop_and_other_letters_go_on(self):
        bo = self._person("Bo")
        [mail], [other] = self._mailing(self.ana), self._mailing(bo)
        self.assertEqual((mail.state, other.state), ("outgoing", "outgoing"))
        shared = self._mailing(self.ana, recipient_ids=(self.ana | bo).partner_id.ids)
        answer = self._mailing(bo)  # somebody else's, made after
        notice = self.ana._send_notices(self._notice_template(), "permissions", 30)
        [letter] = self.Mail.search([("mail_message_id", "=", notice[self.ana].id)])
        self.ana._withdraw_purpose(self.mailings, "page")
        self.assertEqual((mail.state, mail.failure_reason), ("cancel", "Asked for no mailings."))
        self.assertEqual(other.state, "outgoing")
        self.assertNotIn(self.ana.partner_id, shared.recipient_ids)
        self.assertIn(answer.state, ("outgoing", "cancel"))
        self.assertEqual(letter.state, "outgoing", "about their own search")
        self.assertIn("Asked for no mailings", "".join(self.ana.message_ids.mapped("body")))
        self.assertEqual(self._natures(self.ana).count("bulk"), 0)

    @freeze_time(MONDAY)
    def test_texts_to_many_stop_and_others_go_on(self):
        self.startPatcher(patch.object(type(self.env["sms.sms"]), "send", return_value=None))
        bo = self._person("Bo", partner_vals={"phone": "+351912345670"})
        people = self.ana | bo
        texts = (
            self.env["sms.sms"]
            .with_user(self.officer)
            .sudo()
            .create(
                [
                    {
                        "mail_message_id": self._text_message(person).id,
                        "partner_id": person.partner_id.id,
                        "number": person.phone,
                        "body": "Open day",
                    }
                    for person in people
                ]
            )
        )
        single = texts.create(
            {
                "mail_message_id": self._text_message(self.ana).id,
                "partner_id": self.ana.partner_id.id,
                "number": self.ana.phone,
                "body": "See you at ten",
            }
        )
        self.assertEqual(set((texts | single).mapped("state")), {"outgoing"})
        self.assertEqual(sorted(self._natures(self.ana)), ["bulk", "personal"])
        self.ana._withdraw_purpose(self._purpose("sms"), "page")
        self.env.invalidate_all()
        self.assertEqual(texts.mapped("state"), ["canceled", "outgoing"])
        self.assertEqual(texts[0].failure_type, "sms_optout")
        self.assertEqual(single.state, "outgoing", "to her alone")
        self.assertNotIn("bulk", self._natures(self.ana), "it is no word that passed between us")
        self.assertEqual(self._natures(bo), ["bulk"])

    def _text_message(self, person):
        vals = {"model": "hr.jobseeker", "res_id": person.id, "message_type": "sms", "body": "Text"}
        return self.env["mail.message"].create({**vals, "author_id": self.officer.partner_id.id})

    def _notice_template(self):
        return self.env.ref("jobseeker_relations.mail_template_permission")

    def _natures(self, person):
        rows = self.Contact.search([("jobseeker_id", "=", person.id), ("superseded", "=", False)], order="id")
        return [row.nature for row in rows if row.outcome != "withdrawn"]

    @freeze_time(MONDAY)
    def test_who_comes_back_after_erasure_is_still_not_written_to(self):
        self.ana._withdraw_purpose(self.mailings, "page")
        [row] = self.env["hr.jobseeker.suppression"].search([])
        self.assertNotIn("ana", row.sudo().key)
        partner = self.ana.partner_id
        self.ana.unlink()
        partner.write({"email": False, "name": "Erased"})
        again = self._person("Anna", partner_vals={"email": "Ana@Example.com", "phone": False})
        self.assertEqual(self._verdict(again), ("leave_out", "opted_out"))
        self.assertEqual(self._verdict(self._person("Bo")), ("pass", None))
        other = self.env["res.company"].create({"name": "Other"})
        elsewhere = self._person(
            "Ann", partner_vals={"email": "ana@example.com"}, company_id=other.id, adviser_id=False
        )
        self.assertEqual(self._verdict(elsewhere), ("pass", None), "they said no to us, not to them")
        self.env["hr.jobseeker.suppression"]._keep(again, "marketing_email")
        self.assertEqual(len(self.env["hr.jobseeker.suppression"].search([])), 1, "once")
        self._consent(again, self.mailings)
        self.assertFalse(self.env["hr.jobseeker.suppression"].search([]))

    @freeze_time(MONDAY)
    def test_nobody_reads_the_keys(self):
        self.ana._withdraw_purpose(self.mailings, "page")
        with self.assertRaises(AccessError):
            self.env["hr.jobseeker.suppression"].with_user(self.manager).search([]).read()

    @freeze_time(MONDAY)
    def test_who_wants_no_registration_is_proposed_to_be_closed(self):
        self.ana._withdraw_purpose(self._purpose("register"), "page")
        self.assertNotEqual(self.ana.state, "closed")
        [activity] = self.ana.activity_ids
        self.assertIn("close?", activity.summary)
        self.assertEqual(activity.user_id, self.officer)

    @freeze_time(MONDAY)
    def test_what_follows_from_a_no_can_be_extended(self):
        with patch.object(type(self.ana), "_purpose_withdrawn") as withdrawn:
            self.ana._withdraw_purpose(self._purpose("refer"), "page")
        withdrawn.assert_called_once_with("refer")

    @freeze_time(MONDAY)
    def test_leaving_the_pool_by_a_no(self):
        talent, pool = self._talent(self.ana)
        self._consent()
        self.ana._withdraw_purpose(self.pool_purpose, "page")
        self.assertFalse(talent.talent_pool_ids or pool.talent_ids or talent.active)
        self.assertIn("Left the talent pools: Welders", "".join(self.ana.message_ids.mapped("body")))
