from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ..rules.page_text import text

LONGEST_REASON = 2000
#: What is shown of both, in this order; what is empty in both is left out.
SHOWN = (
    "name",
    "email",
    "phone",
    "salutation",
    "lang",
    "state",
    "state_since",
    "adviser_id",
    "seeking",
    "preferred_channel",
    "contact_interval_days",
    "do_not_contact",
    "contact_block",
    "last_contact_at",
    "create_date",
)


class HrJobseekerMergeDialog(models.TransientModel):
    """Shows two people side by side, and what will hold of the one that they become; asks why they are one."""

    _name = "hr.jobseeker.merge.dialog"
    _description = "Merge Two Jobseekers"
    _inherit = ["hr.jobseeker.asked"]

    kept_id = fields.Many2one("hr.jobseeker", string="Stays", required=True, ondelete="cascade")
    gone_id = fields.Many2one("hr.jobseeker", string="Becomes One With It", required=True, ondelete="cascade")
    duplicate_id = fields.Many2one("hr.jobseeker.duplicate", ondelete="set null")
    found = fields.Text(string="What Speaks for It", compute="_compute_found")
    comparison = fields.Html(string="Side by Side", compute="_compute_comparison", sanitize=False)
    warning = fields.Text(compute="_compute_warning")
    merge_contacts = fields.Boolean(
        string="Merge the two contacts, too",
        help="By Odoo's own merge: addresses, invoices and messages of the other contact become this one's. Otherwise "
        "the other contact stays as it is, and what comes from it belongs to this relationship.",
    )
    may_merge_contacts = fields.Boolean(compute="_compute_may_merge_contacts")
    contacts_note = fields.Char(compute="_compute_may_merge_contacts")
    undo_until = fields.Date(compute="_compute_undo_until")
    reason = fields.Text(help="Kept in the log with your name, and on the person's thread.")

    @api.model_create_multi
    def create(self, vals_list):
        """Whom its user may not change, a dialog tells nothing of."""
        dialogs = super().create(vals_list)
        dialogs._check_people()
        return dialogs

    def write(self, vals):
        result = super().write(vals)
        self._check_people()
        return result

    def _check_people(self):
        (self.kept_id | self.gone_id).check_access("write")

    @api.depends("kept_id", "gone_id", "duplicate_id")
    def _compute_found(self):
        for dialog in self:
            link = dialog.duplicate_id
            fits = link and link.jobseeker_id | link.other_id == dialog.kept_id | dialog.gone_id
            dialog.found = link.explanation if fits else False

    @api.depends("kept_id", "gone_id")
    def _compute_may_merge_contacts(self):
        for dialog in self:
            both = dialog.kept_id | dialog.gone_id
            dialog.may_merge_contacts, dialog.contacts_note = both._may_merge_contacts()

    @api.depends("kept_id")
    def _compute_undo_until(self):
        for dialog in self:
            dialog.undo_until = self.env["hr.jobseeker.merge"]._get_undo_until(dialog.kept_id.company_id)

    @api.depends("kept_id", "gone_id")
    def _compute_warning(self):
        """Who writes to or rings either of them now, whose page opens nothing afterwards, and whose shows both."""
        for dialog in self:
            both = dialog.kept_id | dialog.gone_id
            lines = [
                f"{person.name}: {sentence}" for person in both for _user, sentence in person._get_busy_colleagues()
            ]
            if dialog.gone_id.portal_access != "none":
                lines.append(
                    self.env._(
                        "%s has an account for their page. It opens nothing any more, unless the contacts are merged, "
                        "too.",
                        dialog.gone_id.name,
                    )
                )
            if dialog.kept_id.portal_access != "none":
                # sudo: the account is nobody's to read, and who logs in with it sees all of this
                logins = dialog.kept_id.sudo().partner_id.user_ids.mapped("login")
                lines.append(
                    self.env._("Whoever logs in as %s sees everything of both from now on.", ", ".join(logins) or "–")
                )
            dialog.warning = "\n".join(lines)

    # --- side by side ---------------------------------------------------------------------------------

    @api.depends("kept_id", "gone_id")
    @api.depends_context("lang", "tz")
    def _compute_comparison(self):
        for dialog in self:
            dialog.comparison = dialog._make_table() if dialog.kept_id and dialog.gone_id else False

    def _make_table(self):
        rows = [*self._get_field_rows(), *self._get_permission_rows(), *self._get_count_rows()]
        head = (self.env._("What"), self.env._("Stays"), self.env._("Other"), self.env._("Afterwards"))
        cells = Markup().join(
            Markup("<tr><th scope='row'>%s</th><td>%s</td><td>%s</td><td class='fw-bold'>%s</td></tr>") % row
            for row in rows
        )
        heads = Markup().join(Markup("<th scope='col'>%s</th>") % one for one in head)
        return Markup("<table class='table table-sm'><thead><tr>%s</tr></thead><tbody>%s</tbody></table>") % (
            heads,
            cells,
        )

    def _get_field_rows(self):
        kept, gone = self.kept_id, self.gone_id
        # sudo: what a merge takes over does not depend on who looks; both people are the user's to change
        taken = kept.sudo()._get_join_vals(gone.sudo())
        stopped = gone.contact_block in ("blacklisted", "do_not_contact")
        for name in SHOWN:
            field = kept._fields[name]
            mine, theirs = (self._say_value(field, person) for person in (kept, gone))
            if mine or theirs:
                after = theirs if name in taken else mine
                if name == "do_not_contact" and stopped:
                    after = self.env._("Yes")
                elif name in ("contact_block", "last_contact_at"):
                    after = self._say_later(name, mine, theirs)
                yield field._description_string(self.env), mine, theirs, after

    def _say_value(self, field, person):
        value = person[field.name]
        if field.type == "boolean":
            return self.env._("Yes") if value else ""
        if not value:
            return ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "many2one":
            return value.display_name
        if field.type == "datetime":
            return format_datetime(self.env, value)
        return str(value)

    def _say_later(self, name, mine, theirs):
        """A block of either holds; the later contact is the last one."""
        if name == "contact_block" or not (mine and theirs):
            return mine or theirs
        return mine if self.kept_id[name] >= self.gone_id[name] else theirs

    def _get_permission_rows(self):
        """The last word of each on every purpose: a no of one of them is a no."""
        words = [person.sudo()._get_last_words() for person in (self.kept_id, self.gone_id)]  # sudo: as above
        for code in dict.fromkeys([*words[0], *words[1]]):
            both = [some.get(code) for some in words]
            said = [self._say_word(word) for word in both]
            no = next((text for word, text in zip(both, said, strict=True) if word and word.state == "withdrawn"), None)
            purpose = next(word for word in both if word).purpose_id.name
            yield purpose, *said, no or said[0] or said[1]

    def _say_word(self, word):
        return dict(word._fields["state"]._description_selection(self.env))[word.state] if word else ""

    def _get_count_rows(self):
        kept, gone = self.kept_id, self.gone_id
        labels = {
            "applicant_count": self.env._("Applications"),
            "contact_count": self.env._("Contacts"),
            "need_count": self.env._("Open needs"),
        }
        for name, label in labels.items():
            mine, theirs = kept[name], gone[name]
            if mine or theirs:
                yield label, mine, theirs, mine + theirs

    # --- buttons --------------------------------------------------------------------------------------

    def action_swap(self):
        """The other one stays."""
        self.ensure_one()
        self.write({"kept_id": self.gone_id.id, "gone_id": self.kept_id.id})
        return self._get_form_action(self.env._("Merge two jobseekers"), "hr_jobseeker_merge_dialog_view_form") | {
            "context": {"dialog_size": "large"}
        }

    def action_merge(self):
        """Do it, and open the person."""
        self.ensure_one()
        self._check_people()
        kept, gone = self.kept_id, self.gone_id
        reason = text(self.reason, LONGEST_REASON)
        if not reason:
            raise UserError(self.env._("Say why they are one person: it is kept with your name."))
        (kept | gone)._check_mergeable()
        if self.merge_contacts and not self.may_merge_contacts:
            raise UserError(self.contacts_note)
        found = self.found or ""
        # sudo: rows move whoever's they are; both people are the user's to change, and who did it is named
        self.env["hr.jobseeker.merge"].sudo()._merge(
            kept.sudo(), gone.sudo(), reason, found, contacts=self.merge_contacts
        )
        return kept._get_own_form()
