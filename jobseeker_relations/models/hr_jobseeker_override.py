from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import hash_sign

#: What is missing is said by a gate, and holds for a dialog that opens within so many hours.
SCOPE, SAID_HOURS = "jobseeker_relations.override", 24


def get_key(lacks):
    """The keys of what is missing, in one line and one order."""
    return " ".join(sorted(lacks))


class HrJobseekerOverride(models.Model):
    """Somebody went on where a rule warned or blocked: what was missing, who did it, when and why.

    It holds for that record and for what was missing then: what is missing besides, later on, is asked anew. Nobody
    edits or deletes a row.
    """

    _name = "hr.jobseeker.override"
    _description = "Override of a Rule"
    _inherit = ["hr.jobseeker.kept"]
    _order = "date desc, id desc"
    _rec_name = "rule_id"
    _kept_by_the_system = frozenset({"user_id", "date"})
    _never_by_default = frozenset({"user_id", "date"})

    rule_id = fields.Many2one("hr.jobseeker.rule", required=True, index=True, ondelete="restrict", readonly=True)
    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade", readonly=True)
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True)
    res_model = fields.Char(string="About", required=True, readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", string="Number", required=True, readonly=True)
    missing = fields.Text(string="What Was Missing", required=True, readonly=True)
    missing_key = fields.Char(required=True, readonly=True, help="The same in no language: what an override holds for.")
    reason = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="By", required=True, readonly=True, default=lambda self: self.env.user, index=True
    )
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

    _record_idx = models.Index("(res_model, res_id)")

    @api.model
    def _find_overridden(self, rule, missing):
        """The records of `missing` for which somebody has gone on, with exactly this missing, said in any language."""
        if not missing:
            return set()
        [model] = {record._name for record in missing}
        ids = [record.id for record in missing]
        domain = [("rule_id", "=", rule.id), ("res_model", "=", model), ("res_id", "in", ids)]
        # sudo: what a colleague decided holds for who may not read the log, too
        known = {(row.res_id, row.missing_key) for row in self.sudo().search(domain)}
        return {record for record, lacks in missing.items() if (record.id, get_key(lacks)) in known}


class HrJobseekerRule(models.Model):
    _inherit = "hr.jobseeker.rule"

    @api.model
    def _ask(self, code, missing):
        """Let records pass a gate, or say why not (design §4 "Gates").

        :param code: the gate; where no rule of that code holds for a company, its records pass
        :param missing: dict record → what it lacks: dict key → sentence; empty: nothing. A key is the same in every
            language. Records of one model, each with a ``jobseeker_id``, or jobseekers.
        :raises RedirectWarning: something is missing, and who asks may go on after saying why
        :raises UserError: something is missing
        """
        by_company = {}
        for record, lacks in missing.items():
            if lacks:
                by_company.setdefault(record.company_id, {})[record] = lacks
        for company, lacking in by_company.items():
            rule = self._find(code, company)
            if rule:
                passed = self.env["hr.jobseeker.override"]._find_overridden(rule, lacking)
                rule._refuse({record: lacks for record, lacks in lacking.items() if record not in passed})

    def _refuse(self, lacking):
        """:param lacking: dict record → dict key → sentence, of what does not pass"""
        if not lacking:
            return
        sentence = self._say_refusal(lacking)
        if not self._may_override():
            raise UserError(sentence)
        if len(lacking) > 1:
            one_by_one = self.env._("You may go on all the same and say why: do it with one of them at a time.")
            raise UserError("\n\n".join((sentence, one_by_one)))
        [(record, lacks)] = lacking.items()
        raise RedirectWarning(
            sentence,
            self._get_override_action(record, lacks),
            self.env._("Go on, and say why"),
        )

    def _may_override(self):
        """Recruiters go on where the rule warns; where it blocks, those whom it names."""
        groups = self.env.user.all_group_ids
        if self.env.ref("hr_recruitment.group_hr_recruitment_user") not in groups:
            return False
        return self.strength == "warn" or (bool(self.override_group_id) and self.override_group_id in groups)

    def _say_refusal(self, lacking):
        named = len(lacking) > 1
        parts = [self.env._("“%s” is not met:", self.name)]
        for record, lacks in lacking.items():
            name = f"{record.display_name}: " if named else ""
            parts += [f"• {name}{line}" for line in lacks.values()]
        if self.guidance:
            parts += ["", self.guidance]
        parts += ["", self.env._("Why: %s", self.source)]
        return "\n".join(parts)

    def _get_override_action(self, record, lacks):
        """Opens the dialog that asks why. What was refused is done once more afterwards."""
        said = [self.id, record._name, record.id, get_key(lacks), "\n".join(lacks.values())]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Go On All the Same"),
            "res_model": "hr.jobseeker.override.dialog",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "dialog_size": "medium",
                "default_rule_id": self.id,
                "default_res_model": record._name,
                "default_res_id": record.id,
                "default_missing": said[-1],
                # sudo: the database's secret
                "default_said": hash_sign(self.sudo().env, SCOPE, said, expiration_hours=SAID_HOURS),
            },
        }
