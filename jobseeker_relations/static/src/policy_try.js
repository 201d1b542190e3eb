/** "Try It" on a contact policy: what the form says is tried as it stands, and nothing is saved. */
import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

export class PolicyTry extends Component {
    static template = "jobseeker_relations.PolicyTry";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    /** @param {30 | 90} days */
    async onClick(days) {
        const { record } = this.props;
        const values = await record.getChanges();
        const ids = record.resId ? [record.resId] : [];
        await this.action.doAction(await this.orm.call(record.resModel, "action_try", [ids, values, days]));
    }
}

registry.category("view_widgets").add("jobseeker_policy_try", { component: PolicyTry });
