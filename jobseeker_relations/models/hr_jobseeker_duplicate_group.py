from odoo import api, fields, models
from odoo.fields import Domain


class HrJobseekerDuplicateGroup(models.Model):
    """People who hang together by links: A with B by the address, B with C by the number.

    They are shown as what they are, a chain of links each with its own reason, and not as one equal set: nothing says
    that A is C. Groups hold nothing of their own; they follow from the links.
    """

    _name = "hr.jobseeker.duplicate.group"
    _description = "Possible Duplicates"
    _order = "id desc"

    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="cascade", readonly=True)
    link_ids = fields.One2many("hr.jobseeker.duplicate", "group_id", string="Links", readonly=True)
    name = fields.Char(string="People", compute="_compute_chain")
    people_count = fields.Integer(string="How Many", compute="_compute_chain")
    link_count = fields.Integer(compute="_compute_chain")
    chain = fields.Text(string="How They Hang Together", compute="_compute_chain")
    indirect = fields.Text(string="Not Linked Themselves", compute="_compute_chain")

    @api.depends("link_ids.explanation", "link_ids.jobseeker_id.name", "link_ids.other_id.name")
    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_chain(self):
        """What the reader may see of it: the links whose people are both theirs."""
        links = self.env["hr.jobseeker.duplicate"].search([("group_id", "in", self.ids)], order="id")
        for group in self:
            own = links.filtered(lambda link, group=group: link.group_id == group._origin)
            people = own.jobseeker_id | own.other_id
            group.people_count, group.link_count = len(people), len(own)
            group.name = ", ".join(people.mapped("name"))
            group.chain = "\n".join(
                f"{link.jobseeker_id.name} ~ {link.other_id.name}: {'; '.join(link._say_reasons())}" for link in own
            )
            group.indirect = group._say_indirect(own, people)

    def _say_indirect(self, links, people):
        """The pairs of a group that only others bind together."""
        linked = {frozenset((link.jobseeker_id.id, link.other_id.id)) for link in links}
        pairs = [
            (person, other)
            for at, person in enumerate(people)
            for other in people[at + 1 :]
            if frozenset((person.id, other.id)) not in linked
        ]
        return "\n".join(
            self.env._("Nothing but others links %(person)s and %(other)s.", person=person.name, other=other.name)
            for person, other in pairs[:10]
        )

    @api.model
    def _search_display_name(self, operator, value):
        together = Domain.AND if operator in Domain.NEGATIVE_OPERATORS else Domain.OR
        return together(Domain(f"link_ids.{end}.name", operator, value) for end in ("jobseeker_id", "other_id"))

    @api.depends("name")
    def _compute_display_name(self):
        for group in self:
            group.display_name = group.name
