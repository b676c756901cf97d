import { isKnownToBe, known, map, unknown, type Gap, type Knowable } from "../../knowable";
import { madeOf, Reading, type Raw } from "../../plan";
import type { Graph } from "../links/graph";
import { candidates, doubtsOf, isEmpty, linkTo, type Links } from "../links/link";
import { alike, hasInternetGateway } from "../effective/public-subnet";
import { SecurityGroup } from "./security-group";
import { inlineRules, type Direction, type SecurityRule } from "./security-rule";
import type { Subnet } from "./subnet";
import { TaskDefinition } from "./task-definition";
import { TaskLauncher, type LaunchSetting, type SettingAt } from "./task-launcher";
import type { Vpc } from "./vpc";

const properties = [
    "cluster",
    "networkConfigurations",
    "primaryContainer",
    "scalingTargets",
    "executionRoleArn",
    "taskRoleArn",
    "taskDefinitionArn",
] as const;
type Property = (typeof properties)[number];

/**
 * A service of Express Mode. AWS makes its service, its load balancer and their security groups by itself;
 * what it runs is in the plan all the same, as the task definition that AWS makes of it (AWS rule 15).
 */
export class ExpressGatewayService extends TaskLauncher<Property> {
    static readonly types = ["aws:ecs/expressGatewayService:ExpressGatewayService"];
    static readonly properties = properties;
    readonly kind = "expressGatewayService";
    override readonly countProperty = "minTaskCount";

    protected place(setting: LaunchSetting): SettingAt<Property> {
        switch (setting) {
            case "cluster":
                return { at: this.at("cluster"), property: "cluster" };
            case "taskDefinition":
                return { at: this.at("taskDefinitionArn"), property: "taskDefinitionArn" };
            case "networkConfiguration":
                return { at: this.network, property: "networkConfigurations" };
            default:
                // AWS sets these, and nobody else may.
                return { at: this.unset(setting), property: "networkConfigurations" };
        }
    }

    /** The only block of a list, or, with CloudFormation, the block. */
    private only(name: "networkConfigurations" | "scalingTargets"): Reading {
        const place = this.at(name);
        if (!place.isList()) return place;
        const list = place.elements();
        return (list.known ? list.value[0] : undefined) ?? this.unset(name);
    }

    private unset(name: string): Reading {
        return Reading.of(this.resource, name, undefined);
    }

    private get network(): Reading {
        return this.only("networkConfigurations");
    }

    override get launchType(): Knowable<string | undefined> {
        return known("FARGATE");
    }

    override get hasNetworkConfiguration(): Knowable<boolean> {
        return known(true);
    }

    /** Its own, or the one that AWS makes of its primary container. */
    override get taskDefinition(): Links<TaskDefinition> {
        const made = this.graph.node(`${this.urn}#${madeOf}`);
        return made instanceof TaskDefinition ? linkTo(made) : super.taskDefinition;
    }

    /** How many tasks it keeps at least. */
    get minTaskCount(): Knowable<number> {
        return map(this.only("scalingTargets").at("minTaskCount").number(), (count) => count ?? 0);
    }

    /** How many tasks it may run, as far as its own scaling goes. */
    get maxTaskCount(): Knowable<number> {
        return map(this.only("scalingTargets").at("maxTaskCount").number(), (count) => count ?? 0);
    }

    override get subnets(): Links<Subnet> {
        return this.memo("subnets", () => {
            const named = this.namedSubnets;
            return isEmpty(named) ? this.ofDefaultVpc : named;
        });
    }

    private get namedSubnets(): Links<Subnet> {
        return this.many("networkConfigurations", "subnet", this.network.at("subnets"));
    }

    /** It names no subnet, so it runs in the default VPC of its region. */
    override isInDefaultVpc(): boolean {
        return isEmpty(this.namedSubnets);
    }

