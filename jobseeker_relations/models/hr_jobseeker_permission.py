from odoo import api, fields, models

from ..rules.permission import Permission, object_to
from .hr_jobseeker_purpose import EMAIL, MARKETING, POOL, REGISTER, SMS

#: The page where somebody sees, gives and withdraws their permissions.
PURPOSE = "permissions"
LINK_DAYS = 60
#: The purpose that a mailing of that channel serves.
MAILINGS = {"email": EMAIL, "sms": SMS}


class HrJobseeker(models.Model):
    """What a person permits: the last word on each purpose decides, and a no acts at once."""

    _inherit = "hr.jobseeker"

    consent_ids = fields.One2many("hr.jobseeker.consent", "jobseeker_id", string="Consents")
    purpose_ids = fields.Many2many("hr.jobseeker.purpose", string="Permissions", compute="_compute_purpose_ids")
    permissions_asked_on = fields.Date(string="Asked", readonly=True, copy=False)

    @api.depends("company_id")
    def _compute_purpose_ids(self):
        purposes = {
            company: self.env["hr.jobseeker.purpose"]._find_for(company)
            for company in self.company_id | self.env.company
        }
        for person in self:
            person.purpose_ids = purposes[person.company_id or self.env.company]

    def web_read(self, specification):
        """A form reads the lines of purposes as this person's: the client does not know its number when it asks."""
        lines = specification.get("purpose_ids")
        if lines and len(self) == 1:
            context = {**(lines.get("context") or {}), "jobseeker_id": self.id}
            specification = {**specification, "purpose_ids": {**lines, "context": context}}
        return super().web_read(specification)

    # --- the last word ------------------------------------------------------------------------------

    def _get_last_words(self):
        """{code: consent}: what this person said last on each purpose."""
        self.ensure_one()
        consents = self.env["hr.jobseeker.consent"].search([("jobseeker_id", "=", self.id)])
        return consents._get_last_words().get(self._origin, {})

    @api.model
    def _find_last_words(self, people, code):
        """{jobseeker: consent} of one purpose, in one query."""
        # sudo: the law is the same whoever asks
        rows = self.env["hr.jobseeker.consent"].sudo()
        rows = rows.search([("jobseeker_id", "in", people.ids), ("code", "=", code)])
        return {person: words[code] for person, words in rows._get_last_words().items()}

    def _get_objections(self, channel):
        """{jobseeker: rules.permission.Objection or None} against a mailing through that channel."""
        code = MAILINGS[channel]
        people = self.sudo()  # sudo: as the gate
        words = self._find_last_words(people, code)
        suppressed = self.env["hr.jobseeker.suppression"]._find(people, code)
        Rule, needs = self.env["hr.jobseeker.rule"], {}
        for company in people.company_id:
            rules = Rule._find(f"consent_bulk_{channel}", company), Rule._find(f"consent_bulk_{channel}_all", company)
            needs[company] = [rule.strength or None for rule in rules]
        objections = {}
        for person in people:
            elsewhere, everybody = needs[person.company_id]
            objections[person] = object_to(
                Permission(
                    said=words[person].state if person in words else "nothing",
                    suppressed=person in suppressed,
                    from_elsewhere=person._is_from_elsewhere(),
                    elsewhere_needs=elsewhere,
                    everybody_needs=everybody,
                )
            )
        return objections

    # --- given and withdrawn ------------------------------------------------------------------------

    def _answer_on_page(self, purpose, yes, channel, proof="", ip=None, user_agent=None):
        """Keep what the person tapped; the same answer twice is one, and a yes to other words another.

        :param channel: page or portal
        :return: whether anything changed
        """
        self.ensure_one()
        self._take_turn()
        last = self._get_last_words().get(purpose.code)
        traces = {"proof": proof or False, "ip": ip, "user_agent": user_agent}
        if yes:
            if last and last._covers(purpose) and not last.asked_on:
                return False
            vals = {"jobseeker_id": self.id, "purpose_id": purpose.id, "channel": channel, **traces}
            # sudo: the page's own; who has the link is the person
            self.env["hr.jobseeker.consent"].sudo().create(vals)
        elif not self._withdraw_purpose(purpose, channel, proof):
            return False
        told = self._for_colleagues()
        name = purpose.with_context(lang=told.env.lang).name
        said = told.env._("Agreed to: %s", name) if yes else told.env._("Said no to: %s", name)
        self._log_own_action(said)
        self._message_log(body=said, author_id=self.partner_id.id)
        return True

    def _leave_mailings(self, **said):
        """The way out of mailings, for ever: also where nobody asks for that purpose any more.

        :param said: proof and traces, as of ``_answer_on_page``
        """
        self.ensure_one()
        if purpose := self._find_purpose(EMAIL):
            self._answer_on_page(purpose, False, "page", **said)
        else:
            self._take_turn()
            self._purpose_withdrawn(EMAIL)

    def _find_purpose(self, code):
        """Return what this person spoke of last, else what their company asks for, or asked for once; or none."""
        self.ensure_one()
        if word := self._get_last_words().get(code):
            return word.purpose_id
        every = self.env["hr.jobseeker.purpose"].with_context(active_test=False)
        for purposes in (self.purpose_ids, every._find_for(self.company_id)):
            if found := purposes.filtered(lambda purpose: purpose.code == code):
                return found[:1]
        return every.browse()

    def _is_out_of_mailings(self):
        word = self._get_last_words().get(EMAIL)
        if word and word.state in ("given", "withdrawn"):
            return word.state == "withdrawn"
        return self in self.env["hr.jobseeker.suppression"]._find(self, EMAIL)

    def _withdraw_purpose(self, purpose, channel, note=""):
        """End the person's yes to a purpose, or keep a no that no yes went before; what follows from it happens now.

        :return: whether it was not a no already
        """
        self.ensure_one()
        self._take_turn()
        # sudo: a withdrawal is the system's to keep; who records it was asked for their rights before
        Consent = self.env["hr.jobseeker.consent"].sudo()
        last = self.sudo()._get_last_words().get(purpose.code)  # sudo: as above
        if last and last.state == "withdrawn":
            return False
        said = {
            "withdrawn_at": fields.Datetime.now(),
            "withdrawn_channel": channel,
            "withdrawn_note": note or False,
            "withdrawn_by_id": False if channel in ("page", "portal") else self.env.uid,
        }
        if last:
            last.write({**said, "look_at": False})
        else:
            Consent.create({"jobseeker_id": self.id, "purpose_id": purpose.id, **said})
        self._purpose_withdrawn(purpose.code)
        return True

    def _take_turn(self):
        """Of two answers of one person at once the second waits, fails, is repeated by Odoo and finds the first.

        A lock alone would not do: whoever waited for it goes on reading what was there when they began.
        """
        query = "UPDATE hr_jobseeker SET write_date = write_date WHERE id = %s"
        self.env.cr.execute(query, [self.id], log_exceptions=False)  # that one of two fails is no fault

    def _purpose_given(self, code):
        """What follows from a yes: an address that was suppressed for this purpose is so no longer."""
        if code in MARKETING:
            self.env["hr.jobseeker.suppression"]._release(self, code)

    def _purpose_withdrawn(self, code):
        """What follows from a no, at once. Others extend it: referrals that were not sent stop here.

        :param code: of the purpose, see ``hr.jobseeker.purpose``
        """
        if code in MARKETING:
            self.env["hr.jobseeker.suppression"]._keep(self, code)
        if code == EMAIL:
            self.env["mail.mail"]._stop_mailings_to(self, "opted_out")
        if code == SMS:
            self.env["sms.sms"]._stop_mailings_to(self, "opted_out")
        if code == POOL:
            self._leave_talent_pools(lambda env: env._("They withdrew their permission."))
        if code == REGISTER:
            for person in self:
                env = person._for_colleagues().env
                person._tell_adviser(env._("%s does not want to be registered any more: close?", person.name))

    # --- the talent pools ---------------------------------------------------------------------------

    def _leave_talent_pools(self, say_why):
        """Take these people out of the talent pools; their applications to jobs go on.

        A talent without a pool is none, so its row is archived, and applications point to it no longer.

        :param say_why: called with an environment in the language of colleagues
        """
        for person in self.sudo():  # sudo: pools and talents are the company's, whoever caused it
            applications = person.with_context(active_test=False).applicant_ids
            talents = applications.filtered("talent_pool_ids")
            if not talents:
                continue
            told = person._for_colleagues()
            pools = ", ".join(talents.talent_pool_ids.with_context(lang=told.env.lang).mapped("name"))
            quiet = applications.with_context(tracking_disable=True)
            quiet.filtered(lambda a, t=talents: a.pool_applicant_id in t and a not in t).write(
                {"pool_applicant_id": False}
            )
            (quiet & talents).write({"pool_applicant_id": False, "talent_pool_ids": False, "active": False})
            person._message_log(
                body=told.env._("Left the talent pools: %(pools)s. %(why)s", pools=pools, why=say_why(told.env))
            )

    # --- what the page tells ------------------------------------------------------------------------

    def _say_permission(self, purpose, word):
        """What holds of a purpose, said to the person."""
        self.ensure_one()
        if not word and not purpose._is_asked_for():
            return self.env._("This is part of what we do for you. Say no, and your adviser sees to its end.")
        if not word:
            return self.env._("You have not said yet.")
        if word.state == "withdrawn":
            return self.env._("You said no on %s.", word._say_day(word.withdrawn_at))
        given = word._say_day(word.given_at)
        if word.state == "given" and not word._covers(purpose):
            return self.env._("You agreed on %s, to other words than these: please read them, and answer again.", given)
        if not word.expires_on:
            return self.env._("You agreed on %s.", given)
        end = purpose._say_day(word.expires_on)
        if word.state == "expired":
            return self.env._("You agreed on %(day)s; that ran out on %(end)s.", day=given, end=end)
        return self.env._("You agreed on %(day)s. It holds until %(end)s.", day=given, end=end)
