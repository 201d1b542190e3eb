from odoo import models
from odoo.exceptions import UserError

from ..rules.text_overlap import LONGEST, overlap

#: Files of one person that are read: the newest ones.
MOST_FILES = 5


class HrJobseekerDuplicate(models.Model):
    """The texts of the CVs of two people who were suggested, compared when somebody asks for it.

    Odoo keeps the text of a file for its search (``ir.attachment.index_content``); nothing is read that is not there.
    """

    _inherit = "hr.jobseeker.duplicate"

    def action_compare_texts(self):
        """Say how much of one CV stands in the other."""
        links = self._check_answerable()
        texts = (links.jobseeker_id | links.other_id)._get_cv_texts()
        silent = [link for link in links if not texts.get(link.jobseeker_id) or not texts.get(link.other_id)]
        if len(silent) == len(links):
            raise UserError(
                self.env._("There is nothing to compare: one of them has no CV, or its text could not be read.")
            )
        for link in links.filtered(lambda link: link not in silent):
            link.text_overlap = max(
                overlap(mine, theirs) for mine in texts[link.jobseeker_id] for theirs in texts[link.other_id]
            )
        links._regroup()


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def _get_cv_texts(self):
        """{person: texts of the files on their applications, each cut off where no CV goes on}"""
        applicants = self.env["hr.applicant"].with_context(active_test=False).search([("jobseeker_id", "in", self.ids)])
        owners = {applicant.id: applicant.jobseeker_id for applicant in applicants}
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "hr.applicant"), ("res_id", "in", list(owners)), ("index_content", "!=", False)],
            order="id desc",
        )
        texts = {}
        for file in files:
            own = texts.setdefault(owners[file.res_id], [])
            if len(own) < MOST_FILES:
                own.append(file.index_content[:LONGEST])
        return texts
