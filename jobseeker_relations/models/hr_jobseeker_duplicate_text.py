from collections import defaultdict
from functools import lru_cache

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..rules.text_overlap import ALIKE, LONGEST, overlap, share, sketch, to_runs
from .hr_jobseeker_duplicate_keys import USUAL

#: Files of one person that are read: the newest ones.
MOST_FILES = 5
#: Texts whose runs are kept in mind while pairs are compared.
KEPT_IN_MIND = 50
#: What a file holds, and whose it is.
CONTENT = {"raw", "datas", "index_content", "res_model", "res_id"}


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
    """People whose files say the same: found by a few runs of words, then compared (``rules.text_overlap``)."""

    _inherit = "hr.jobseeker"

    # the runs by which their texts are found, as of the last look; the company's number before each, as in other keys
    duplicate_text_keys = fields.Char(
        copy=False, readonly=True, groups=fields.NO_ACCESS, export_string_translation=False
    )

    _duplicate_text_keys_idx = models.Index(
        "USING gin (string_to_array(duplicate_text_keys, ' ')) WITH (fastupdate = off)"
    )

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

    def _compare_alike_texts(self, asked=()):
        """Return {(lower id, higher id): how much of one text stands in the other, in percent}. Called as the system.

        Of pairs in which one of these people is: those whose texts share a few runs, and those that are asked for.
        """
        texts = self._read_texts()
        self._make_text_keys(texts)
        self.flush_model(["duplicate_text_keys"])
        shared = defaultdict(set)
        for number, key, others in self._find_sharing("duplicate_text_keys", USUAL + 1):
            if len(others) <= USUAL:  # what many have is a form, or the words of a template
                for other in set(others) - {number}:
                    shared[min(number, other), max(number, other)].add(key)
        pairs = sorted({pair for pair, keys in shared.items() if len(keys) >= ALIKE} | set(asked))
        texts |= self.browse({number for pair in pairs for number in pair} - texts.keys())._read_texts()
        runs = lru_cache(KEPT_IN_MIND)(to_runs)
        return {
            (first, second): max(
                (share(runs(mine), runs(theirs)) for mine in texts.get(first, ()) for theirs in texts.get(second, ())),
                default=0,
            )
            for first, second in pairs
        }

    def _read_texts(self):
        """{id: the beginnings of the newest texts}, as ``_get_cv_texts`` for those who may see all of them."""
        self.env["hr.applicant"].flush_model(["jobseeker_id"])
        self.env["ir.attachment"].flush_model(["index_content", "res_model", "res_field", "res_id"])
        texts = defaultdict(list)
        for number, text in self.env.execute_query(SQL(_TEXTS, ids=self.ids, most=MOST_FILES, longest=LONGEST)):
            texts[number].append(text)
        return dict(texts)

    def _make_text_keys(self, texts):
        """Store by what these texts are found: {id: texts}."""
        for person in self:
            runs = {run for text in texts.get(person.id, ()) for run in sketch(text)}
            keys = " ".join(sorted(f"{person.company_id.id}:t:{run:x}" for run in runs)) or False
            if person.duplicate_text_keys != keys:
                person.duplicate_text_keys = keys


class IrAttachment(models.Model):
    """A file that comes to an application, changes or goes: its person is looked at once more."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        files._get_whose_files()._look_again()
        return files

    def write(self, vals):
        if not CONTENT & vals.keys():
            return super().write(vals)
        people = self._get_whose_files()
        result = super().write(vals)
        (people | self._get_whose_files())._look_again()
        return result

    def unlink(self):
        people = self._get_whose_files()
        result = super().unlink()
        people.exists()._look_again()
        return result

    def _get_whose_files(self):
        """The people on whose applications these files lie."""
        files = self.sudo()  # sudo: the mark is the system's, whoever brings a file
        lie_on = {file.res_id for file in files if file.res_model == "hr.applicant" and not file.res_field}
        return files.env["hr.applicant"].browse(lie_on - {0}).exists().jobseeker_id


class HrApplicant(models.Model):
    _inherit = "hr.applicant"

    def unlink(self):
        """Its files go with it, when nobody can say any more whose they were."""
        people = self.sudo().jobseeker_id  # sudo: as of its files
        result = super().unlink()
        people.exists()._look_again()
        return result


_TEXTS = """
    SELECT jobseeker_id, left(index_content, %(longest)s)
      FROM (SELECT applicant.jobseeker_id, file.id, file.index_content,
                   row_number() OVER (PARTITION BY applicant.jobseeker_id ORDER BY file.id DESC) AS place
              FROM hr_applicant applicant
              JOIN ir_attachment file ON file.res_model = 'hr.applicant' AND file.res_id = applicant.id
                                     AND file.res_field IS NULL AND file.index_content IS NOT NULL
             WHERE applicant.jobseeker_id = ANY(%(ids)s)) AS newest
     WHERE place <= %(most)s
     ORDER BY id DESC
"""
