from odoo.tests import tagged

from .referral_case import ReferralCase


@tagged("post_install", "-at_install")
class TestRevokedLinks(ReferralCase):
    """A stranger at a mistyped address keeps no link to anything of the person, of whatever kind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        theirs = {"jobseeker_id": cls.ana.id}
        body = cls.env["hr.jobseeker.support.body"].create({"name": "Harbour Crew", "helps_with": "Jobs at sea"})
        rule = {"name": "Ours", "source": "Ours", "company_id": cls.company.id}
        rule = cls.env["hr.jobseeker.retention.rule"].create(rule)
        cls._draft()
        cls.env["hr.jobseeker.signpost"].create({**theirs, "body_id": body.id, "reason": "We have no ships."})
        plan = cls.env["hr.jobseeker.plan"].create(theirs)
        cls.env["hr.jobseeker.action"].create({"plan_id": plan.id, "name": "Send a CV"})
        cls.env["hr.jobseeker.reference"].create({**theirs, "referee_name": "Rob", "referee_email": "rob@example.net"})
        cls.env["hr.jobseeker.rights.request"].create({**theirs, "company_id": cls.company.id})
        run = cls.env["hr.jobseeker.retention.run"].create(
            {"rule_id": rule.id, "company_id": cls.company.id, "erase_on": "2999-01-01"}
        )
        cls.env["hr.jobseeker.retention.line"].create({**theirs, "run_id": run.id, "due_on": "2999-01-01"})

    def _linked(self):
        """{model: what of Ana's it has} of all models that have links, and a person; a new one needs a row above."""
        linked = {}
        for name, model in self.env.items():
            if not model._abstract and {"link_key", "jobseeker_id"} <= model._fields.keys():
                records = model.sudo().with_context(active_test=False)
                linked[name] = records.search([("jobseeker_id", "=", self.ana.id)])
                self.assertTrue(linked[name], name)
        return linked

    def _keys(self):
        return {name: set(records.mapped("link_key")) for name, records in self._linked().items()}

    def assertRevoked(self, before, person_before):
        for name, keys in self._keys().items():
            if name == "hr.jobseeker.reference":
                self.assertEqual(keys, before[name], "the referee's, whose address is the same")
            else:
                self.assertFalse(keys & before[name], name)
        self.assertNotEqual(self.ana.sudo().link_key, person_before)

    def test_another_address(self):
        before, person_before = self._keys(), self.ana.sudo().link_key
        self.ana.partner_id.email = "ana.mended@example.com"
        self.assertRevoked(before, person_before)

    def test_the_button(self):
        before, person_before = self._keys(), self.ana.sudo().link_key
        self.ana.with_user(self.officer).action_revoke_links()
        self.assertRevoked(before, person_before)
