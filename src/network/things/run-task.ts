import { isKnownToBe, known, map, type Gap, type Knowable } from "../../knowable";
import { oneLine, type Reading, type Single } from "../../plan";
import { TaskLauncher, type LaunchSetting, type SettingAt } from "./task-launcher";

/** What calls RunTask whenever it is asked to, in the words of that call (AWS rule 22). */
abstract class RunTask<P extends string> extends TaskLauncher<P> {
    /** What says how tasks run. */
    protected abstract readonly task: Reading;

    abstract get startsTasks(): Knowable<boolean>;

    override get assignPublicIp(): Knowable<boolean | undefined> {
        const text = this.place("networkConfiguration").at.at("assignPublicIp").string();
        return map(text, (word) => (word === undefined ? undefined : word === "ENABLED"));
    }

    override publicIpWord(isOn: boolean): Single {
        return isOn ? "ENABLED" : "DISABLED";
    }

    protected override get overrides(): Reading {
        return this.task.at("overrides");
    }
}

/** A pipe of EventBridge; with `ecsTaskParameters` it starts tasks for what comes out of its source. */
export class Pipe extends RunTask<"target" | "targetParameters" | "desiredState"> {
    static readonly types = ["aws:pipes/pipe:Pipe"];
    static readonly properties = ["target", "targetParameters", "desiredState"] as const;
    readonly kind = "pipe";
    override readonly countProperty: string = "targetParameters.ecsTaskParameters.taskCount";

    protected get task(): Reading {
        return this.at("targetParameters").dynamic().at("ecsTaskParameters");
    }

    get startsTasks(): Knowable<boolean> {
        return this.task.isSet();
    }

    /** Unset is one; one that is stopped starts none (EventBridge Pipes API). */
    override get startsTogether(): Knowable<number> {
        if (isKnownToBe(this.at("desiredState").string(), "STOPPED")) return known(0);
        return map(this.task.at("taskCount").number(), (count) => count ?? 1);
    }

    protected place(setting: LaunchSetting): SettingAt<"target" | "targetParameters"> {
        const property = "targetParameters";
        switch (setting) {
            case "cluster":
                return { at: this.at("target"), property: "target" };
            case "taskDefinition":
                return { at: this.task.at("taskDefinitionArn"), property };
            case "networkConfiguration":
                return { at: this.task.at(setting).at("awsVpcConfiguration"), property };
            default:
                return { at: this.task.at(setting), property };
        }
    }
}

/** A state of a state machine of Step Functions that runs tasks; or a machine of which it is not known whether it has one. */
export class StateMachine extends RunTask<"definition"> {
    static readonly types = ["aws:sfn/stateMachine:StateMachine"];
    static readonly properties = ["definition"] as const;
    readonly kind = "stateMachine";
    override readonly countProperty: string = "Count";
    /** Of the states of a definition it is not known which of its dependencies feeds which. */
    override readonly isOneOfMany: boolean = true;

    override get label(): string {
        const name = this.at("definition").at("name").string();
        return name.known && name.value !== undefined
            ? `state ${oneLine(name.value)} of ${super.label}`
            : super.label;
    }

    protected get task(): Reading {
        return this.at("definition").dynamic().at("task");
    }

    get startsTasks(): Knowable<boolean> {
        return this.at("definition").at("runsTasks").isSet();
    }

    /** Unset is one (ECS API, RunTask); each iteration of a Map starts so many. */
    override get startsTogether(): Knowable<number> {
        return map(this.task.at("count").number(), (count) => count ?? 1);
    }

    /** How many iterations of the Maps around it run at once, only the input of an execution tells. */
    override get repeated(): { readonly atMost: number; readonly why: Gap } | undefined {
        const definition = this.at("definition");
        if (!isKnownToBe(definition.at("isRepeated").boolean(), true)) return undefined;
        const atOnce = definition.at("atOnce").number();
        const what = "how many iterations of a Map run at once is told only when it runs";
        return {
            atMost: (atOnce.known ? atOnce.value : undefined) ?? Infinity,
            why: this.task.gap("not-modelled", what),
        };
    }

    protected place(setting: LaunchSetting): SettingAt<"definition"> {
        const property = "definition";
        switch (setting) {
            case "networkConfiguration":
                return { at: this.task.at(setting).at("awsvpcConfiguration"), property };
            case "capacityProviderStrategies":
                return { at: this.task.at("capacityProviderStrategy"), property };
            default:
                return { at: this.task.at(setting), property };
        }
    }
}
