from markupsafe import escape

from odoo import api, models

from .hr_jobseeker_still_looking import LINK_DAYS, OPEN_ADDRESS, PURPOSE


class MailMail(models.Model):
    """The letter that a person receives opens their page without an account; its copies in Odoo do not.

    Colleagues, and whoever else follows the thread, must not be able to answer for the person, so the link is put in
    where the letter goes to nobody but the person.
    """

    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        mails = super().create(vals_list)
        asking = mails.filtered(lambda mail: mail.model == "hr.jobseeker" and OPEN_ADDRESS in (mail.body_html or ""))
        if asking:
            asking._put_links_in()
        return mails

    def _put_links_in(self):
        # sudo: who sends a letter need not be a recruiter; the link goes to the person alone
        people = {person.id: person for person in self.env["hr.jobseeker"].sudo().browse(self.mapped("res_id"))}
        for mail in self:
            person = people[mail.res_id]
            if mail.recipient_ids == person.partner_id and not (mail.email_to or mail.email_cc):
                link = escape(person._get_link(PURPOSE, LINK_DAYS))
                mail.body_html = mail.body_html.replace(person.still_looking_link, link)
