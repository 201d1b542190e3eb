from odoo import api, fields, models
from odoo.exceptions import UserError

OFFICER = "jobseeker_relations.group_data_protection_officer"
#: Where an application stands, and with whom: Odoo writes these for a whole job or column at once.
MOVES = frozenset(
    {
        "active",
        "date_closed",
        "date_last_stage_update",
        "date_open",
        "interviewer_ids",
        "kanban_state",
        "last_stage_id",
        "refuse_date",
        "refuse_reason_id",
        "sequence",
        "stage_id",
        "user_id",
    }
)
#: What says who somebody is.
IDENTITY = frozenset({"name", "email", "phone", "street", "street2", "zip", "city", "country_id", "vat", "active"})


class HrJobseeker(models.Model):
    """Data that is frozen (GDPR art. 18; compliance.md §8 item 51): it is kept, and used for nothing.

    No bulk letter and no follow-up (``contact_block``), no referral (``_is_frozen``), and no edit but by the data
    protection officer. What the system hears by itself, a letter from the person say, is still recorded.
    """

    _inherit = "hr.jobseeker"

    restricted_at = fields.Datetime(
        string="Frozen Since", readonly=True, copy=False, help="The person asked us to freeze their data."
    )
    contact_block = fields.Selection(selection_add=[("restricted", "Asked us to freeze their data")])

    _restricted_idx = models.Index("(restricted_at) WHERE restricted_at IS NOT NULL")

    @api.depends("restricted_at")
    def _compute_contact_block(self):
        result = super()._compute_contact_block()
        self.filtered("restricted_at").contact_block = "restricted"
        return result

    def _is_frozen(self):
        """Whether nothing may be done with this person's data: whoever refers somebody asks before."""
        self.ensure_one()
        return bool(self.sudo().restricted_at)  # sudo: a question that whoever acts has to ask

    def _say_gate(self, verdict):
        if verdict.reason == "restricted":
            return self.env._("Asked us to freeze their data.")
        return super()._say_gate(verdict)

    @api.model
    def _explain_blocked(self, jobseeker):
        if jobseeker.contact_block == "restricted":
            return self.env._("Blocked: %s asked us to freeze their data.", jobseeker.name)
        return super()._explain_blocked(jobseeker)

    def write(self, vals):
        self._check_frozen_data()
        result = super().write(vals)
        if vals.get("state", "closed") != "closed":
            # they are with us again: what was promised was about what was before
            self.sudo().filtered("erasure_owed")._take_back_erasure()  # sudo: the system's own mark
        return result

    def _take_back_erasure(self):
        """Nothing of these people goes any more by what they asked before."""
        self.write({"erasure_owed": False, "erasure_owed_at": False})
        for person in self:
            person._message_log(
                body=person._for_colleagues().env._(
                    "They came back after they had asked for erasure: what was kept does not go by itself any more. "
                    "Ask the data protection officer whether the freeze is to be lifted."
                )
            )

    def unlink(self):
        self._check_frozen_data()
        return super().unlink()

    def _check_frozen_data(self):
        """Raise UserError where one of these people's data is frozen, and the user is not its officer."""
        if self.env.su or self.env.user.has_group(OFFICER):
            return
        for person in self.sudo():  # sudo: a fact that binds everybody, whoever may read it
            if person.restricted_at:
                raise UserError(
                    self.env._(
                        "%s asked us to freeze their data: nothing is changed until the data protection officer lifts "
                        "that.",
                        person._get_name_for(self.env),
                    )
                )

    def _freeze(self):
        """Freeze the data of these people from now on; letters that wait for them do not go."""
        people = self.filtered(lambda person: not person.restricted_at)
        people.sudo().write({"restricted_at": fields.Datetime.now()})  # sudo: the officer's request was checked
        people._end_stretch("restricted")
        for person in people:
            person._message_log(body=person._for_colleagues().env._("Their data is frozen, as they asked."))

    def _unfreeze(self, reason):
        for person in self.filtered("restricted_at"):
            # what a duty kept is theirs again: it is not owed that it goes. sudo: as above
            person.sudo().write({"restricted_at": False, "erasure_owed": False, "erasure_owed_at": False})
            body = person._for_colleagues().env._("Their data is no longer frozen: %s", reason)
            person._message_log(body=body)


class HrJobseekerKept(models.AbstractModel):
    """Facts of a person whose data is frozen stay as they are."""

    _inherit = "hr.jobseeker.kept"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_frozen_person()
        return records

    def write(self, vals):
        self._check_frozen_person()
        return super().write(vals)

    def unlink(self):
        self._check_frozen_person()
        return super().unlink()

    def _check_frozen_person(self):
        if not self.env.su and "jobseeker_id" in self._fields:
            self.jobseeker_id._check_frozen_data()


class HrApplicant(models.Model):
    _inherit = "hr.applicant"

    def write(self, vals):
        if not self.env.su and vals.keys() - MOVES:
            # sudo: the relationship is not everybody's to read, and its freeze binds everybody
            self.sudo().jobseeker_id.with_env(self.env)._check_frozen_data()
        return super().write(vals)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        """Who somebody is stays as it is while their data is frozen.

        Only who sees the relationship is told no: that somebody looks for work is not for everybody with contacts.
        """
        if not self.env.su and IDENTITY & vals.keys() and self.env["hr.jobseeker"].has_access("read"):
            frozen = [("partner_id", "in", self.ids), ("restricted_at", "!=", False)]
            self.env["hr.jobseeker"].search(frozen)._check_frozen_data()
        return super().write(vals)
