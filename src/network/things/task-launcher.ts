import { isKnownToBe, isUnresolved, known, map, type Gap, type Knowable } from "../../knowable";
import type { Reading, Single } from "../../plan";
import { ClassicLoadBalancer } from "./classic-load-balancer";
import type { Cluster } from "./cluster";
import type { DiscoveryService } from "./hosted-zone";
import { candidates, linkTo, type Links } from "../links/link";
import { Node } from "../links/node";
import type { SecurityGroup } from "./security-group";
import type { Subnet } from "./subnet";
import type { TargetGroup } from "./target-group";
import type { RoleProperty, TaskDefinition } from "./task-definition";

/** Where a launcher keeps what all of them have: the place, and the top-level property that it is in. */
export interface SettingAt<P extends string> {
    readonly at: Reading;
    readonly property: P;
}

export type LaunchSetting =
    | "launchType"
    | "capacityProviderStrategies"
    | "networkConfiguration"
    | "platformVersion"
    | "taskDefinition"
    | "cluster"
    | "enableExecuteCommand";

/** A resource that starts ECS tasks: a service, a task set, an EventBridge target, a schedule, a pipe, a state machine. */
export abstract class TaskLauncher<P extends string = string> extends Node<P> {
    protected abstract place(setting: LaunchSetting): SettingAt<P>;

    /** What says how many tasks it starts. */
    readonly countProperty: string = "desiredCount";

    /** How many tasks it starts together, whenever a schedule or an event lets it start some. */
    get startsTogether(): Knowable<number> {
        return known(0);
    }

    /** How often it does that at once at most, where that is not once, and why it is not known. */
    get repeated(): { readonly atMost: number; readonly why: Gap } | undefined {
        return undefined;
    }

    /** `FARGATE`, `EC2`, `EXTERNAL`; unset leaves it to the strategies. */
    get launchType(): Knowable<string | undefined> {
        return this.place("launchType").at.string();
    }

    /** Names of the capacity providers of its own strategy. */
    get capacityProviders(): Knowable<readonly Knowable<string | undefined>[]> {
        return providersOf(this.place("capacityProviderStrategies").at);
    }

    /** What its own strategy gives each capacity provider. */
    get shares(): Knowable<readonly StrategyShare[]> {
        return sharesAt(this.place("capacityProviderStrategies").at);
    }

    get cluster(): Links<Cluster> {
        const { at, property } = this.place("cluster");
        return this.one(property, "cluster", at);
    }

    get taskDefinition(): Links<TaskDefinition> {
        const { at, property } = this.place("taskDefinition");
        return this.one(property, "taskDefinition", at);
    }

    /** Others give it new revisions: on what exists, `ignoreChanges` leaves theirs. */
    get ignoredTaskDefinition(): Gap | undefined {
        return this.ignored("taskDefinition", "another revision may run");
    }

    /** Where a setting stands: `platformVersion`, `ecsTarget.platformVersion`. */
    pathOf(setting: LaunchSetting): string {
        return this.place(setting).at.path;
    }

    get assignPublicIpPath(): string {
        return `${this.pathOf("networkConfiguration")}.assignPublicIp`;
    }

    /** Why the live value of a setting may be another than the program's; empty if it is not. */
    ignoredChangesOf(setting: LaunchSetting): readonly Gap[] {
        const gap = this.ignored(setting, "another value may be in use");
        return gap === undefined ? [] : [gap];
    }

    private ignored(setting: LaunchSetting, so: string): Gap | undefined {
        const { at, property } = this.place(setting);
        if (this.resource.isNew || !this.resource.ignoresChangesOf(property)) return undefined;
        return at.gap("open", `ignoreChanges covers ${property}, so ${so}`);
    }

    /** `LATEST`, `1.4.0` …; unset is `LATEST`. */
    get platformVersion(): Knowable<string | undefined> {
        return this.place("platformVersion").at.string();
    }

