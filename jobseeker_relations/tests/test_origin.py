from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools import file_path

from odoo.addons.jobseeker_relations.models.hr_jobseeker_origin import SOURCE_BY_KIND
from odoo.addons.jobseeker_relations.models.hr_jobseeker_source import SOURCES

from .common import JobseekerCase


@tagged("post_install", "-at_install")
class TestOrigin(JobseekerCase):
    """By which method somebody came: from the first application, else from how we came by their data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board, cls.fair = cls.env["utm.source"].create([{"name": "Board of welders"}, {"name": "Fair of May"}])
        cls.campaign = cls.env["utm.campaign"].create({"title": "Spring"})
        cls.medium = cls.env.ref("utm.utm_medium_banner")
        cls.page = cls.env.ref("jobseeker_relations.utm_source_application")

    @classmethod
    def _person(cls, name="Nia", **vals):
        partner = cls.env["res.partner"].create({"name": name, "email": f"{name.lower()}@example.org"})
        return cls.env["hr.jobseeker"].create({"partner_id": partner.id, "company_id": cls.company.id, **vals})

    def test_the_first_application_says_it(self):
        application = self._application(source_id=self.board.id, medium_id=self.medium.id, campaign_id=self.campaign.id)
        person = application.jobseeker_id
        self.assertEqual(person.source_id, self.board)
        self.assertEqual((person.medium_id, person.campaign_id), (self.medium, self.campaign))
        again = self._application(source_id=self.fair.id)
        self.assertEqual(again.jobseeker_id, person)
        again.source_id = self.env.ref("utm.utm_source_linkedin")
        self.assertEqual(person.source_id, self.board)

    def test_what_somebody_fills_in_later_on_the_first_application(self):
        first, second = self._application(), self._application()
        person = first.jobseeker_id
        self.assertEqual(person.source_id, self.page, "of who merely applied no more is known")
        second.source_id = self.fair
        self.assertEqual(person.source_id, self.page)
        first.with_user(self.officer).source_id = self.board
        self.assertEqual(person.source_id, self.board)
        first.source_id = self.fair
        self.assertEqual(person.source_id, self.board, "what is known is not overwritten")

    def test_a_tracker_of_the_job(self):
        tracker = self.env["hr.recruitment.source"].create({"name": "Leaflet", "job_id": self.job.id})
        application = self._application(source_id=tracker.source_id.id, medium_id=tracker.medium_id.id)
        self.assertEqual(application.jobseeker_id.source_id.name, "Leaflet")
        cost = self.env["hr.jobseeker.attraction.cost"].new({"tracker_id": tracker.id})
        cost._onchange_tracker_id()
        self.assertEqual((cost.source_id, cost.medium_id), (tracker.source_id, tracker.medium_id))

    def test_every_kind_but_other_has_a_method(self):
        self.assertEqual(SOURCE_BY_KIND.keys(), {kind for kind, _name in SOURCES} - {"other"})
        for kind in SOURCE_BY_KIND:
            self.assertTrue(self._person(kind.capitalize(), source_kind=kind).source_id, kind)
        self.assertFalse(self._person("Other", source_kind="other").source_id)
        self.assertFalse(self._person().source_id)

    def test_a_mended_kind_takes_its_method_along(self):
        person = self._person(source_kind="walk_in")
        self.assertEqual(person.medium_id, self.env.ref("utm.utm_medium_direct"))
        person.source_kind = "own_search"
        self.assertEqual(person.source_id, self.env.ref("jobseeker_relations.utm_source_own_search"))
        self.assertTrue(person._is_from_elsewhere(), "whom we found ourselves gets a privacy notice")
        person.source_id = self.fair
        person.source_kind = "event"
        self.assertEqual(person.source_id, self.fair, "chosen by hand")
        both = {"source_kind": "advert", "source_id": self.board.id}
        person.write(both)
        self.assertEqual(person.source_id, self.board)

    def test_the_installation_says_the_same(self):
        people = self._application(source_id=self.board.id).jobseeker_id
        people |= self._application("Bo Berg", "bo@example.com", medium_id=self.medium.id).jobseeker_id
        self._application("Bo Berg", "bo@example.com", source_id=self.fair.id)
        people |= self._person("Ida", source_id=self.fair.id)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_jobseeker SET source_id = NULL, medium_id = NULL WHERE id = ANY(%s)", [people[:2].ids]
        )
        self.env.invalidate_all()
        self.env["hr.jobseeker"]._take_origins()
        self.assertEqual([person.source_id for person in people], [self.board, self.page.browse(), self.fair])
        self.assertEqual(people[1].medium_id, self.medium)

    def test_who_was_there_before_the_upgrade_is_told_apart_too(self):
        people = self._application(source_id=self.board.id).jobseeker_id
        people |= self._person("Ida", source_kind="referral")
        expected = [person.source_id for person in people]
        self.env.flush_all()
        self.env.cr.execute("UPDATE hr_jobseeker SET source_id = NULL, medium_id = NULL")
        self.env.invalidate_all()
        script = load_script(file_path("jobseeker_relations/migrations/19.0.1.5.0/post-migrate.py"), "origins")
        script.migrate(self.env.cr, "19.0.1.4.0")
        self.env.invalidate_all()
        self.assertEqual([person.source_id for person in people], expected)

    def test_of_two_relationships_the_earlier_one_tells(self):
        late, early = self._person(source_id=self.board.id), self._person("Nina", source_id=self.fair.id)
        early.data_received_on = "2026-01-01"
        self.assertEqual(late._get_join_vals(early)["source_id"], self.fair.id)
        self.assertNotIn("source_id", early._get_join_vals(late))
        early.source_id = False
        self.assertEqual(early._get_join_vals(late)["source_id"], self.board.id)

    def test_the_number_of_queries_is_constant(self):
        def fill_in(count, word):
            applications = self.env["hr.applicant"].concat(
                *(self._application(f"{word} {n}", f"{word}{n}@example.org") for n in range(count))
            )
            return self._count_queries(lambda: applications._tell_origin() or applications.write({"source_id": 1}))

        fill_in(2, "warm")
        few, many = fill_in(5, "few"), fill_in(10, "many")
        self.assertLessEqual(many, few + 2)
