from odoo.fields import Command

from .need_case import NeedCase


class MatchCase(NeedCase):
    """Ana, who asks for 30,000 to 34,000 a year, and a job that pays 36,000; all as the officer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.jobseeker"].search([("id", "!=", cls.ana.id)]).sudo().state = "closed"
        cls.env["hr.job"].search([("id", "!=", cls.job.id)]).active = False
        cls.Match = cls.env["hr.jobseeker.match"].with_user(cls.officer)
        cls.Suggestion = cls.env["hr.jobseeker.match.suggestion"]
        cls.welding, cls.driving = cls._make_skills("Welding", "Driving")

    @classmethod
    def _make_skills(cls, *names):
        kind = cls.env["hr.skill.type"].create(
            {
                "name": "Crafts",
                "skill_ids": [Command.create({"name": name}) for name in names],
                "skill_level_ids": [
                    Command.create({"name": name, "level_progress": level, "default_level": level == 30})
                    for name, level in (("Some", 30), ("Good", 60), ("All", 100))
                ],
            }
        )
        cls.levels = {level.level_progress: level for level in kind.skill_level_ids}
        return kind.skill_ids.sorted("id")

    @classmethod
    def _vacancy(cls, name="Fitter", skills=(), **requirements):
        """A job with requirements given as type="value", or type=(value, priority)."""
        job = cls.env["hr.job"].create({"name": name, "company_id": cls.company.id, "user_id": cls.officer.id})
        cls._ask(job, **requirements)
        for skill, level in skills:
            cls.env["hr.job.skill"].create({"job_id": job.id, **cls._skill_vals(skill, level)})
        return job

    @classmethod
    def _ask(cls, job, **requirements):
        rows = []
        for kind, given in requirements.items():
            value, priority = given if isinstance(given, tuple) else (given, "should")
            rows.append({"job_id": job.id, "type_id": cls._type(kind).id, "value": value, "priority": priority})
        return cls.env["hr.job.requirement"].create(rows)

    @classmethod
    def _skill_vals(cls, skill, level):
        return {
            "skill_id": skill.id,
            "skill_type_id": skill.skill_type_id.id,
            "skill_level_id": cls.levels[level].id,
        }

    @classmethod
    def _person(cls, name, skills=(), **needs):
        """Somebody who looks for work, with needs given as type="value", or type=(value, priority)."""
        address = f"{name.lower().replace(' ', '.')}@example.com"
        person = cls._jobseeker(cls.env["res.partner"].create({"name": name, "email": address}))
        for kind, given in needs.items():
            value, priority = given if isinstance(given, tuple) else (given, "should")
            cls._need(kind, value, jobseeker=person, priority=priority)
        if skills:
            cls._application(
                name,
                address,
                partner_id=person.partner_id.id,
                applicant_skill_ids=[Command.create(cls._skill_vals(skill, level)) for skill, level in skills],
            )
        return person

    def _people(self, job, domain=(), user=None):
        """What the list of a job shows: the rows, freshly read."""
        self.env.flush_all()
        self.env.invalidate_all()
        matches = self.Match.with_context(match_job_id=job.id)
        return (matches.with_user(user) if user else matches).search(list(domain))

    def _jobs(self, person, domain=()):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.Match.with_context(match_jobseeker_id=person.id).search(list(domain))

    def _match(self, job, person):
        [match] = self._people(job, [("jobseeker_id", "=", person.id)])
        return match
