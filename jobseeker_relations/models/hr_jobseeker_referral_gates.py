from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from .hr_jobseeker_referral import UNSENT

#: The gates of a referral in the order in which they are asked; each is a rule by jurisdiction and basis.
GATES = (
    "referral_consent",
    "referral_excluded_hirer",
    "referral_agreement",
    "referral_notice",
    "referral_particulars",
    "referral_same_hirer",
    "referral_same_address",
    "referral_still_wanted",
    "referral_confirmations",
    "referral_eligibility",
    "reference_vulnerable",
    "referral_vulnerable_papers",
    "referral_needs_fresh",
)
#: Verdicts on the right to work that let somebody be put forward where a rule asks.
CHECKED = ("checked", "follow_up_due")


class HrJobseekerReferral(models.Model):
    """What has to be there before something goes to a hirer, said in sentences, and asked again when it is sent.

    Whether a gate holds, blocks or warns is for the rules of the company's country and basis to say
    (``hr.jobseeker.rule``); an override is kept with who, when and why. Without a yes, of frozen data, to nobody's
    address and against an unlawful instruction nothing goes, whatever a rule says.

    An open complaint stops nothing, and is not said here: who complained is put forward like anybody else.
    """

    _inherit = "hr.jobseeker.referral"

    blockers = fields.Text(compute="_compute_blockers", help="What is missing, and how to mend it.")
    warnings = fields.Text(compute="_compute_blockers", help="What wants a reason before it is sent all the same.")
    may_go_on = fields.Boolean(compute="_compute_blockers", help="The user may give a reason and go on.")

    @api.depends(
        "state",
        "job_id",
        "hirer_id",
        "hirer_contact_id",
        "consent_at",
        "consent_withdrawn_at",
        "excluded_consent_at",
        "snapshot_digest",
        "identity_confirmed",
        "qualifications_confirmed",
        "requirements_told",
        "jobseeker_id.agreement_id",
        "jobseeker_id.state",
    )
    @api.depends_context("lang", "uid")
    def _compute_blockers(self):
        self.blockers = self.warnings = self.may_go_on = False
        shown = self.filtered(lambda referral: referral.state in UNSENT and referral._origin)
        unsent = shown._origin  # on a form that is being written, what is missing is told when it is saved
        firm, gates = unsent._find_firm_gaps(), unsent._find_open_gates()
        asked = {rule for lacking in gates.values() for rule, _lacks in lacking}
        passable = {rule for rule in asked if rule._may_override()}
        for form, referral in zip(shown, unsent, strict=True):
            blocking, warning = list(firm[referral]), []
            for rule, lacks in gates[referral]:
                said = blocking if rule.strength == "block" else warning
                said += [" ".join(filter(None, [words, rule.guidance])) for words in lacks.values()]
            form.blockers = "\n".join(f"• {words}" for words in blocking) or False
            form.warnings = "\n".join(f"• {words}" for words in warning) or False
            rules = {rule for rule, _lacks in gates[referral]}
            form.may_go_on = not firm[referral] and bool(rules) and rules <= passable

    def _find_open_gates(self):
        """{referral: [(rule, {key: sentence})]}: the gates in force that nobody went past, in their order."""
        Rule, Override = self.env["hr.jobseeker.rule"], self.env["hr.jobseeker.override"]
        found = {referral: [] for referral in self}
        for code, missing in self._find_gaps().items():
            for company in self.company_id:
                lacking = {one: lacks for one, lacks in missing.items() if lacks and one.company_id == company}
                rule = Rule._find(code, company) if lacking else Rule
                if not rule:
                    continue
                passed = Override._find_overridden(rule, lacking)
                for referral in lacking.keys() - passed:
                    found[referral].append((rule, lacking[referral]))
        return found

    def _check_gates(self):
        """Let these referrals pass, or say why not: each gate by its rule, with the way past it where there is one.

        :raises UserError: what is missing
        """
        for words in (words for gaps in self._find_firm_gaps().values() for words in gaps):
            raise UserError(words)
        for code, missing in self._find_gaps().items():
            self.env["hr.jobseeker.rule"]._ask(code, missing)
        for referral in self:
            if not referral._has_consent():  # also where no rule of the country asks for it
                raise UserError(referral._lacks_consent()["consent"])

    def _is_unblocked(self):
        """Whether nothing blocks this referral; what wants a reason is asked for when it is sent."""
        self.ensure_one()
        gates = self._find_open_gates()[self]
        return not self._find_firm_gaps()[self] and all(rule.strength != "block" for rule, _lacks in gates)

    # --- what no rule softens -------------------------------------------------------------------------

    def _find_firm_gaps(self):
        """{referral: [sentence]}"""
        refused, instructed = self.jobseeker_id._has_refused_referrals(), self._find_instructed()
        return {
            referral: list(referral._say_firm_gaps(referral.jobseeker_id in refused, referral in instructed))
            for referral in self
        }

    def _say_firm_gaps(self, refused, instructed):
        person, job = self.jobseeker_id, self.job_id.sudo()  # sudo: the job, whoever may read what of it
        if person._is_frozen():
            yield self.env._(
                "%s asked us to freeze their data: nobody is put forward until that is lifted.", person.name
            )
        if person.state == "closed":
            yield self.env._("The search of %s is closed. Reopen it first.", person.name)
        if refused:
            yield self.env._(
                "%s said no to being put forward at all. Talk to them, and record their yes to that first.", person.name
            )
        if self._has_other_hirer():
            yield self._say_other_hirer()
        if instructed:
            yield self.env._(
                "The hirer asks what the law forbids. On the job, under “Hirer”, write down how it was settled."
            )
        if job and not job.active:
            yield self.env._("The job “%s” is archived. Bring it back, or choose another one.", job.name)
        if not self.is_internal and not self._get_sent_address():
            yield self._say_no_address()
        if self.is_internal and not job:
            yield self.env._("Choose the job: without one there is nothing to apply for.")

    @api.constrains("job_id", "hirer_id")
    def _check_hirer(self):
        """Particulars, instructions and leave are asked of the job's hirer, so nothing goes to anybody else."""
        for referral in self.filtered(lambda one: one._has_other_hirer()):
            raise ValidationError(referral._say_other_hirer())

    def _has_other_hirer(self):
        job = self.job_id.sudo()  # sudo: whose job it is
        return bool(job) and self.hirer_id != (job.hirer_id or self.jobseeker_id.company_id.partner_id)

    def _say_other_hirer(self):
        return self.env._("The job “%s” is of another hirer: choose the job anew.", self.job_id.sudo().name)

    def _find_instructed(self):
        """Those about whose job, or, for none in particular, a job of whose house something unlawful was instructed."""
        found, anywhere = self.browse(), self.filtered(lambda referral: not referral.job_id)
        jobs = self.env["hr.job"].sudo().with_context(active_test=False)  # sudo: as above
        if anywhere:  # asked once for all of them: few jobs are instructed; an archived one is not settled
            companies = ("company_id", "in", [*anywhere.company_id.ids, False])
            jobs = jobs.search([companies, ("hirer_id", "!=", False), ("hirer_instruction", "!=", False)])
            jobs = jobs.filtered(lambda job: job._has_open_instruction())
        for referral in self:
            own = referral.job_id.sudo() or jobs.filtered(referral._is_of_house)  # sudo: as above
            if any(job._has_open_instruction() for job in own):
                found |= referral
        return found

    def _is_of_house(self, job):
        """Whether a job is of the hirer, of whom it belongs to, or of who belongs to it."""
        hirer, other = self.hirer_id.sudo(), job.hirer_id  # sudo: as above
        same_company = not job.company_id or job.company_id == self.company_id
        return same_company and (other in _get_line(hirer) or hirer in _get_line(other))

    # --- what rules ask ---------------------------------------------------------------------------------

    def _find_gaps(self):
        """{code of a gate: {referral: {key: sentence}}}; a key is the same in every language."""
        particulars = self.job_id._get_missing_particulars()
        repeated, alike = self._find_repeated()
        with_notice = self.jobseeker_id._find_with_notice()
        find = self.env["hr.jobseeker.rule"]._find
        fresh = {company: find("referral_needs_fresh", company) for company in self.company_id}
        gaps = {code: {} for code in GATES}
        for referral in self:
            vulnerable = referral.job_id.sudo().hirer_vulnerable  # sudo: what decides which gates there are
            person = referral.jobseeker_id
            found = {
                "referral_consent": referral._lacks_consent(),
                "referral_excluded_hirer": referral._lacks_leave(),
                "referral_agreement": referral._lacks_agreement(),
                "referral_notice": {} if person in with_notice else referral._lacks_notice(),
                "referral_particulars": referral._lacks_particulars(particulars),
                "referral_same_hirer": repeated.get(referral, {}),
                "referral_same_address": alike.get(referral, {}),
                "referral_still_wanted": referral._lacks_still_wanted(),
                "referral_confirmations": referral._lacks_confirmations(),
                "referral_eligibility": referral._lacks_eligibility(),
                "reference_vulnerable": referral._lacks_references() if vulnerable else {},
                "referral_vulnerable_papers": referral._lacks_papers() if vulnerable else {},
                "referral_needs_fresh": referral._lacks_fresh_needs(fresh[referral.company_id]),
            }
            for code, lacks in found.items():
                gaps[code][referral] = lacks
        return gaps

    def _lacks_consent(self):
        if self._has_consent():
            return {}
        names = {"person": self.jobseeker_id.name, "hirer": self.hirer_id.name}
        if self.consent_withdrawn_at:
            words = self.env._("%(person)s took their yes back.", **names)
        elif self.consent_at and self.consent_expires_on and self.consent_expires_on <= self._get_today():
            words = self.env._("The yes of %(person)s ran out.", **names)
        elif self.consent_at:
            words = self.env._("%(person)s agreed to something else than what would go now.", **names)
        elif self.state == "consent_asked":
            words = self.env._("%(person)s has not answered yet.", **names)
        else:
            words = self.env._("%(person)s has not agreed to be put forward to %(hirer)s.", **names)
        return {"consent": words}

    def _lacks_leave(self):
        """Their employer of today, a hirer that they excluded, and companies of the same house (reg. 28).

        A leave is part of a yes, and ends with it.
        """
        if self.is_internal or (self.excluded_consent_at and self._has_consent()):
            return {}
        why = self.jobseeker_id._find_excluding(self.hirer_id)
        names = {"person": self.jobseeker_id.name, "hirer": self.hirer_id.name}
        if why == "current":
            return {
                "current": self.env._("%(person)s works for %(hirer)s, or for a company of the same house.", **names)
            }
        if why == "excluded":
            return {
                "excluded": self.env._("%(person)s does not want %(hirer)s, or its house, to hear of them.", **names)
            }
        return {}

    def _lacks_agreement(self):
        if self.jobseeker_id.sudo().agreement_id:  # sudo: that there is one
            return {}
        return {"agreement": self.env._("%s has not agreed to any terms of ours.", self.jobseeker_id.name)}

    def _lacks_notice(self):
        return {"notice": self.env._("%s has not got the privacy notice.", self.jobseeker_id.name)}

    def _lacks_particulars(self, particulars):
        """What is not known of the hirer's job (reg. 18); of none in particular nothing is."""
        if self.job_id or self.is_internal:
            return particulars.get(self.job_id, {})
        return {"job": self.env._("Nobody said which job it is.")}

    def _lacks_eligibility(self):
        if self.jobseeker_id.may_work in CHECKED:
            return {}
        return {"eligibility": self.env._("No check of the right to work of %s holds.", self.jobseeker_id.name)}

    def _lacks_references(self):
        lacking = self.jobseeker_id._find_lacking_references({self.jobseeker_id: self})
        return lacking.get(self, {})

    def _lacks_papers(self):
        if self.qualifications_confirmed:
            return {}
        return {"papers": self.env._("Nobody confirmed that copies of qualifications and authorisations are here.")}

    def _lacks_fresh_needs(self, rule):
        on, today = self.jobseeker_id.requirements_confirmed_on, self._get_today()
        if not rule or (on and rule._get_end(on, self.company_id) >= today):
            return {}
        if not on:
            return {"never": self.env._("What %s looks for was never confirmed.", self.jobseeker_id.name)}
        day = format_date(self.env, on, date_format="d MMM y")
        return {f"old:{on}": self.env._("What they look for was last confirmed on %s.", day)}

    def _lacks_still_wanted(self):
        """What came since, and may have changed their mind: they have work; the job is another than they read of."""
        lacks = {}
        if self.jobseeker_id._get_rested_state() == "placed":
            lacks["placed"] = self.env._("%s has found work.", self.jobseeker_id.name)
        if self.consent_at and (now := self._find_other_particulars()):
            lacks[f"job:{now}"] = self.env._("The job says something else now than %s read.", self.jobseeker_id.name)
        return lacks


def _get_line(company):
    """The company, and those to whom it belongs."""
    line = company
    while company.parent_id and company.parent_id not in line:
        company = company.parent_id
        line |= company
    return line
