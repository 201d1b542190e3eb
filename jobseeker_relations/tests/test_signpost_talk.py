from odoo.tests import freeze_time, tagged

from .signpost_case import MONDAY, SignpostCase


@tagged("post_install", "-at_install")
class TestSignpostTalk(SignpostCase):
    """What a person said to a referral elsewhere in a talk is contact with them."""

    @freeze_time(MONDAY)
    def test_a_talk_is_contact_once(self):
        signpost = self._signpost()
        dialog = self._answers(signpost).create({"words": "Yes, do", "answered_at": "2026-03-01 09:00:00"})
        dialog.action_apply()
        dialog.action_apply()
        [talk] = self.ana.contact_ids
        self.assertEqual((talk.channel, talk.outcome, talk.qualifying), ("phone", "reached", True))
        self.assertEqual((talk.summary, talk.user_id), ("Wants to be referred to Harbour Crew", self.officer))
        self.assertEqual(str(self.ana.last_contact_at), "2026-03-01 09:00:00")
        self.assertFalse(signpost.earlier_consents, "the second click keeps no second yes")

    @freeze_time(MONDAY)
    def test_a_no_is_contact_and_a_letter_is_none(self):
        signpost = self._signpost()
        no = self._answers(signpost).create({"answer": "no", "channel": "meeting"})
        no.action_apply()
        no.action_apply()
        self._record(signpost, channel="letter")
        self._record(signpost, is_contact=False)
        [talk] = self.ana.contact_ids
        self.assertEqual((talk.channel, talk.summary), ("meeting", "Does not want to be referred to Harbour Crew"))

    @freeze_time(MONDAY)
    def test_a_no_while_their_data_are_frozen_is_contact_as_well(self):
        signpost = self._signpost()
        self.ana.sudo().restricted_at = MONDAY
        self._record(signpost, answer="no")
        self.assertEqual(signpost.state, "declined")
        self.assertTrue(self.ana.contact_ids)
