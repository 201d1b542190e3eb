from odoo import fields, models


class HrJobseeker(models.Model):
    """Two relationships become one: of each purpose one yes stands; what only one of them refused, the person did."""

    _inherit = "hr.jobseeker"

    def _prepare_join(self, other):
        ours, theirs = self.sudo(), other.sudo()  # sudo: what holds of two yeses is settled by the merge
        words, others = ours._get_last_words(), theirs._get_last_words()
        refused = [{code for code, word in some.items() if word.state == "withdrawn"} for some in (words, others)]
        for code in words.keys() & others.keys():
            word, their = words[code], others[code]
            if "withdrawn" in (word.state, their.state):
                standing = (word | their).filtered(lambda consent: consent.state != "withdrawn")
                no = (word | their) - standing
                standing.write(
                    {
                        "withdrawn_at": fields.Datetime.now(),
                        "withdrawn_channel": no[:1].withdrawn_channel,
                        "look_at": False,
                    }
                )
            else:
                older = min(word | their, key=lambda consent: (consent.given_at, consent.id))
                older.write({"succeeded_at": fields.Datetime.now(), "look_at": False})
        (ours | theirs).consent_ids.flush_recordset()
        for person, codes in ((ours, refused[1] - refused[0]), (theirs, refused[0] - refused[1])):
            for code in sorted(codes):
                person._purpose_withdrawn(code)
        return super()._prepare_join(other)

    def _get_join_vals(self, other):
        vals = super()._get_join_vals(other)
        for name in ("source_kind", "source_detail", "tps_checked_on"):
            if other[name] and not self[name]:
                vals[name] = other[name]
        days = [day for day in (self.data_received_on, other.data_received_on) if day]
        if days:
            vals["data_received_on"] = min(days)
        if other.tps_listed:
            vals["tps_listed"] = True
        return vals
