from freezegun import freeze_time

from odoo.tests import tagged

from .enquiry_door_case import DISOWNED, EnquiryDoorCase

VERA = "Reply-To: Vera Visitor <vera@example.com>\n"


@tagged("post_install", "-at_install")
class TestEnquiryForm(EnquiryDoorCase):
    """A form of our site writes for its visitor, from an address that is set up for that; a colleague does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.olga = f"Olga Officer <{cls.officer.email}>"
        cls.company.jobseeker_form_senders = f"Website <website@ours.example>, {cls.officer.email}"

    @freeze_time("2026-03-02 10:00:00")
    def test_a_form_of_our_site_enquires_for_its_visitor(self):
        for number, sender in enumerate((self.olga, "Website <website@ours.example>")):
            self._receive(sender, number=number, extra=f"Reply-To: Vera {number} <vera{number}@example.com>\n")
            vera = self._find(f"Vera {number}")
            self.assertTrue(vera.enquiry_id.acknowledgement_id)
            self.assertEqual(vera.email, f"vera{number}@example.com")
            self.assertIn("I should like to work for you", " ".join(vera.message_ids.mapped("body")))
        self.assertFalse(self._tasks_about_mail())

    @freeze_time("2026-03-02 10:00:00")
    def test_an_answer_to_a_colleague_or_to_us_names_no_visitor(self):
        for number, answered in enumerate((self.officer.email, self.colleague.email, self.address)):
            self._receive(self.olga, number=number, extra=f"Reply-To: {answered}\n")
        self.assertEqual(len(self._tasks_about_mail(self.officer)), 3)

    @freeze_time("2026-03-02 10:00:00")
    def test_anybody_may_type_the_address_of_somebody_whom_we_know(self):
        self._receive("Vera Visitor <vera@example.com>")
        vera = self._find("Vera Visitor")
        vera.state = "closed"
        self._receive(self.olga, subject="Again", extra=VERA)
        self.assertEqual(vera.state, "closed")
        [task] = vera.activity_ids.filtered(lambda task: "may be forged" in task.summary)
        self.assertEqual(task.user_id, self.officer)
        self.assertEqual([row.nature for row in self._rows(vera) if row.summary == "Again"], ["automatic"])
        self.assertIn("Again", vera.message_ids.mapped("subject"), "it is not thrown away")

    @freeze_time("2026-03-02 10:00:00")
    def test_what_a_colleague_passes_on_is_of_nobody_to_whom_they_want_the_answer(self):
        """Their private address, or a mailbox of ours that is no user's: the applicant would wait for ever."""
        carl = f"Carl Colleague <{self.colleague.email}>"
        for number, answered in enumerate(("hr@ours.example", "Carl at Home <carl@home.example>")):
            self._receive(carl, number=number, extra=f"Reply-To: {answered}\n")
        self.assertFalse(self._find("hr") | self._find("Carl at Home"))
        tasks = self._tasks_about_mail()
        self.assertEqual(len(tasks), 2)
        self.assertIn("carl@home.example", tasks[1].note, "whom an answer would reach")

    @freeze_time("2026-03-02 10:00:00")
    def test_a_forged_form_writes_for_nobody(self):
        self._receive(self.olga, extra=DISOWNED + VERA)
        self.assertFalse(self._find("Vera Visitor"))
        self.assertIn("may be forged", self._tasks_about_mail(self.officer).summary)

    @freeze_time("2026-03-02 10:00:00")
    def test_who_recruits_for_another_company_cannot_take_it_down(self):
        other = self.env["res.company"].create({"name": "Company B"})
        ida = self.officer.copy({"login": "ida", "company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        ida.partner_id.email = "ida@ours.example"
        self._receive("Ida <ida@ours.example>", subject="Fwd: Work?")
        self.assertFalse(self._tasks_about_mail(ida))
        self.assertTrue(self._tasks_about_mail(self.officer), "who answers for the address of this company")
