from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ..rules.duplicate import judge
from ..rules.name_folding import compare, to_keys
from ..rules.phone_e164 import to_e164

#: The rules that say of how many people a sign tells nothing any more, by the letter of the sign.
COMMON = {"e": "duplicate_shared_address", "p": "duplicate_shared_address", "n": "duplicate_common_name"}
#: Where there is no rule.
USUAL = 10
#: Copies of one file that are looked at: of a form that all of them attach, no look reads all.
MOST_COPIES = 500
SIGNS = {"e": "email", "p": "phone", "n": "name"}


class Suggestion(NamedTuple):
    """Two people who may be one, the older record first, and what speaks for it."""

    person: models.BaseModel
    other: models.BaseModel
    #: of ``email``, ``phone``, ``file``, ``text``
    signs: frozenset
    #: what ``rules.name_folding.compare`` says of their names
    names: str
    #: weak, likely or strong
    strength: str


class HrJobseeker(models.Model):
    """By what two people may be one: stored, so that of a hundred thousand people the alike ones are found at once.

    A key begins with the number of the company: no index ever brings people of two companies together. It is the
    address, the number in E.164, or the name as it sounds; see ``rules.name_folding``.
    """

    _inherit = "hr.jobseeker"

    duplicate_keys = fields.Char(
        compute="_compute_duplicate_keys", store=True, copy=False, readonly=True, groups=fields.NO_ACCESS
    )
    duplicate_look_due = fields.Boolean(
        compute="_compute_duplicate_keys",
        store=True,
        copy=False,
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Something by which people are alike changed, and nobody has looked for others since.",
    )

    # who broke a look is due all the same, from this day on
    duplicate_look_on = fields.Date(copy=False, readonly=True, groups=fields.NO_ACCESS, export_string_translation=False)

    # each key by itself; an update of the row leaves nothing for the next search to sort in
    _duplicate_keys_idx = models.Index("USING gin (string_to_array(duplicate_keys, ' ')) WITH (fastupdate = off)")
    _duplicate_look_idx = models.Index("(id) WHERE duplicate_look_due")

    @api.depends(
        "partner_id.name",
        "partner_id.email_normalized",
        "partner_id.phone",
        "partner_id.phone_sanitized",
        "former_contact_ids.keys",
    )
    def _compute_duplicate_keys(self):
        for person in self:
            former = " ".join(filter(None, person.former_contact_ids.mapped("keys")))
            keys = person._make_duplicate_keys() | set(former.split())
            person.duplicate_keys = " ".join(sorted(keys)) or False
            person.duplicate_look_due = bool(keys)

    def _make_duplicate_keys(self):
        """Those of the contact that the person has now."""
        self.ensure_one()
        contact, company = self.partner_id, self.company_id
        keys = {f"n:{name}" for name in to_keys(contact.name)}
        if contact.email_normalized:
            keys.add(f"e:{_without_tag(contact.email_normalized)}")
        number = self._get_e164(contact)
        if number:
            keys.add(f"p:{number}")
        return {f"{company.id}:{''.join(key.split())}" for key in keys}

    def _get_e164(self, contact):
        """The number of a contact: as Odoo reads it in its country, else in the country in which the company works."""
        number = contact.phone
        if not number:
            return None
        if contact.phone_sanitized and (contact.country_id or number.strip().startswith(("+", "00"))):
            return contact.phone_sanitized
        company = self.company_id
        return to_e164(
            number, dict.fromkeys(filter(None, [company.jobseeker_country_id.code, company.country_id.code]))
        )

    # --- found ----------------------------------------------------------------------------------------

    def _suggest_duplicates(self, alike=()):
        """Return the ``Suggestion``s that these people are in, in queries whose number does not grow with theirs.

        What was answered is left out by ``hr.jobseeker.duplicate``; this only says what speaks for it now.

        :param alike: {(lower id, higher id)} of pairs with much text in common
        """
        people = self.sudo()  # sudo: whose rows a colleague may not see is left out where they are shown
        signs = people._find_shared_signs()
        for pair in alike:
            signs[pair].add("text")
        pairs = people.browse(sorted({number for pair in signs for number in pair}))
        pairs.fetch(["partner_id", "company_id"])
        pairs.partner_id.fetch(["name"])
        found = []
        for (first, second), shared in signs.items():
            person, other = people.browse(first), people.browse(second)
            names = compare(person.partner_id.name, other.partner_id.name)
            shared = frozenset(shared - {"name"})
            strength = judge(shared, names) if shared or names != "given" else None
            if strength:
                found.append(Suggestion(person, other, shared, names, strength))
        return sorted(found, key=lambda one: (one.person.id, one.other.id))

    def _find_shared_signs(self):
        """{(lower id, higher id): signs} of pairs in which one of these people is."""
        self.flush_model(["duplicate_keys", "company_id"])
        most, signs = self._get_most_people(), defaultdict(set)
        limit = max(most.values(), default=USUAL) + 1
        for number, key, others in self._find_sharing("duplicate_keys", limit):
            company, kind, _text = key.split(":", 2)
            if len(others) <= most.get((int(company), kind), USUAL):
                for other in set(others) - {number}:
                    signs[min(number, other), max(number, other)].add(SIGNS[kind])
        for number, other in self._find_shared_files():
            signs[min(number, other), max(number, other)].add("file")
        return signs

    def _find_sharing(self, column, limit):
        """[(id, key, up to ``limit`` ids of who has it)] of these people's keys that more than one person has."""
        return self.env.execute_query(SQL(_ALIKE, keys=SQL.identifier(column), ids=self.ids, limit=limit))

    def _get_most_people(self):
        """{(company id, letter of a sign): of how many people at most it tells something}"""
        Rule, most = self.env["hr.jobseeker.rule"], {}
        for company in self.company_id:
            numbers = {code: Rule._find(code, company).number or USUAL for code in set(COMMON.values())}
            most.update({(company.id, kind): numbers[code] for kind, code in COMMON.items()})
        return most

    def _find_shared_files(self):
        """Pairs of people of one company on whose applications the very same file lies; a picture is no sign."""
        self.env["hr.applicant"].flush_model(["jobseeker_id"])
        self.env["ir.attachment"].flush_model(["checksum", "mimetype", "res_model", "res_field", "res_id"])
        rows = self.env.execute_query(self._get_same_file_sql())
        return {(mine, other) for mine, others in rows if len(others) <= USUAL for other in set(others) - {mine}}

    def _get_same_file_sql(self):
        return SQL(_SAME_FILE, ids=self.ids, limit=USUAL + 1, copies=MOST_COPIES)


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    # the files of applications by what is in them: else each look at one person reads them all
    _jobseeker_checksum_idx = models.Index("(checksum) WHERE res_model = 'hr.applicant' AND res_field IS NULL")


