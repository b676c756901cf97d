import { readFileSync } from "node:fs";
import { join } from "node:path";

interface State {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    readonly inputs?: unknown;
    readonly dependencies?: readonly string[];
    readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

interface Export {
    readonly deployment: { readonly resources: readonly State[] };
}

interface Preview {
    readonly steps: readonly { readonly newState: State }[];
}

/** What the engine prints for a value that is not known yet. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** One program as two stacks: a network that is deployed, and a service in it that is not. */
export interface TwoStacks {
    /** `pulumi stack export` of the network. */
    readonly network: string;
    /** `pulumi preview --json` of the service: it names the network by ids, as from its configuration. */
    readonly service: string;
}

/** Takes the recorded program `nat` apart. */
export function twoStacks(): TwoStacks {
    const whole = read("nat.export.json") as Export;
    const preview = read("nat.preview.json") as Preview;
    const { resources } = whole.deployment;
    const isNetwork = ({ type }: State): boolean =>
        type.startsWith("aws:ec2/") && !type.startsWith("aws:ec2/securityGroup:");
    const isShared = ({ type }: State): boolean => type.startsWith("pulumi:");
    const network = resources.filter(isNetwork);
    const ids = new Set<unknown>(network.map(({ id }) => id));
    const isHere = (urn: string): boolean => !network.some((each) => each.urn === urn);
    const deployed = new Map(resources.map(({ urn, inputs }) => [urn, inputs]));

    const alone = (state: State): State => ({
        ...state,
        inputs: filled(state.inputs, deployed.get(state.urn), ids),
        ...(state.dependencies && { dependencies: state.dependencies.filter(isHere) }),
        ...(state.propertyDependencies && {
            propertyDependencies: Object.fromEntries(
                Object.entries(state.propertyDependencies).map(([name, urns]) => [
                    name,
                    urns.filter(isHere),
                ]),
            ),
        }),
    });
    const steps = preview.steps.filter(({ newState }) => !isNetwork(newState));
    const ofNetwork = resources.filter((each) => isNetwork(each) || isShared(each));
    return {
        network: written({
            ...whole,
            deployment: { ...whole.deployment, resources: ofNetwork },
        })
            .replaceAll("urn:pulumi:dev::web::", "urn:pulumi:dev::network::")
            .replaceAll("Stack::web-nat", "Stack::network-dev"),
        service: written({
            ...preview,
            steps: steps.map((step) => ({ ...step, newState: alone(step.newState) })),
            changeSummary: { create: steps.length },
        }),
    };
}

/** What was unknown in it, and is an id of the network: that is there already. */
function filled(planned: unknown, deployed: unknown, ids: ReadonlySet<unknown>): unknown {
    if (planned === unknown) return ids.has(deployed) ? deployed : unknown;
    if (Array.isArray(planned)) {
        const other = Array.isArray(deployed) ? (deployed as unknown[]) : [];
        return planned.map((each, i) => filled(each, other[i], ids));
    }
    if (typeof planned !== "object" || planned === null) return planned;
    const other = new Map(Object.entries(deployed ?? {}));
    return Object.fromEntries(
        Object.entries(planned).map(([name, each]) => [name, filled(each, other.get(name), ids)]),
    );
}

function read(name: string): unknown {
    return JSON.parse(readFileSync(join(__dirname, "..", "..", "examples", "plans", name), "utf8"));
}

function written(json: unknown): string {
    return `${JSON.stringify(json, undefined, 1)}\n`;
}
