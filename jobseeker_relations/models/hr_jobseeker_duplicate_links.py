from odoo import models
from odoo.fields import Domain

#: Groups are made of these links; one that hardly says anything binds nobody to others.
BINDING = ("likely", "strong")
#: A group that grows beyond this is no group of one person, and is not followed further.
LARGEST = 60


class HrJobseekerDuplicate(models.Model):
    """Links that hang together are a group, made anew whenever one of them changes."""

    _inherit = "hr.jobseeker.duplicate"

    def _get_binding_domain(self):
        return Domain("answer", "=", "open") & Domain("strength", "in", BINDING)

    def _regroup(self):
        """Put the people of these links, and who hangs together with them, into groups anew. Called as the system."""
        groups = self.group_id
        touched = self | groups.link_ids
        left = (touched.jobseeker_id | touched.other_id).ids
        links, known = self.browse(), set()
        while left and len(known) < LARGEST * max(len(self), 1):
            known.update(left)
            found = self.search(
                self._get_binding_domain() & (Domain("jobseeker_id", "in", left) | Domain("other_id", "in", left))
            )
            links |= found
            left = list({*found.jobseeker_id.ids, *found.other_id.ids} - known)
        groups |= links.group_id
        (touched - links).filtered("group_id").group_id = False
        used = groups.browse()
        for own in links._get_components():
            group = (own.group_id - used).sorted("id")[:1]
            group = group or groups.create({"company_id": own.company_id.id})
            used |= group
            own.filtered(lambda link, group=group: link.group_id != group).group_id = group
        (groups | used).filtered(lambda group: not group.link_ids).unlink()

    def unlink(self):
        """Who hung together by what goes no longer does."""
        groups = self.sudo().group_id  # sudo: groups follow from links, whoever takes one away
        result = super().unlink()
        if groups:
            siblings = groups.link_ids
            siblings._regroup()
            groups.exists().filtered(lambda group: not group.link_ids).unlink()
        return result

    def _get_components(self):
        """The links in sets that hang together."""
        parent = {}

        def find(number):
            while parent.setdefault(number, number) != number:
                parent[number] = number = parent[parent[number]]
            return number

        for link in self:
            parent[find(link.jobseeker_id.id)] = find(link.other_id.id)
        return list(self.grouped(lambda link: find(link.jobseeker_id.id)).values())
