from odoo import fields

MARKER = "Zyqxwmarker"


class Planting:
    """A word in each place where Odoo's own models keep something of a person, and in ``words``, where that is."""

    def _mark(self, where):
        word = f"{MARKER}{len(self.words):03}x"
        self.words[word] = where
        return word

    def _attachment(self, name, content):
        return self.env["ir.attachment"].create(
            {"name": f"{name}.txt", "raw": content.encode(), "mimetype": "text/plain"}
        )

    def _plant_person(self):
        env, mark = self.env, self._mark
        partner = env["res.partner"].create(
            {
                "name": f"Ann {mark('contact name')}",
                "email": f"{mark('address').lower()}@example.org",
                "phone": "+351912345678",
                "street": mark("street"),
                "comment": mark("note on the contact"),
                "lang": "en_US",
            }
        )
        person = env["hr.jobseeker"].create(
            {
                "partner_id": partner.id,
                "company_id": self.company.id,
                "adviser_id": self.officer.id,
                "salutation": mark("salutation"),
                "hold_reason": mark("hold reason"),
            }
        )
        self._portal_user(partner).signature = mark("signature")
        return partner, person

    def _plant_applications(self, partner, person):
        """An application, which is returned, and a talent."""
        env, mark = self.env, self._mark
        job = self.job
        job.applicant_properties_definition = [{"name": "colour", "string": "Colour", "type": "char"}]
        applicant = env["hr.applicant"].create(
            {
                "partner_name": partner.name,
                "email_from": partner.email,
                "partner_id": partner.id,
                "job_id": job.id,
                "company_id": self.company.id,
                "applicant_notes": f"<p>{mark('application notes')}</p>",
                "applicant_properties": {"colour": mark("property")},
            }
        )
        self.assertEqual(applicant.jobseeker_id, person)
        talent = env["hr.talent.pool"].create({"name": "Pool", "company_id": self.company.id})
        env["hr.applicant"].create(
            {
                "partner_name": partner.name,
                "partner_id": partner.id,
                "email_from": partner.email,
                "talent_pool_ids": [(4, talent.id)],
                "company_id": self.company.id,
                "applicant_notes": mark("talent notes"),
            }
        )
        return applicant

    def _plant_thread(self, partner, person, applicant):
        env, mark = self.env, self._mark
        file = self._attachment(mark("file name"), mark("file content"))
        applicant.message_post(
            body=mark("message"), subject=mark("subject"), attachments=[(f"{mark('attached')}.txt", b"attached")]
        )
        applicant._message_log(body=mark("internal note"))
        person.message_post(
            body=mark("letter to them"),
            partner_ids=partner.ids,
            subtype_xmlid="mail.mt_comment",
            message_type="comment",
        )
        file.write({"res_model": "hr.applicant", "res_id": applicant.id})
        person.with_context(tracking_disable=False).salutation = mark("tracked salutation")
        env.flush_all()
        self.flush_tracking()

    def _plant_diary(self, partner, person, applicant):
        """What is to come, and what was."""
        env, mark = self.env, self._mark
        activity = person.activity_schedule(
            "mail.mail_activity_data_call",
            summary=mark("activity"),
            note=mark("activity note"),
            user_id=self.officer.id,
        )
        activity.action_feedback(feedback=mark("feedback"))
        applicant.activity_schedule("mail.mail_activity_data_todo", summary=mark("open activity"))
        env["mail.scheduled.message"].create(
            {
                "model": "hr.applicant",
                "res_id": applicant.id,
                "body": mark("scheduled"),
                "author_id": self.env.user.partner_id.id,
                "scheduled_date": fields.Datetime.add(fields.Datetime.now(), days=2),
            }
        )
        event = env["calendar.event"].create(
            {
                "name": mark("meeting"),
                "description": mark("meeting description"),
                "location": mark("meeting place"),
                "start": "2026-12-01 10:00:00",
                "stop": "2026-12-01 11:00:00",
                "partner_ids": [(6, 0, (partner | self.officer.partner_id).ids)],
                "applicant_id": applicant.id,
            }
        )
        self._attachment("copy.txt", mark("copied CV")).write({"res_model": "calendar.event", "res_id": event.id})

    def _plant_mail(self, partner):
        env, mark = self.env, self._mark
        env["sms.sms"].create({"partner_id": partner.id, "number": partner.phone, "body": mark("text message")})
        env["mail.mail"].create(
            {
                "subject": mark("queued subject"),
                "body_html": mark("queued body"),
                "email_to": partner.email,
                "recipient_ids": [(4, partner.id)],
            }
        )
        message = env["mail.message"].create(
            {
                "model": "res.partner",
                "res_id": partner.id,
                "body": mark("on the contact"),
                "email_from": partner.email,
                "reply_to": partner.email,
                "incoming_email_to": f"{mark('address of somebody else')}@example.org",
                "incoming_email_cc": f"{mark('second address of somebody else')}@example.org",
            }
        )
        env["mail.notification"].create(
            {"mail_message_id": message.id, "notification_type": "email", "mail_email_address": partner.email}
        )

    def _plant_survey(self, partner):
        survey = self.env["survey.survey"].create({"title": "Ours"})
        question = self.env["survey.question"].create(
            {"survey_id": survey.id, "title": "Why?", "question_type": "text_box"}
        )
        answers = self.env["survey.user_input"].create(
            {"survey_id": survey.id, "partner_id": partner.id, "email": partner.email, "nickname": self._mark("nick")}
        )
        self.env["survey.user_input.line"].create(
            {
                "user_input_id": answers.id,
                "question_id": question.id,
                "answer_type": "text_box",
                "value_text_box": self._mark("answer"),
            }
        )
