{
    "name": "Jobseeker Relations",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Recruitment",
    "summary": "Keep the promises you make to the people who look for work through you",
    "author": "jobseeker_relations founders",
    "website": "https://github.com/jobseeker-relations/jobseeker_relations",
    "license": "LGPL-3",
    "depends": ["hr_recruitment_skills", "hr_recruitment_sms"],
    "data": ["security/ir.model.access.csv"],
    "application": True,
}
