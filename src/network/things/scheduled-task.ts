import { isKnownToBe, known, map, type Knowable } from "../../knowable";
import { Reading } from "../../plan";
import { TaskLauncher, type LaunchSetting, type SettingAt } from "./task-launcher";

const eventTargetProperties = [
    "arn",
    "ecsTarget",
    "input",
    "inputPath",
    "inputTransformer",
] as const;
type E = (typeof eventTargetProperties)[number];

/** An EventBridge rule's target; with `ecsTarget` it starts tasks. */
export class EventTarget extends TaskLauncher<E> {
    static readonly types = ["aws:cloudwatch/eventTarget:EventTarget"];
    static readonly properties = eventTargetProperties;
    readonly kind = "eventTarget";
    /** CloudFormation's rules have several in one list, which share its dependencies. */
    override readonly isOneOfMany: boolean = this.resource.isNative;
    override readonly countProperty: string = "ecsTarget.taskCount";

    get startsTasks(): Knowable<boolean> {
        return this.at("ecsTarget").isSet();
    }

    /** Unset is one (EventBridge API, EcsParameters). */
    override get startsTogether(): Knowable<number> {
        return map(this.at("ecsTarget").at("taskCount").number(), (count) => count ?? 1);
    }

    /** Its input overrides the task definition; what is made of an event is known only then. */
    protected override get overrides(): Reading {
        for (const property of ["inputPath", "inputTransformer"] as const) {
            const isSet = this.at(property).isSet();
            if (!isSet.known || isSet.value) {
                const what = `what ${property} makes of an event may name other roles`;
                return Reading.missing(this.resource, "input", "not-modelled", what);
            }
        }
        return this.at("input");
    }

    protected place(setting: LaunchSetting): SettingAt<E> {
        if (setting === "cluster") return { at: this.at("arn"), property: "arn" };
        const name = setting === "taskDefinition" ? "taskDefinitionArn" : setting;
        return { at: this.at("ecsTarget").at(name), property: "ecsTarget" };
    }
}

const scheduleProperties = ["target", "state"] as const;
type S = (typeof scheduleProperties)[number];

/** A schedule of EventBridge Scheduler; with `target.ecsParameters` it starts tasks. */
export class Schedule extends TaskLauncher<S> {
    static readonly types = ["aws:scheduler/schedule:Schedule"];
    static readonly properties = scheduleProperties;
    readonly kind = "schedule";
    override readonly countProperty: string = "target.ecsParameters.taskCount";

    get startsTasks(): Knowable<boolean> {
        return this.at("target").at("ecsParameters").isSet();
    }

    /** It calls ECS itself, by a universal target, unless its input certainly asks for EC2. */
    get runsTasks(): boolean {
        const target = this.at("target");
        const arn = target.at("arn").string();
        const isOfEcs = arn.known && /:aws-sdk:ecs:runTask$/i.test(arn.value ?? "");
        return isOfEcs && !isKnownToBe(target.at("input").json().at("LaunchType").string(), "EC2");
    }

    /** Unset is one; one that is disabled starts none (EventBridge Scheduler API, EcsParameters, CreateSchedule). */
    override get startsTogether(): Knowable<number> {
        if (isKnownToBe(this.at("state").string(), "DISABLED")) return known(0);
        const count = this.at("target").at("ecsParameters").at("taskCount").number();
        return map(count, (value) => value ?? 1);
    }

    /** Its input overrides the task definition. */
    protected override get overrides(): Reading {
        return this.at("target").at("input");
    }

    protected place(setting: LaunchSetting): SettingAt<S> {
        const target = this.at("target");
        if (setting === "cluster") return { at: target.at("arn"), property: "target" };
        const name = setting === "taskDefinition" ? "taskDefinitionArn" : setting;
        return { at: target.at("ecsParameters").at(name), property: "target" };
    }
}
