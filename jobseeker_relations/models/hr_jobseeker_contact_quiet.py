from odoo import api, models

#: What a letter to many, or one that nobody wrote, is in the ledger.
QUIET_NATURES = ("bulk", "automatic")
#: How the facts of the ledger and the clock are computed.
COMPUTES = ("_compute_from_ledger", "_compute_contact_clock")


class HrJobseekerContact(models.Model):
    """Letters to many and letters of machines are most of the ledger, and move neither a fact nor the clock.

    Gap and cap count them when they are asked about. Computing the facts anew would give what is there already, so
    these people are left alone.
    """

    _inherit = "hr.jobseeker.contact"

    @api.model_create_multi
    def create(self, vals_list):
        people = self._find_undisturbed(vals_list)
        computed = [field for field in people._fields.values() if field.compute in COMPUTES] if people else ()
        with self.env.protecting(computed, people):
            return super().create(vals_list)

    @api.model
    def _find_undisturbed(self, vals_list):
        """The people to whom all of these rows are quiet, and whose clock stands as it was computed.

        The engine writes over it when it has looked, and any word lets it look anew; whose clock is to be computed
        anyway waits for that.
        """
        quiet, stirred = set(), set()
        for vals in vals_list:
            (quiet if self._is_quiet(vals) else stirred).add(vals.get("jobseeker_id"))
        # sudo: the clock is the same whoever causes it to be set
        people = self.env["hr.jobseeker"].sudo().browse(quiet - stirred - {None, False})
        for name in ("last_contact_at", "next_contact_at"):
            people -= self.env.records_to_compute(people._fields[name])
        return people.filtered(
            lambda person: (
                person.state != "on_hold" and not person.held_until and person.follow_up_at == person.next_contact_at
            )
        )

    @api.model
    def _is_quiet(self, vals):
        """Whether no fact counts such a row (``_query_ledger``)."""
        return (
            vals.get("direction") == "out"
            and vals.get("nature") in QUIET_NATURES
            and not any(vals.get(name) for name in ("outcome", "corrects_id", "qualifying"))
        )
