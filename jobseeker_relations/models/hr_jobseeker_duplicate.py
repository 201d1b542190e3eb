from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules.duplicate import MUCH_TEXT, STRENGTHS, judge

ANSWERS = [("open", "To look at"), ("different", "Not the same person")]
NAMES = [
    ("same", "The same name"),
    ("order", "The same name in another order"),
    ("script", "The same name in another script or spelling"),
    ("part", "One name contains the other"),
    ("given", "The same given name"),
    ("family", "The same family name"),
    ("other", "Different names"),
]


class HrJobseekerDuplicate(models.Model):
    """Two people of one company who may be one, and why: a suggestion that somebody looks at.

    Rows are the system's: it finds them, and takes them back when nothing speaks for them any more. What a colleague
    answered stays, so that the same question is not asked twice.
    """

    _name = "hr.jobseeker.duplicate"
    _description = "Two Jobseekers Who May Be the Same"
    _inherit = ["hr.jobseeker.kept"]
    _order = "id desc"
    _rec_name = "jobseeker_id"

    jobseeker_id = fields.Many2one("hr.jobseeker", string="One", required=True, ondelete="cascade", readonly=True)
    other_id = fields.Many2one(
        "hr.jobseeker", string="And", required=True, index=True, ondelete="cascade", readonly=True
    )
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True, precompute=True)
    group_id = fields.Many2one(
        "hr.jobseeker.duplicate.group", index="btree_not_null", ondelete="set null", readonly=True
    )

    same_email = fields.Boolean(readonly=True)
    same_phone = fields.Boolean(readonly=True)
    same_file = fields.Boolean(readonly=True)
    text_overlap = fields.Integer(string="CV Text in Common (%)", readonly=True)
    names = fields.Selection(NAMES, required=True, readonly=True)
    strength = fields.Selection(
        [("weak", "Hardly"), ("likely", "Perhaps"), ("strong", "Very likely")],
        string="The Same?",
        compute="_compute_strength",
        store=True,
        precompute=True,
        readonly=True,
    )
    explanation = fields.Text(string="Why", compute="_compute_explanation")
    in_touch = fields.Text(string="In Touch Now", compute="_compute_in_touch")

    answer = fields.Selection(ANSWERS, default="open", required=True, readonly=True)
    answered_by = fields.Many2one("res.users", readonly=True)
    answered_at = fields.Datetime(readonly=True)

    _pair_unique = models.UniqueIndex("(jobseeker_id, other_id)", "These two are suggested already.")
    _older_first = models.Constraint("CHECK(jobseeker_id < other_id)", "The older record stands first.")
    _open_idx = models.Index("(id) WHERE answer = 'open'")

    @api.depends("same_email", "same_phone", "same_file", "text_overlap", "names")
    def _compute_strength(self):
        for link in self:
            link.strength = judge(link._get_signs(), link.names) or STRENGTHS[0]

    def _get_signs(self):
        self.ensure_one()
        signs = {
            "email": self.same_email,
            "phone": self.same_phone,
            "file": self.same_file,
            "text": self.text_overlap >= MUCH_TEXT,
        }
        return {sign for sign, given in signs.items() if given}

    @api.depends("same_email", "same_phone", "same_file", "text_overlap", "names", "jobseeker_id", "other_id")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for link in self:
            link.explanation = ";\n".join(link._say_reasons())

    def _say_reasons(self):
        """What speaks for it, and what against it, a sentence each."""
        self.ensure_one()
        person, lines = self.jobseeker_id, []
        if self.same_email:
            lines.append(self.env._("The same e-mail address: %s", self._say_addresses()))
        if self.same_phone:
            lines.append(
                self.env._("The same phone number: %s", person._get_e164(person.partner_id) or person.phone or "")
            )
        if self.same_file:
            lines.append(self.env._("The same file on their applications"))
        if self.text_overlap:
            lines.append(self.env._("%s%% of the shorter CV stands in the other one", self.text_overlap))
        lines.append(self._say_names())
        return lines

    def _say_addresses(self):
        """One address; two, where it is the same but for a tag, or one of them had it before."""
        addresses = (self.jobseeker_id | self.other_id).mapped("partner_id.email_normalized")
        return " / ".join(dict.fromkeys(filter(None, addresses)))

    def _say_names(self):
        return {
            "same": self.env._("The same name"),
            "order": self.env._("The same name, in another order"),
            "script": self.env._("The same name, in another script or spelling"),
            "part": self.env._("One name contains the other: perhaps a double or a married name"),
            "given": self.env._("The same given name with another family name: perhaps a married name"),
            "family": self.env._("Only one name in common: perhaps two people of one family"),
            "other": self.env._("Different names: perhaps two people who share the address"),
        }[self.names]

    @api.depends("jobseeker_id", "other_id")
    def _compute_in_touch(self):
        """Who writes to or rings either of them at this moment: two advisers of one person, perhaps."""
        people = self.jobseeker_id | self.other_id
        # sudo: whether anybody is, of any company
        busy = self.env["hr.jobseeker.presence"].sudo()
        busy = busy.search([("jobseeker_id", "in", people.ids), ("expires_at", ">", fields.Datetime.now())])
        for link in self:
            people = (link.jobseeker_id | link.other_id)._origin
            rows = busy.filtered(lambda row, people=people: row.jobseeker_id in people)
            link.in_touch = "\n".join(
                sentence
                for person in rows.jobseeker_id.with_env(self.env)
                for _user, sentence in person._get_busy_colleagues()
            )

    @api.depends("jobseeker_id.name", "other_id.name")
    def _compute_display_name(self):
        for link in self:
            link.display_name = f"{link.jobseeker_id.name} ~ {link.other_id.name}"

    # --- answered -------------------------------------------------------------------------------------

    def action_different(self):
        """They are two people: kept with the name of who says so, and never suggested again."""
        links = self._check_answerable()
        links._answer("different")

    def action_ask_again(self):
        """That answer was wrong: look at them once more."""
        links = self._check_answerable()
        links._answer("open")

    def _check_answerable(self):
        """Who may change both people says whether they are one."""
        self.check_access("read")
        people = self.jobseeker_id | self.other_id
        people.check_access("write")
        people._check_frozen_data()
        return self.sudo()  # sudo: the rows are the system's; who answered is named

    def _answer(self, answer):
        given = answer != "open"
        self.write(
            {
                "answer": answer,
                "answered_by": self.env.uid if given else False,
                "answered_at": fields.Datetime.now() if given else False,
            }
        )
        self._regroup()

    # --- buttons --------------------------------------------------------------------------------------

    def action_merge(self):
        """Open the dialog that shows both side by side."""
        self.ensure_one()
        self._check_answerable()
        if self.answer != "open":
            raise UserError(self.env._("Somebody said that these are two people: ask again first."))
        return (self.jobseeker_id | self.other_id)._get_merge_action(self)

    def action_open_person(self):
        return self.jobseeker_id._get_own_form()

    def action_open_other(self):
        return self.other_id._get_own_form()
