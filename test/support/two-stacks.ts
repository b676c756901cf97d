import { readFileSync } from "node:fs";
import { join } from "node:path";

interface State {
    readonly urn: string;
    readonly type: string;
    readonly dependencies?: readonly string[];
    readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

interface Export {
    readonly deployment: { readonly resources: readonly State[] };
}

/** Exports of two stacks, made of a real one: a network, and a service in it that names it by ids. */
export function twoStacks(): { readonly network: string; readonly service: string } {
    const file = join(__dirname, "..", "..", "examples", "plans", "nat.export.json");
    const whole = JSON.parse(readFileSync(file, "utf8")) as Export;
    const { resources } = whole.deployment;
    const isNetwork = ({ type }: State): boolean => type.startsWith("aws:ec2/");
    const isShared = ({ type }: State): boolean => type.startsWith("pulumi:");
    const gone = new Set(resources.filter(isNetwork).map(({ urn }) => urn));
    const isHere = (urn: string): boolean => !gone.has(urn);
    const rest = resources
        .filter((each) => !isNetwork(each))
        .map(({ dependencies = [], propertyDependencies = {}, ...each }) => ({
            ...each,
            dependencies: dependencies.filter(isHere),
            propertyDependencies: Object.fromEntries(
                Object.entries(propertyDependencies).map(([name, urns]) => [
                    name,
                    urns.filter(isHere),
                ]),
            ),
        }));
    const exported = (of: readonly State[]): string =>
        JSON.stringify({ ...whole, deployment: { ...whole.deployment, resources: of } });
    return {
        network: exported(resources.filter((each) => isNetwork(each) || isShared(each))),
        service: exported(rest),
    };
}
