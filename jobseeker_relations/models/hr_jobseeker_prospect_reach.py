from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .hr_jobseeker_purpose import POOL


class HrJobseekerProspectSearch(models.Model):
    """What is done with a list: all who were verified are written to, or go into a talent pool."""

    _inherit = "hr.jobseeker.prospect.search"

    def action_write(self):
        """Write one letter to everybody who was verified; see ``hr.jobseeker.prospect.action_write``."""
        return self._get_verified().action_write()

    def action_add_to_pool(self):
        return self._get_verified().action_add_to_pool()

    def _get_verified(self):
        self.ensure_one()
        self.check_access("read")
        return self.env["hr.jobseeker.prospect"].search([("search_id", "=", self.id), ("state", "=", "verified")])


class HrJobseekerProspect(models.Model):
    _inherit = "hr.jobseeker.prospect"

    def action_write(self):
        """Open the composer of one text to many: it says who is left out, who gets it later, and why.

        The document is the person, so each gets one letter, however many applications they have. One person alone is
        one text to many, too: they were chosen by a list.
        """
        people = self._get_verified_people()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write to %s people", len(people)),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": "hr.jobseeker",
                "default_composition_mode": "mass_mail",
                "default_res_domain": repr([("id", "in", people.ids)]),
                "default_email_layout_xmlid": "mail.mail_notification_light",
            },
        }

    def action_add_to_pool(self):
        """Open Odoo's own dialog, with one application or talent for each person who was verified.

        Left out, and counted in the title: who said no to being in a pool, whose permission ran out, and who has no
        application to copy.
        """
        people = self._get_verified_people()
        states = {person: word.state for person, word in people._find_last_words(people, POOL).items()}
        refused = people.filtered(lambda person: states.get(person) == "withdrawn")
        expired = people.filtered(lambda person: states.get(person) == "expired")
        willing = people - refused - expired
        documents = self._choose_documents(willing)
        if not documents:
            raise UserError(
                self.env._(
                    "Nobody can be added: %(refused)s said no to being in a pool, %(without)s have no application.",
                    refused=len(refused),
                    without=len(willing),
                )
                + self._say_expired(expired)
            )
        left_out = len(people) - len(documents)
        title = self.env._("Add %(count)s people to a pool", count=len(documents))
        if left_out:
            title = self.env._(
                "Add %(count)s people to a pool; left out: %(refused)s said no, %(without)s without an application",
                count=len(documents),
                refused=len(refused),
                without=len(willing) - len(documents),
            )
            title += self._say_expired(expired)
        action = documents.action_talent_pool_add_applicants()
        return {**action, "name": title, "display_name": title, "context": {**action["context"], "active_test": False}}

    @api.model
    def _say_expired(self, people):
        states = dict(self.env["hr.jobseeker.consent"]._fields["state"]._description_selection(self.env))
        return f" ({states['expired']}: {len(people)})" if people else ""

    def _get_verified_people(self):
        """:raise UserError: nobody of these was verified"""
        self.check_access("read")
        people = self.filtered(lambda prospect: prospect.state == "verified").jobseeker_id
        if not people:
            raise UserError(self.env._("Nobody is verified yet: look at the people, and verify those who fit."))
        people.check_access("write")
        return people

    @api.model
    def _choose_documents(self, people):
        """The talent of each person, else their newest application, in one query."""
        documents = (
            self.env["hr.applicant"]
            .with_context(active_test=False)
            .search(Domain("jobseeker_id", "in", people.ids), order="id")
        )
        chosen = {}
        for document in documents:
            known = chosen.get(document.jobseeker_id)
            if not known or not known.talent_pool_ids or document.talent_pool_ids:
                chosen[document.jobseeker_id] = document
        return documents.browse(document.id for document in chosen.values())
