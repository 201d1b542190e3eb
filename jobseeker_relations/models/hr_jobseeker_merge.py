from psycopg2 import IntegrityError
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .merge_journal import Journal, Root, put_back

RULE = "merge_undo"
#: In place of what is told no longer.
GONE = "–"
#: Of the relationship that stays, the rows that a merge may change lie here.
NEAR = ("hr_jobseeker", "hr_applicant")


class HrJobseekerMerge(models.Model):
    """Two relationships were made one: who said so, why, when, and until when it can be undone.

    Nobody edits or deletes a row. What the merge changed lies beside it only as long as it can be undone.
    """

    _name = "hr.jobseeker.merge"
    _description = "Merge of Two Jobseekers"
    _inherit = ["hr.jobseeker.kept"]
    _order = "date desc, id desc"
    _rec_name = "former_name"
    _kept_by_the_system = frozenset({"user_id", "date", "undone_at", "undone_by"})
    _never_by_default = frozenset({"user_id", "date", "undone_at", "undone_by"})

    jobseeker_id = fields.Many2one(
        "hr.jobseeker", string="Became One With", required=True, index=True, ondelete="cascade", readonly=True
    )
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True)
    former_name = fields.Char(string="Was Known As", required=True, readonly=True)
    former_number = fields.Integer(readonly=True, index=True, help="The number of the relationship that ended.")
    # its link key
    former_key = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    found = fields.Text(string="What Spoke for It", readonly=True)
    reason = fields.Text(required=True, readonly=True)
    moved = fields.Text(string="What Moved", readonly=True)
    contacts_merged = fields.Boolean(string="Contacts Merged, Too", readonly=True)
    user_id = fields.Many2one(
        "res.users", string="By", required=True, readonly=True, default=lambda self: self.env.user, index=True
    )
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    undo_until = fields.Date(string="Can Be Undone Until", readonly=True, help="The last day; empty: not at all.")
    undone_at = fields.Datetime(readonly=True)
    undone_by = fields.Many2one("res.users", readonly=True)
    undo_data = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    can_undo = fields.Boolean(compute="_compute_can_undo")

    _undo_idx = models.Index("(undo_until) WHERE undo_data IS NOT NULL")

    @api.depends("undo_until", "undone_at", "jobseeker_id.merge_ids.undone_at")
    def _compute_can_undo(self):
        today = fields.Date.today()
        for merge in self:
            # sudo: a later merge of another's hand stands in the way all the same
            later = merge.sudo().jobseeker_id.merge_ids.filtered(
                lambda other, merge=merge: other.id > merge.id and not other.undone_at
            )
            merge.can_undo = bool(merge.undo_until and merge.undo_until >= today and not merge.undone_at and not later)

    # --- made -----------------------------------------------------------------------------------------

    @api.model
    def _merge(self, kept, gone, reason, found="", contacts=False):
        """Make ``gone`` one with ``kept``, keep how it was, and say so on the thread.

        Called as the system: who may is asked before. All of it or nothing: one transaction.

        :param contacts: the two contacts become one, too, by Odoo's own merge
        :return: the row of the log
        """
        contact, former = kept.partner_id, gone.partner_id
        address, greeting = former.email_normalized, gone.greeting_name
        keys = gone.duplicate_keys
        vals = {"found": found, "reason": reason, "contacts_merged": contacts, **self._prepare_former(gone)}
        roots = [Root("hr.jobseeker", "hr_jobseeker", gone.id, kept.id, NEAR)]
        if contacts:
            roots.insert(0, Root("res.partner", "res_partner", former.id, contact.id))
        journal = Journal(self.env, roots)
        journal.begin()
        stops = kept._take_over_stops(gone)
        note = kept._join(gone.with_context(jobseeker_merge_reason=reason))
        kept._take_over_contact(contact, former)
        kept._tell_merged_address(address, greeting)
        if contacts:
            self._merge_contacts(former, contact)
        merge = self._keep_log(kept, vals, journal, {"stops": stops, "address": address, "note": note.id})
        self.env["hr.jobseeker.former.contact"].create(
            {
                "jobseeker_id": kept.id,
                "contact_id": False if contacts else former.id,
                "keys": keys,
                "merge_id": merge.id,
            }
        )
        kept._look_for_duplicates()
        return merge

    @api.model
    def _keep_log(self, kept, vals, journal, further):
        """The row of the log, with how it was before as long as the merge can be undone."""
        until = self._get_undo_until(kept.company_id)
        return self.create(
            {
                **vals,
                "jobseeker_id": kept.id,
                "user_id": self.env.uid,
                "undo_until": until,
                "undo_data": {"journal": journal.end(), **further} if until else False,
            }
        )

    @api.model
    def _prepare_former(self, gone):
        return {
            "former_name": gone.name,
            "former_number": gone.id,
            "former_key": gone.link_key,
            "moved": gone._say_what_moves(),
        }

    @api.model
    def _get_undo_until(self, company):
        rule = self.env["hr.jobseeker.rule"]._find(RULE, company)
        return rule._get_end(fields.Date.today(), company) if rule else False

    @api.model
    def _merge_contacts(self, former, contact):
        """Odoo's own merge, past its question about addresses: that they differ is known, and was looked at."""
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((former | contact).ids, contact, extra_checks=False)

    # --- undone ---------------------------------------------------------------------------------------

    def action_undo(self):
        """Make two relationships of it again: each row goes back to where it was, unless somebody changed it since."""
        self.ensure_one()
        self.check_access("read")
        self.jobseeker_id.check_access("write")
        self.jobseeker_id._check_frozen_data()
        if not self.can_undo:
            raise UserError(self._say_why_not())
        return self.sudo()._undo()._get_own_form()  # sudo: the rows are the system's; who undoes it is named

    def _say_why_not(self):
        if self.undone_at:
            return self.env._("This merge was undone already.")
        if not self.undo_until or self.undo_until < fields.Date.today():
            return self.env._(
                "The time in which this merge could be undone is over. Make a new record for the other person, and "
                "correct by hand what belongs there."
            )
        return self.env._("Others were merged into this person later: undo those first, the latest before the others.")

    def _undo(self):
        """:return: the relationship that is its own again"""
        data, kept, refused = self.undo_data, self.jobseeker_id, self._get_refused()
        address = kept.partner_id.email_normalized
        self.env["hr.jobseeker.former.contact"].search(
            [("jobseeker_id", "=", kept.id), ("merge_id", "=", self.id)]
        ).unlink()
        lost = self._put_back(data["journal"])
        back = kept.browse(self.former_number)
        kept._give_back_stops(data["stops"])
        both = kept | back
        both.modified([name for name, field in both._fields.items() if field.type == "one2many"])
        both.modified(["partner_id"])
        self.env.flush_all()
        self._forget_the_other(data)
        self.write({"undone_at": fields.Datetime.now(), "undone_by": self.env.uid, "undo_data": False})
        self._refuse_in_both(both, refused)
        self._revoke_links_of(back, kept, data)
        if kept.partner_id.email_normalized != address:  # it was the other one's, who reads what went there
            kept._revoke_all_links()
        for person, other in ((kept, back), (back, kept)):
            person._message_log(body=person._say_undone(other, lost))
        both._look_for_duplicates()
        return back

    def _put_back(self, journal):
        """:return: how many rows could not be put back; :raises UserError: the relationship itself cannot"""
        try:
            with self.env.cr.savepoint():
                return put_back(self.env, journal)
        except UniqueViolation as error:
            raise UserError(
                self.env._(
                    "%s has a new relationship since. Merge that one into this person first, and undo both.",
                    self.former_name,
                )
            ) from error
        except IntegrityError as error:
            raise UserError(
                self.env._("The contact of %s was deleted since: this merge cannot be undone.", self.former_name)
            ) from error

    def _revoke_links_of(self, back, kept, data):
        """What was sent of them while they were one, went to the one who stays, and opens nothing any more.

        Of themselves there was no link then: letters of before still lead out of mailings, if the address is theirs.
        """
        key = back.link_key
        back._revoke_all_links(kept.partner_id)
        if back.partner_id.email_normalized == data.get("address"):
            back.link_key = key

    def _forget_the_other(self, data):
        """They are two people again: of the other one nothing stays with this one, in the log or on the thread."""
        self.env["mail.message"].browse(data.get("note")).exists().unlink()
        self.write({"former_name": GONE, "reason": GONE, "found": False, "moved": False})

    @api.autovacuum
    def _gc_undo_data(self):
        """How it was before is kept no longer than it can be undone."""
        self.env.cr.execute(
            SQL(
                "UPDATE hr_jobseeker_merge SET undo_data = NULL WHERE undo_data IS NOT NULL AND undo_until < %s",
                fields.Date.today(),
            )
        )
        self.invalidate_model(["undo_data"])


class HrJobseekerFormerContact(models.Model):
    _inherit = "hr.jobseeker.former.contact"

    merge_id = fields.Many2one("hr.jobseeker.merge", index="btree_not_null", ondelete="set null", readonly=True)
