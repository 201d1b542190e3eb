from odoo import models
from odoo.tools import format_date


class HrJobseekerReferral(models.Model):
    """The same person, to the same hirer, for the same job again: what went before stands in the way for a while."""

    _inherit = "hr.jobseeker.referral"

    def _find_repeated(self):
        """The same person went to the same hirer for the same job not long ago; or somebody of the same address did.

        The person counts, and not the relationship: who has the contact, or was known under it before their
        relationships became one. An address alone is nobody's identity: a family may share it. Who put them forward,
        and how it went, is not told.

        :return: two of {referral: {key: sentence}}: of the person, and of the address alone
        """
        repeated, alike, find = {}, {}, self.env["hr.jobseeker.rule"]._find
        codes = ("referral_same_hirer", "referral_same_address")
        rules = {company: [find(code, company) for code in codes] for company in self.company_id}
        contacts = self._find_contacts()
        sent = self._find_sent(self.env["res.partner"].concat(*contacts.values()))
        for referral in self:
            if referral.applied_directly == "yes":
                repeated[referral] = {"direct": self.env._("They applied for it already, themselves or elsewhere.")}
            of_person, of_address = rules[referral.company_id]
            same = sent.filtered(referral.sudo()._is_same)  # sudo: as above
            theirs = same.filtered(lambda other, own=contacts[referral]: other.partner_id in own)
            if ends := referral._get_end_of_bar(theirs, of_person):
                day = format_date(self.env, ends, date_format="d MMM y")
                words = self.env._(
                    "They were put forward to this hirer for this job already: not again before %s.", day
                )
                repeated.setdefault(referral, {})[f"again:{ends}"] = words
            address = referral.sudo().partner_id.email_normalized  # sudo: as above
            others = (same - theirs).filtered(lambda other, to=address: to and other.partner_id.email_normalized == to)
            if ends := referral._get_end_of_bar(others, of_address):
                words = self.env._("Perhaps the same person went to this hirer for this job already.")
                alike[referral] = {f"alike:{ends}": words}
        return repeated, alike

    def _find_contacts(self):
        """{referral: the contacts of its person: that of today, and those of before relationships became one}."""
        people = self.sudo().jobseeker_id  # sudo: whose contacts they are, whoever may read them
        people.former_contact_ids.contact_id.mapped("email_normalized")  # read at once
        former = self.env["hr.jobseeker.former.contact"]._find_of(people.partner_id)
        found = {}
        for referral in self:
            person = referral.sudo().jobseeker_id  # sudo: as above
            alike = former.get(person.partner_id, people.browse())
            alike = alike.filtered(lambda one, company=person.company_id: one.company_id == company)
            found[referral] = (person | alike)._get_contacts()
        return found

    def _find_sent(self, contacts):
        """What went to these hirers of these contacts, or of others with an address of theirs."""
        # sudo: what counts is that it happened, not who may see it
        system = self.sudo()
        addresses = list(filter(None, system.partner_id.mapped("email_normalized")))
        sent = system.search(
            [
                ("company_id", "in", self.company_id.ids),
                ("hirer_id", "in", self.hirer_id.ids),
                ("sent_at", "!=", False),
                ("return_reason", "=", False),  # what came back was no word to them: another address may be tried
                *["|", ("partner_id", "in", contacts.ids), ("partner_id.email_normalized", "in", addresses)],
            ]
        )
        return sent.filtered(lambda referral: not referral._is_untold())

    def _get_end_of_bar(self, others, rule):
        """The day until which what went before stands in the way, where it still does."""
        ends = [rule._get_end(other._get_local_day(other.sent_at), self.company_id) for other in others if rule]
        return max(ends) if ends and max(ends) > self._get_today() else None

    def _is_same(self, other):
        """Whether the other referral went to the same hirer for the same job, in this company.

        For no job in particular is for each of them. Who was shown without a name may be sent with it.
        """
        same_job = other.job_id == self.job_id or not (other.job_id and self.job_id)
        return bool(
            self != other
            and same_job
            and (self.anonymised or not other.anonymised)
            and other.hirer_id == self.hirer_id
            and other.company_id == self.company_id
        )