    get hasNetworkConfiguration(): Knowable<boolean> {
        return this.place("networkConfiguration").at.isSet();
    }

    get subnets(): Links<Subnet> {
        return this.memo("subnets", () => {
            const { at, property } = this.place("networkConfiguration");
            return this.many(property, "subnet", at.at("subnets"));
        });
    }

    /** Those that it names. */
    get securityGroups(): Links<SecurityGroup> {
        return this.memo("securityGroups", () => {
            const { at, property } = this.place("networkConfiguration");
            return this.many(property, "securityGroup", at.at("securityGroups"));
        });
    }

    /** The groups of its tasks' interfaces: those that it names; of none, the VPC's default one. */
    get interfaceGroups(): Links<SecurityGroup> {
        return this.securityGroups;
    }

    /** It runs in the default VPC of its region, whatever VPCs the plan has. */
    isInDefaultVpc(): boolean {
        return false;
    }

    /** Whether its tasks get a public IPv4 address; unset means no. */
    get assignPublicIp(): Knowable<boolean | undefined> {
        return this.place("networkConfiguration").at.at("assignPublicIp").boolean();
    }

    /** How it writes that tasks get one, or get none. */
    publicIpWord(isOn: boolean): Single {
        return isOn;
    }

    /** ECS Exec can open a shell in its tasks; unset means no. */
    get enableExecuteCommand(): Knowable<boolean | undefined> {
        return this.place("enableExecuteCommand").at.boolean();
    }

    /** Whether it starts its tasks with another role than their definition names. */
    replacesRole(property: RoleProperty): Knowable<boolean> {
        const { overrides } = this;
        return overrides === undefined ? known(false) : overrides.json().at(property).isSet();
    }

    /** Where it changes what the task definition says, if it can. */
    protected get overrides(): Reading | undefined {
        return undefined;
    }

    /** The target groups with which its tasks register. */
    get targetGroups(): Links<TargetGroup> {
        return linkTo();
    }

    /** Its `loadBalancers` blocks, one by one. */
    get registrations(): Knowable<readonly Registration[]> {
        return known([]);
    }

    /** Its `serviceRegistries` block: how Cloud Map finds its tasks. */
    get discovery(): Knowable<Discovery | undefined> {
        return known(undefined);
    }

    /** Target groups of `loadBalancers` blocks, those of a blue/green deployment among them. */
    protected targetGroupsIn(blocks: Reading, property: P): Links<TargetGroup> {
        return this.inBlocks(property, "targetGroup", targetGroupsAt, blocks);
    }

    /** `classicName` is the key by which a block names a Classic Load Balancer. */
    protected registrationsIn(
        blocks: Reading,
        property: P,
        classicName: string,
    ): Knowable<readonly Registration[]> {
        return this.memo("registrations", () =>
            map(blocks.elements(), (list) => {
                const all = list.flatMap(targetGroupsAt);
                return list.map((block) => ({
                    targetGroups: this.graph.linker.among(
                        targetGroupsAt(block),
                        all,
                        this.resource,
                        property,
                        "targetGroup",
                    ),
                    hasAlternate: alternateAt(block).isSet(),
                    containerName: block.at("containerName").string(),
                    containerPort: block.at("containerPort").number(),
                    classicName: block.at(classicName).string(),
                    classics: this.classicsIn(block, classicName, property),
                }));
            }),
        );
    }

    /** What an unknown name means, and what stands in the place of a target group. */
    private classicsIn(
        block: Reading,
        name: string,
        property: P,
    ): readonly Links<ClassicLoadBalancer>[] {
        const isThere = block.isSet();
        if (!isThere.known) return [{ ...linkTo(), gaps: [isThere.why] }];
        return [
            this.one(property, "classicLoadBalancer", block.at(name)),
            this.classicAt(block.at("targetGroupArn"), property),
        ];
    }

