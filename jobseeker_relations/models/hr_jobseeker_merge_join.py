from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger

from .hr_jobseeker_purpose import EMAIL, SMS
from .hr_jobseeker_suppression import ANY

#: What a colleague's answer consists of.
ANSWERED = ("answer", "answered_by", "answered_at")


class HrJobseeker(models.Model):
    """What becoming one means beyond ``_join``, which moves the rows: contacts, refusals, suggestions, what is said."""

    _inherit = "hr.jobseeker"

    merge_ids = fields.One2many("hr.jobseeker.merge", "jobseeker_id", string="Merged Into This", readonly=True)
    merge_count = fields.Integer(compute="_compute_merge_count")

    @api.depends("merge_ids")
    def _compute_merge_count(self):
        counts = dict(
            self.env["hr.jobseeker.merge"]._read_group(
                [("jobseeker_id", "in", self.ids)], ["jobseeker_id"], ["__count"]
            )
        )
        for person in self:
            person.merge_count = counts.get(person._origin, 0)

    def action_open_merges(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_merge_action")
        return {**action, "domain": [("jobseeker_id", "=", self.id)]}

    # --- may they -------------------------------------------------------------------------------------

    def _check_mergeable(self):
        """Raise where two relationships cannot become one by hand."""
        people = self.sudo()  # sudo: a freeze stands in the way of whoever may not see it
        if len(people) != 2 or len(people.company_id) != 1:
            raise UserError(self.env._("Two people of one company can become one, two at a time."))
        links = people.env["hr.jobseeker.duplicate"]
        if links.search_count(
            [("jobseeker_id", "in", self.ids), ("other_id", "in", self.ids), ("answer", "=", "different")], limit=1
        ):
            raise UserError(self.env._("Somebody said that these are two people: ask again first."))
        for person in people.filtered("restricted_at"):
            raise UserError(
                self.env._(
                    "%s asked us to freeze their data: nothing of it is changed or moved until the data protection "
                    "officer lifts that.",
                    person.name,
                )
            )

    def _may_merge_contacts(self):
        """Whether the two contacts may become one, too: not where anybody else's relationship depends on one of them.

        :return: (whether, why not)
        """
        contacts = self.sudo().partner_id  # sudo: whether others know them, not who
        if not self.env.user.has_group("base.group_partner_manager"):
            return False, self.env._("You may not merge contacts.")
        known = Domain("partner_id", "in", contacts.ids) & Domain("company_id", "not in", self.company_id.ids)
        former = self.env["hr.jobseeker.former.contact"]._find_of(contacts).values()
        elsewhere = any(people.company_id - self.sudo().company_id for people in former)  # sudo: as above
        if elsewhere or self.sudo().search_count(known, limit=1):  # sudo: as above
            return False, self.env._("Another company of ours knows one of these contacts, too: they stay two.")
        if len(contacts.with_context(active_test=False).user_ids) > 1:
            return False, self.env._("Both contacts have a user account: they stay two.")
        if any(contact._is_colleague() for contact in contacts):
            return False, self.env._("One of them is a colleague: the contacts stay two.")
        return True, ""

    # --- what follows ---------------------------------------------------------------------------------

    def _take_over_stops(self, gone):
        """Of two words on whether we may write to a person, the stricter holds; only in this company.

        ``_join`` does so for what stands on the relationship and its consents. An address that said no to everybody
        says so for the person: they are not written to under the other one either.

        :return: ids of the rows of suppression that were made for it
        """
        Suppression = self.env["hr.jobseeker.suppression"]
        contact = gone.partner_id
        codes = {code for code in (ANY, EMAIL, SMS) if gone in Suppression._find(gone, code)}
        if contact.phone_sanitized and self.env["phone.blacklist"].search_count(
            [("number", "=", contact.phone_sanitized)], limit=1
        ):
            codes.add(SMS)
        if gone.contact_block in ("blacklisted", "do_not_contact") or ANY in codes:
            self.do_not_contact = True
        before = Suppression.search([("company_id", "=", self.company_id.id)], order="id desc", limit=1).id or 0
        for code in sorted(codes - {ANY}):
            Suppression._keep(self, code)
        return Suppression.search([("company_id", "=", self.company_id.id), ("id", ">", before)]).ids

    def _give_back_stops(self, numbers):
        self.env["hr.jobseeker.suppression"].browse(numbers).exists().unlink()

    def _take_over_contact(self, contact, former):
        """Applications name the contact that the person has now, and every row of theirs does."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE hr_applicant SET partner_id = %s WHERE jobseeker_id = %s AND partner_id = %s",
                contact.id,
                self.id,
                former.id,
            )
        )
        self.env.invalidate_all()
        self.modified(["partner_id"])
        self.env.flush_all()

    def _prepare_join(self, other):
        """Suggestions about the other end; that it is not a third person was said of this one, too."""
        links = other._search_duplicates()
        ours = {_other(link, self): link for link in self._search_duplicates()}
        for link in links.filtered(lambda link: link.answer == "different"):
            third = _other(link, other)
            own = ours.get(third)
            if own and own.answer == "open":
                own.write({name: link._fields[name].convert_to_write(link[name], link) for name in ANSWERED})
            elif not own and third != self:
                first, second = sorted((self, third), key=lambda person: person.id)
                link.copy({"jobseeker_id": first.id, "other_id": second.id, "group_id": False})
        links.unlink()
        return super()._prepare_join(other)

    def _move_rows(self, other):
        """Rows that a unique index lets stand once: a model of another part may have one, and nobody has to name it.

        Whoever extends ``_prepare_join`` for a model decides better which of two rows stays. Of the others ours does.
        """
        self.env.flush_all()
        for table, column in self.env.execute_query(SQL(_UNIQUE, table=self._table)):
            if not self._move_at_once(table, column, other):
                self._move_one_by_one(table, column, other)
        return super()._move_rows(other)

    def _move_at_once(self, table, column, other):
        try:
            with self.env.cr.savepoint(flush=False), mute_logger("odoo.sql_db"):
                self.env.cr.execute(
                    SQL(
                        "UPDATE %(table)s SET %(column)s = %(ours)s WHERE %(column)s = %(theirs)s",
                        table=SQL.identifier(table),
                        column=SQL.identifier(column),
                        ours=self.id,
                        theirs=other.id,
                    )
                )
        except UniqueViolation:
            return False
        return True

    def _move_one_by_one(self, table, column, other):
        """What meets a row of ours goes; how it was lies in the journal of the merge."""
        rows = self.env.execute_query(
            SQL("SELECT id FROM %s WHERE %s = %s ORDER BY id", SQL.identifier(table), SQL.identifier(column), other.id)
        )
        for [number] in rows:
            try:
                with self.env.cr.savepoint(flush=False), mute_logger("odoo.sql_db"):
                    self.env.cr.execute(
                        SQL(
                            "UPDATE %s SET %s = %s WHERE id = %s",
                            *(SQL.identifier(table), SQL.identifier(column), self.id, number),
                        )
                    )
            except UniqueViolation:
                self.env.cr.execute(SQL("DELETE FROM %s WHERE id = %s", SQL.identifier(table), number))

    # --- said -----------------------------------------------------------------------------------------

    def _describe_for_join(self):
        note, reason = super()._describe_for_join(), self.env.context.get("jobseeker_merge_reason")
        return self.env._("%(note)s Why: %(reason)s", note=note, reason=reason) if reason else note

    def _say_what_moves(self):
        """How many rows of which kind: the same models that ``_move_rows`` moves, without naming one here."""
        lines = []
        for model, field in self._find_rows_about():
            count = self.env[model].with_context(active_test=False).search_count([(field, "=", self.id)])
            if count:
                # sudo: the name of a model
                lines.append(f"{self.env['ir.model'].sudo()._get(model).name}: {count}")
        return "\n".join(sorted(lines))

    def _find_rows_about(self):
        """(model, field) of everything that belongs to a jobseeker."""
        return [
            (model._name, field.name)
            for model in self.env.registry.values()
            if model._auto and not model._abstract and not model._transient
            for field in model._fields.values()
            if field.type == "many2one"
            and field.store
            and field.comodel_name == "hr.jobseeker"
            and field.name == "jobseeker_id"
            and model._name not in ("hr.jobseeker.presence", "hr.jobseeker.duplicate", "hr.jobseeker.merge")
        ]

    def _say_undone(self, other, lost):
        words = self.env._(
            "Two people again: %(name)s has a relationship of their own once more. What was new since the merge stays "
            "where it was entered.",
            name=f"#{other.id}",  # no name: of the other person nothing stays on this thread
        )
        if lost:
            words += " " + self.env._("%s rows could not be put back: what they belonged to is gone.", lost)
        return words

    def _get_merge_action(self, link):
        """The dialog about two people; which of them stays, it proposes and its user chooses."""
        self._check_mergeable()
        kept, gone = self._rank_for_merge()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge two jobseekers"),
            "res_model": "hr.jobseeker.merge.dialog",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_kept_id": kept.id,
                "default_gone_id": gone.id,
                "default_duplicate_id": link.id,
                "dialog_size": "large",
            },
        }

    def _rank_for_merge(self):
        """The one that runs before one that is over, the one with more of a history, the older one."""
        # sudo: how much there is, also of what the user may not see
        return self.sorted(lambda one: (one.state == "closed", -one.sudo().contact_count, one.id))


#: Columns that point to a table and stand in a unique index of more than themselves.
_UNIQUE = """
    SELECT DISTINCT own.relname, att.attname
      FROM pg_constraint key
      JOIN pg_class own ON own.oid = key.conrelid
      JOIN pg_attribute att ON att.attrelid = key.conrelid AND att.attnum = key.conkey[1]
      JOIN pg_index idx ON idx.indrelid = key.conrelid AND idx.indisunique AND att.attnum = ANY(idx.indkey)
     WHERE key.contype = 'f' AND cardinality(key.conkey) = 1 AND key.confrelid = quote_ident(%(table)s)::regclass
       AND EXISTS (SELECT FROM pg_attribute id WHERE id.attrelid = key.conrelid AND id.attname = 'id')
"""


def _other(link, person):
    return link.other_id if link.jobseeker_id == person else link.jobseeker_id
