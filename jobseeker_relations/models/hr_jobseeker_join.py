from odoo import api, fields, models
from odoo.tools import SQL

#: What rows of others store of their jobseeker, but for the company, which is the same one, and the contact, which is
#: the merge's to settle.
FOLLOWED = ("adviser_id",)


class HrJobseeker(models.Model):
    """Two relationships that turn out to be one person's become one, and no row is lost.

    Only a hand does this, by merging the two contacts. A model whose rows must differ within one relationship makes
    room for the other's in ``_prepare_join``; everything that merely points to a jobseeker follows by itself.
    """

    _inherit = "hr.jobseeker"

    def _join(self, other):
        """Take over everything of ``other``, which is gone then. Its stages of life are not ours: our state stays.

        :return: the note that says so on the thread
        """
        self.ensure_one()
        words, former = other._describe_for_join(), other.adviser_id
        self.write(self._get_join_vals(other))
        self.message_subscribe(other.message_partner_ids.ids)
        self._prepare_join(other)
        self._move_rows(other)
        other.unlink()
        self.modified([*(name for name, field in self._fields.items() if field.type == "one2many"), *FOLLOWED])
        note = self._message_log(body=words)
        if former - self.adviser_id:
            self._tell_handover({self: former})
        return note

    def _describe_for_join(self):
        self.ensure_one()
        return self.env._(
            "Joined with the relationship of %(name)s <%(email)s>: %(state)s since %(date)s, %(contacts)s contacts, "
            "%(applications)s applications.",
            name=self.name,
            email=self.email or "–",
            state=dict(self._fields["state"]._description_selection(self.env))[self.state],
            date=fields.Date.to_string(self.state_since),
            contacts=len(self.contact_ids),
            applications=len(self.applicant_ids),
        )

    def _get_join_vals(self, other):
        """What the survivor lacks, it takes from the other; what only one of them refused, the person refused."""
        names = (
            "salutation",
            "adviser_id",
            "policy_id",
            "preferred_channel",
            "contact_interval_days",
            "do_not_contact",
        )
        names = [name for name in names if name in self._fields and other[name] and not self[name]]
        if not any(self._get_reach_hours()):
            names += ["reach_from", "reach_to"]  # both of one of them: half of each are hours that nobody asked for
        return {name: self._fields[name].convert_to_write(other[name], other) for name in names}

    def _prepare_join(self, other):
        """Make room in models with a unique index per jobseeker. The ledger of both holds one letter to both once."""
        self.env.flush_all()
        ours = {key: contact for contact in self.contact_ids for key in contact._get_join_keys()}
        doubles = other.contact_ids.filtered(lambda contact: any(key in ours for key in contact._get_join_keys()))
        for double in doubles:
            double.correction_ids.corrects_id = next(ours[key] for key in double._get_join_keys() if key in ours)
        doubles.unlink()
        # sudo: who writes to both of them at this moment announces it again
        self.env["hr.jobseeker.presence"].sudo().search([("jobseeker_id", "=", other.id)]).unlink()
        other._end_stretch("hand")
        self._end_doubled_agreements(other)
        self._make_room_for_follow_ups(other.follow_up_ids)
        self._make_room_for_proposals(other.proposal_ids)

    def _make_room_for_follow_ups(self, theirs):
        """Number the other's past touches below ours: ``occurrence`` counts up, and must not meet them again."""
        if theirs:
            lowest = min(self.follow_up_ids.mapped("occurrence") + [1])
            highest = max(theirs.mapped("occurrence"))
            for row in theirs.sorted("occurrence"):  # downwards, the lowest first: no two meet on the way
                row.occurrence += lowest - 1 - highest
            theirs.flush_recordset()

    def _move_rows(self, other):
        """Move what points to ``other``, by foreign key or by model and id, as core does for contacts.

        Core's list of models with a document is a fixed one, and leaves out scheduled messages, meetings and ratings.
        """
        merge = self.env["base.partner.merge.automatic.wizard"].with_context(active_test=False)
        merge._update_foreign_keys_generic("hr.jobseeker", other, self)
        merge._update_reference_fields_generic("hr.jobseeker", other, self)
        self.env.flush_all()
        for model in self.env.registry.values():
            for field in model._fields.values():
                if field.type == "many2one_reference" and field.store and model._auto and not model._abstract:
                    self._move_documents(other, model._table, field)
        self.env.invalidate_all()

    @api.model
    def _find_followers(self):
        """Stored fields of other models that are what our field of the same name says."""
        return [
            field
            for model in self.env.registry.values()
            if model._auto and not model._abstract
            for field in model._fields.values()
            if field.store and field.related in {f"jobseeker_id.{name}" for name in FOLLOWED}
        ]

    @api.model
    def _mend_followers(self):
        """Rows of relationships that were joined before 19.0.1.4.0 still name the adviser of the one that is gone."""
        self.env.flush_all()
        for field in self._find_followers():
            self.env.cr.execute(
                SQL(
                    "UPDATE %(table)s held SET %(ours)s = person.%(theirs)s FROM hr_jobseeker person"
                    " WHERE person.id = held.jobseeker_id AND held.%(ours)s IS DISTINCT FROM person.%(theirs)s",
                    table=SQL.identifier(self.env[field.model_name]._table),
                    ours=SQL.identifier(field.name),
                    theirs=SQL.identifier(field.related.partition(".")[2]),
                )
            )
        self.env.invalidate_all()

    def _move_documents(self, other, table, field):
        """In SQL: some models forbid to change the document, and here it only changes its number."""
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s SET %(id)s = %(ours)s WHERE %(model)s = %(name)s AND %(id)s = %(theirs)s",
                table=SQL.identifier(table),
                id=SQL.identifier(field.name),
                model=SQL.identifier(field.model_field),
                name=self._name,
                ours=self.id,
                theirs=other.id,
            )
        )


class HrJobseekerContact(models.Model):
    _inherit = "hr.jobseeker.contact"

    def _get_join_keys(self):
        """What may stand only once in one ledger, see the unique indexes."""
        self.ensure_one()
        keys = []
        if self.message_id:
            keys.append(("message", self.message_id, self.direction, self.outcome or ""))
        if self.event_id and not self.corrects_id:
            keys.append(("event", self.event_id))
        return keys