    /** The Classic Load Balancer that stands in a target group's place: exactly, or because nothing else may. */
    private classicAt(place: Reading, property: P): Links<ClassicLoadBalancer> {
        const arn = place.string();
        if (arn.known) {
            const { region } = this.resource;
            const found = this.graph.find("classicLoadBalancer", arn.value ?? "", region);
            return found instanceof ClassicLoadBalancer ? linkTo(found) : linkTo();
        }
        const fed = this.one(property, "classicLoadBalancer", place);
        if (candidates(fed).length === 0) return linkTo();
        if (candidates(this.one(property, "targetGroup", place)).length === 0) return fed;
        // More unknown places than target groups that feed them: it may stand in any.
        const mayStandThere = this.targetGroups.gaps.some(isUnresolved);
        return { ...linkTo(), gaps: mayStandThere ? [arn.why] : [] };
    }

    protected discoveryIn(block: Reading, property: P): Knowable<Discovery | undefined> {
        return map(block.isSet(), (isSet) =>
            isSet
                ? {
                      registry: this.one(property, "discoveryService", block.at("registryArn")),
                      port: portOrNone(block.at("port")),
                      containerName: block.at("containerName").string(),
                      containerPort: portOrNone(block.at("containerPort")),
                  }
                : undefined,
        );
    }
}

/** The provider does not send a port 0, which modules write for none. */
function portOrNone(place: Reading): Knowable<number | undefined> {
    return map(place.number(), (port) => (port === 0 ? undefined : port));
}

/** What a `loadBalancers` block says: with which target groups a port of a container registers. */
export interface Registration {
    /** Its own, and the alternate one of a blue/green deployment. */
    readonly targetGroups: Links<TargetGroup>;
    /** It is of a blue/green deployment, so one of two groups serves at a time. */
    readonly hasAlternate: Knowable<boolean>;
    readonly containerName: Knowable<string | undefined>;
    readonly containerPort: Knowable<number | undefined>;
    /** The name of a Classic Load Balancer, which stands there instead of target groups. */
    readonly classicName: Knowable<string | undefined>;
    /** The Classic Load Balancers of this plan that it means, by a name or in the place of a target group. */
    readonly classics: readonly Links<ClassicLoadBalancer>[];
}

/** What a `serviceRegistries` block says: where Cloud Map enters the tasks, and with which port. */
export interface Discovery {
    readonly registry: Links<DiscoveryService>;
    readonly port: Knowable<number | undefined>;
    readonly containerName: Knowable<string | undefined>;
    readonly containerPort: Knowable<number | undefined>;
}

function alternateAt(block: Reading): Reading {
    return block.at("advancedConfiguration").at("alternateTargetGroupArn");
}

/** The target groups that a block names; what it leaves unset stands for none. */
function targetGroupsAt(block: Reading): readonly Reading[] {
    return [block.at("targetGroupArn"), alternateAt(block)].filter(
        (place) => !isKnownToBe(place.isSet(), false),
    );
}

/** What a strategy gives one capacity provider; unset is none (ECS API, CapacityProviderStrategyItem). */
export interface StrategyShare {
    /** The name of the capacity provider. */
    readonly provider: Knowable<string | undefined>;
    /** So many tasks at least. */
    readonly base: Knowable<number | undefined>;
    /** A share of all others. */
    readonly weight: Knowable<number | undefined>;
}

/** What the strategies at a place give each capacity provider. */
export function sharesAt(strategies: Reading): Knowable<readonly StrategyShare[]> {
    return map(strategies.elements(), (list) =>
        list.map((each) => ({
            provider: providerAt(each),
            base: each.at("base").number(),
            weight: each.at("weight").number(),
        })),
    );
}

function providerAt(strategy: Reading): Knowable<string | undefined> {
    return strategy.at("capacityProvider").string();
}

/** Names of the capacity providers of the strategies at a place. */
export function providersOf(
    strategies: Reading,
): Knowable<readonly Knowable<string | undefined>[]> {
    return map(strategies.elements(), (list) => list.map(providerAt));
}
