from odoo import api, fields, models
from odoo.exceptions import UserError


class HrJobseeker(models.Model):
    """What a recruiter does with a person: the buttons of lists and forms, for one or for several people."""

    _inherit = "hr.jobseeker"

    contact_count = fields.Integer(compute="_compute_contact_count")
    follow_up_count = fields.Integer(compute="_compute_follow_up_count")

    @api.depends("contact_ids")
    def _compute_contact_count(self):
        self._compute_count("contact_count", "hr.jobseeker.contact")

    @api.depends("follow_up_ids")
    def _compute_follow_up_count(self):
        self._compute_count("follow_up_count", "hr.jobseeker.follow.up")

    def _compute_count(self, name, model):
        counts = dict(self.env[model]._read_group([("jobseeker_id", "in", self.ids)], ["jobseeker_id"], ["__count"]))
        for jobseeker in self:
            jobseeker[name] = counts.get(jobseeker._origin, 0)

    # --- in touch ---------------------------------------------------------------------------------

    def action_log_contact(self):
        self.check_access("write")
        if len(self) == 1:
            return super().action_log_contact()
        return self._get_dialog("hr.jobseeker.contact.log", self.env._("Log a contact with %s people", len(self)))

    def action_write_letter(self):
        """Open the mail composer for this one person; a letter written by hand is the adviser's own decision."""
        return self._get_composer(self.env._("Write to %s", self.name))

    def action_send_closing_letter(self):
        template = self.env.ref("jobseeker_relations.mail_template_closing", raise_if_not_found=False)
        return self._get_composer(self.env._("Closing letter to %s", self.name), template)

    def _get_composer(self, title, template=None):
        self.ensure_one()
        self.check_access("write")
        if not self.partner_id.email_normalized:
            raise UserError(self.env._("%s has no valid e-mail address. Add one, or ring.", self.name))
        context = {
            "default_model": "hr.jobseeker",
            "default_res_ids": self.ids,
            "default_composition_mode": "comment",
            "default_partner_ids": self.partner_id.ids,
            "default_email_layout_xmlid": "mail.mail_notification_light",
            "force_email": True,
        }
        if template:
            context["default_template_id"] = template.id
        else:  # core would take the name of the record, which is the reader's own
            letter = self.with_context(lang=self.partner_id.lang or self.env.lang)
            context["default_subject"] = letter.env._("Your search with %s", self.company_id.name)
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": context,
        }

    # --- life cycle -------------------------------------------------------------------------------

    def action_snooze(self):
        return self._get_dialog("hr.jobseeker.snooze", self.env._("Snooze"))

    def action_hold(self):
        return self._get_dialog("hr.jobseeker.hold", self.env._("Put on hold"))

    def action_end_hold(self):
        self.check_access("write")
        self.filtered(lambda jobseeker: jobseeker.state == "on_hold")._resume_after_hold()

    def action_activate(self):
        """Work with this person begins, or begins again."""
        self.check_access("write")
        self.write({"state": "active"})

    def action_place(self):
        return self._get_dialog("hr.jobseeker.place", self.env._("Mark as placed"))

    def action_close(self):
        return self._get_dialog("hr.jobseeker.close", self.env._("Close"))

    def action_assign(self):
        return self._get_dialog("hr.jobseeker.assign", self.env._("Assign"))

    def _get_dialog(self, model, title):
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": f"{title}: {self.name}" if len(self) == 1 else title,
            "res_model": model,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_jobseeker_ids": self.ids, "dialog_size": "medium"},
        }

    # --- looking ----------------------------------------------------------------------------------

    def action_open_contacts(self):
        return self._get_related("jobseeker_relations.hr_jobseeker_contact_action")

    def action_open_follow_ups(self):
        return self._get_related("jobseeker_relations.hr_jobseeker_follow_up_action")

    def _get_related(self, xml_id):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        return dict(action, domain=[("jobseeker_id", "=", self.id)], context={})
