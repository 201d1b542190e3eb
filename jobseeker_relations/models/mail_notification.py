from odoo import api, models


class MailNotification(models.Model):
    """The envelope in the chatter says of a stopped letter that it was not sent."""

    _inherit = "mail.notification"

    @api.model_create_multi
    def create(self, vals_list):
        # sudo: who posts may not read the mail queue
        mails = (
            self.env["mail.mail"].sudo().browse(vals["mail_mail_id"] for vals in vals_list if vals.get("mail_mail_id"))
        )
        stopped = {mail.id: mail for mail in mails if mail.jobseeker_gate_reason}
        for vals in vals_list if stopped else ():
            mail = stopped.get(vals.get("mail_mail_id"))
            if mail and (mail.state == "cancel" or self._is_left_out(vals, mail)):
                vals.update(
                    notification_status="canceled",
                    failure_type=mail.failure_type or "mail_optout",
                    failure_reason=mail._say_openly(),
                )
        return super().create(vals_list)

    @api.model
    def _is_left_out(self, vals, mail):
        partner = vals.get("res_partner_id")
        return mail.state == "outgoing" and partner and partner not in mail.recipient_ids.ids

    @api.model
    def _prepare_queued_vals(self, message, partner, **vals):
        """What makes the envelope say queued, sent, failed or bounced, as for any other message.

        :param vals: what carries the message: its type, and the mail or text message
        """
        return {
            "author_id": message.author_id.id,
            "mail_message_id": message.id,
            "res_partner_id": partner.id,
            "notification_status": "ready",
            "is_read": True,
            **vals,
        }