def _without_tag(address):
    """anna+jobs@example.org is read by Anna."""
    name, at, domain = address.partition("@")
    return f"{name.partition('+')[0] or name}{at}{domain}"


#: Each key is looked up by itself, and no further than until it is common: who is called what many are called costs no
#: more than others. (company_id is in the key.)
_ALIKE = """
    SELECT mine.id, mine.key, array_agg(alike.id)
      FROM (SELECT id, unnest(string_to_array(%(keys)s, ' ')) AS key
              FROM hr_jobseeker WHERE id = ANY(%(ids)s)) AS mine
     CROSS JOIN LATERAL (
            SELECT other.id FROM hr_jobseeker other
             WHERE string_to_array(other.%(keys)s, ' ') @> ARRAY[mine.key]
             LIMIT %(limit)s
           ) AS alike
     GROUP BY mine.id, mine.key
    HAVING count(*) > 1
"""
#: People are counted, not rows: who applied twelve times with a file is one. A logo or a portrait below letters is no
#: file of the person's own.
_SAME_FILE = """
    SELECT mine.jobseeker_id, array_agg(DISTINCT alike.jobseeker_id)
      FROM hr_applicant mine
      JOIN ir_attachment file ON file.res_model = 'hr.applicant' AND file.res_id = mine.id
                             AND file.res_field IS NULL AND file.checksum IS NOT NULL
                             AND coalesce(file.mimetype, '') NOT LIKE 'image/%%'
     CROSS JOIN LATERAL (
            SELECT DISTINCT near.jobseeker_id
              FROM (SELECT theirs.jobseeker_id
                      FROM ir_attachment copy
                      JOIN hr_applicant theirs ON theirs.id = copy.res_id AND theirs.jobseeker_id IS NOT NULL
                      JOIN hr_jobseeker owner ON owner.id = theirs.jobseeker_id
                      JOIN hr_jobseeker me ON me.id = mine.jobseeker_id AND me.company_id = owner.company_id
                     WHERE copy.checksum = file.checksum AND copy.res_model = 'hr.applicant' AND copy.res_field IS NULL
                     LIMIT %(copies)s) AS near
             LIMIT %(limit)s
           ) AS alike
     WHERE mine.jobseeker_id = ANY(%(ids)s)
     GROUP BY mine.jobseeker_id, file.checksum
    HAVING count(DISTINCT alike.jobseeker_id) > 1
"""