    /** Some of the public subnets of the default VPC, which nobody tells but facts, or a plan that adopts them. */
    private get ofDefaultVpc(): Links<Subnet> {
        const why = this.resource.gap(
            "networkConfigurations",
            "outside",
            "it names no subnets, so AWS takes public ones of the default VPC, which are not in this plan",
        );
        const vpcs = this.graph
            .all("vpc")
            .filter(
                ({ isAdopted, resource: { region } }) =>
                    isAdopted && (!region.known || !this.isElsewhere(region.value)),
            );
        const subnets = vpcs.flatMap((vpc) => {
            const { certain } = this.graph.children("subnet", vpc, "vpc");
            return certain.filter(
                (subnet) => !isKnownToBe(hasInternetGateway(this.graph, subnet), false),
            );
        });
        // It lists none itself, and they are of one VPC.
        const distinct = { least: 1, most: 1 };
        const rest = { nodes: [], possible: [], assumed: [], distinct };
        if (subnets.length === 0) return { ...rest, gaps: [why] };
        const isWhole = vpcs.length === 1 && vpcs.every((vpc) => this.isWhole(vpc));
        return { ...rest, gaps: [], some: { candidates: subnets, orOutside: !isWhole, why } };
    }

    private isElsewhere(other: string): boolean {
        const { region } = this.resource;
        return region.known && region.value !== other;
    }

    private isWhole({ resource: { id } }: Vpc): boolean {
        const whole = id.known ? this.graph.plan.outside?.whole.get(id.value) : undefined;
        return whole?.except.every(({ what }) => what !== "subnets") === true;
    }

    override get securityGroups(): Links<SecurityGroup> {
        return this.memo("securityGroups", () =>
            this.many("networkConfigurations", "securityGroup", this.network.at("securityGroups")),
        );
    }

    /**
     * The group that AWS makes lets everything out. With groups of the program's AWS only says that they
     * add a way in; whether its own is there as well, no page tells.
     */
    override get interfaceGroups(): Links<SecurityGroup> {
        return this.memo("interface groups", () => {
            const named = this.securityGroups;
            const own = new ExpressSecurityGroup(this, this.graph);
            if (isEmpty(named)) return linkTo<SecurityGroup>(own);
            const what =
                "whether the security group that AWS makes for the service is there beside those that it names is not documented";
            const why = this.resource.gap("networkConfigurations", "not-modelled", what);
            return { ...named, gaps: [...named.gaps, why], possible: [...named.possible, own] };
        });
    }

    /** Whoever runs in public subnets has a public IP, who runs in private ones has none. */
    override get assignPublicIp(): Knowable<boolean | undefined> {
        return this.memo("assignPublicIp", () => {
            // Public ones are what it takes.
            if (this.isInDefaultVpc()) return known(true);
            const [why] = doubtsOf(this.namedSubnets).filter((gap) => this.isOpen(gap));
            return why === undefined ? this.arePublic : unknown(why);
        });
    }

    /** Of an unknown list it is known which subnets may be meant: what is the same of all is certain. */
    private isOpen(gap: Gap): boolean {
        return this.namedSubnets.some?.orOutside !== false || gap !== this.namedSubnets.some.why;
    }

    private get arePublic(): Knowable<boolean> {
        const what =
            "some of its subnets are public and others not: which of them decides, or whether AWS refuses them, is not documented";
        return alike(
            candidates(this.namedSubnets).map((subnet) => hasInternetGateway(this.graph, subnet)),
            this.resource.gap("networkConfigurations", "not-modelled", what),
        );
    }
}

/** The group that AWS makes for the tasks of a service of Express Mode. */
class ExpressSecurityGroup extends SecurityGroup {
    constructor({ resource }: ExpressGatewayService, graph: Graph) {
        super(resource, graph);
    }

    override get label(): string {
        return "security group of Express Mode service";
    }
    override readonly isNameless = true;

    override get vpc(): Links<Vpc> {
        return linkTo();
    }

    override get isAdopted(): boolean {
        return false;
    }

    /** Out to everywhere, as far as AWS tells; who else than its load balancer comes in it does not. */
    override inlineRules(direction: Direction): Knowable<readonly SecurityRule[]> {
        return this.rules(direction, direction === "egress" ? ["0.0.0.0/0"] : [], []);
    }

    override copiedRules(direction: Direction): readonly SecurityRule[] {
        const inward = direction === "ingress" ? ["0.0.0.0/0"] : [];
        const rules = this.rules(direction, inward, ["::/0"]);
        return rules.known ? rules.value : [];
    }

    private rules(
        direction: Direction,
        cidrBlocks: Raw[],
        ipv6CidrBlocks: Raw[],
    ): Knowable<readonly SecurityRule[]> {
        const rule = { protocol: "-1", cidrBlocks, ipv6CidrBlocks };
        const place = Reading.of(this.resource, direction, [rule]);
        return inlineRules(this.resource, direction, place);
    }
}
