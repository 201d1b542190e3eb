/** "Translate" beside the warning of a missing language: the text of offered terms is locked, so its field has no button. */
import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useTranslationDialog } from "@web/views/fields/translation_button";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

export class TermsTranslate extends Component {
    static template = "jobseeker_relations.TermsTranslate";
    static props = { ...standardWidgetProps };

    setup() {
        this.openDialog = useTranslationDialog();
    }

    /** The server takes what a language lacks, and refuses to change what it has. */
    async onClick() {
        await this.openDialog({ record: this.props.record, fieldName: "text" });
    }
}

registry.category("view_widgets").add("jobseeker_terms_translate", { component: TermsTranslate });
