from odoo import fields, models

NO_CONTACT = "do_not_contact"


class HrJobseekerMerge(models.Model):
    """What somebody refuses while two relationships are one holds in both of them, should they be two again.

    The journal cannot know: where the merge had made a no of it already, nothing changes when the person says it.
    """

    _inherit = "hr.jobseeker.merge"

    # codes of purposes, and NO_CONTACT
    refused_since = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)

    def _get_refused(self):
        """{code: (purpose, channel) or None} of what was refused since; called before anything is put back."""
        words = self.jobseeker_id._get_last_words()
        return {
            code: (word.purpose_id, word.withdrawn_channel or "other")
            if (word := words.get(code)) and word.state == "withdrawn"
            else None
            for code in self.refused_since or ()
        }

    def _refuse_in_both(self, both, refused):
        """Of which of the two they spoke nobody knows: the stricter word holds for both.

        :param refused: what ``_get_refused`` returned
        """
        if NO_CONTACT in refused:
            both.write({"do_not_contact": True})
        for code in sorted(refused.keys() - {NO_CONTACT}):
            for person in both:
                # whose own word it is already: of what followed from it, the merge's share was taken back
                if not (refused[code] and person._withdraw_purpose(*refused[code])):
                    person._purpose_withdrawn(code)


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def write(self, vals):
        result = super().write(vals)
        if "do_not_contact" in vals:
            self._note_refusal(NO_CONTACT, bool(vals["do_not_contact"]))
        return result

    def _withdraw_purpose(self, purpose, channel, note=""):
        self._note_refusal(purpose.code)
        return super()._withdraw_purpose(purpose, channel, note)

    def _purpose_withdrawn(self, code):
        self._note_refusal(code)
        return super()._purpose_withdrawn(code)

    def _purpose_given(self, code):
        self._note_refusal(code, refused=False)
        return super()._purpose_given(code)

    def _note_refusal(self, code, refused=True):
        """Keep, or take back, a no with each merge of these people that can be undone."""
        # sudo: the log is the system's to write, whoever says no
        merges = self.env["hr.jobseeker.merge"].sudo()
        merges = merges.search(
            [
                ("jobseeker_id", "in", self.ids),
                ("undone_at", "=", False),
                ("undo_until", ">=", fields.Date.today()),
            ]
        )
        for merge in merges:
            codes = set(merge.refused_since or ())
            changed = codes | {code} if refused else codes - {code}
            if changed != codes:
                merge.refused_since = sorted(changed)
