{
    "name": "Jobseeker Relations",
    "version": "19.0.1.1.0",
    "category": "Human Resources/Recruitment",
    "summary": "Keep the promises you make to the people who look for work through you",
    "author": "jobseeker_relations founders",
    "license": "LGPL-3",
    "depends": ["hr_recruitment_skills", "hr_recruitment_sms"],
    "data": [
        "security/ir.model.access.csv",
        "security/hr_jobseeker_security.xml",
        "security/hr_jobseeker_proposal_security.xml",
        "data/hr_jobseeker_state_data.xml",
        "data/hr_jobseeker_close_reason_data.xml",
        "data/resource_calendar_data.xml",
        "data/mail_template_data.xml",
        "data/hr_jobseeker_contact_policy_data.xml",
        "data/ir_cron_data.xml",
        # ANCHOR data needs
        # ANCHOR data agreement
        # ANCHOR data timetable
        # ANCHOR data reviews
        "wizard/hr_jobseeker_assign_views.xml",
        "wizard/hr_jobseeker_close_views.xml",
        "wizard/hr_jobseeker_contact_forecast_views.xml",
        "wizard/hr_jobseeker_contact_log_views.xml",
        "wizard/hr_jobseeker_gate_dialog_views.xml",
        "wizard/hr_jobseeker_hold_views.xml",
        "wizard/hr_jobseeker_place_views.xml",
        "wizard/hr_jobseeker_proposal_refuse_views.xml",
        "wizard/hr_jobseeker_snooze_views.xml",
        "views/token_page_templates.xml",
        "views/portal_templates.xml",
        # ANCHOR views needs
        # ANCHOR views agreement
        # ANCHOR views timetable
        # ANCHOR views reviews
        "views/portal_adviser_templates.xml",
        "views/portal_preferences_templates.xml",
        "views/still_looking_templates.xml",
        "views/hr_jobseeker_proposal_views.xml",
        # ANCHOR views jobseeker page
        "views/hr_jobseeker_views.xml",
        "views/hr_jobseeker_contact_views.xml",
        "views/hr_jobseeker_follow_up_views.xml",
        "views/hr_jobseeker_close_reason_views.xml",
        "views/hr_jobseeker_contact_policy_views.xml",
        "views/hr_applicant_views.xml",
        "views/res_config_settings_views.xml",
        "views/menus.xml",
    ],
    "demo": ["demo/hr_jobseeker_demo.xml"],
    "assets": {"web.assets_backend": ["jobseeker_relations/static/src/**/*"]},
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "application": True,
}
