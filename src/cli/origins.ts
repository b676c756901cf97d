import { existsSync } from "node:fs";
import { join } from "node:path";
import { nameInUrn, oneLine, stackType, typeInUrn, type Plan } from "../plan";
import { placeInProject } from "./place";

/** Where a resource is made. */
export interface Origin {
    /** The program's line, as the plan gives it. */
    readonly source: string | null;
    /** If it is made in a component of which no line is told: which, as `awsx:ecs:FargateService web`. */
    readonly component: string | null;
}

interface Component {
    readonly type: string;
    readonly name: string;
    readonly source: string | null;
}

/**
 * Tells the program's own lines from those of components that are plugins (awsx). The engine gives both as
 * if they were below the project: a plugin names the files of the repository in which it was written, as
 * `provider/awsx/ecs/fargateService.ts`.
 *
 * What no component made, the program made itself. Below a component a line is the program's unless a
 * provider of the component's package is in the plan, for then it is a plugin (default providers stand in
 * exports and recordings, not in previews), and if the file is one in which the program certainly makes
 * something, or is there.
 */
export class Origins {
    private readonly packages: ReadonlySet<string>;
    private readonly files: ReadonlySet<string>;
    private readonly found = new Map<string, boolean>();

    /**
     * @param root the folder of the Pulumi project, from the current one, if it was told.
     * @param isThere whether a file exists.
     */
    constructor(
        private readonly plan: Plan,
        private readonly root = "",
        private readonly isThere: (path: string) => boolean = existsSync,
    ) {
        this.packages = new Set(
            plan.resources.flatMap(({ type }) => /^pulumi:providers:(.+)$/.exec(type)?.[1] ?? []),
        );
        const certain = plan.resources.filter(
            ({ urn, sourcePosition }) =>
                sourcePosition !== undefined && this.componentsOf(urn).length === 0,
        );
        this.files = new Set(
            certain.map(({ sourcePosition = null }) => placeInProject(sourcePosition)?.path ?? ""),
        );
    }

    of(urn: string): Origin {
        const own = this.plan.byUrn.get(urn)?.sourcePosition ?? null;
        const components = this.componentsOf(urn);
        // The outermost one is what the program calls.
        const foreign = components.find((each) => this.isForeign(each));
        const isTold =
            foreign === undefined &&
            placeInProject(own) !== undefined &&
            (components.length === 0 || this.isOfProgram(own));
        if (isTold) return { source: own, component: null };
        const component = foreign ?? components.at(-1);
        return {
            source: null,
            component:
                component === undefined ? null : oneLine(`${component.type} ${component.name}`),
        };
    }

    private isForeign({ type, source }: Component): boolean {
        const [name = ""] = type.split(":", 1);
        return this.packages.has(name) || (source !== null && !this.isOfProgram(source));
    }

    private isOfProgram(source: string | null): boolean {
        const path = placeInProject(source)?.path;
        if (path === undefined) return false;
        if (this.files.has(path)) return true;
        let isThere = this.found.get(path);
        if (isThere === undefined) {
            isThere = [path, join(this.root, path)].some(this.isThere);
            this.found.set(path, isThere);
        }
        return isThere;
    }

    /** What a resource is made in, the outermost first; a component is in itself. */
    private componentsOf(urn: string): readonly Component[] {
        const components: Component[] = [];
        const seen = new Set<string>();
        let next: string | undefined = urn;
        while (next !== undefined && !seen.has(next)) {
            seen.add(next);
            const resource = this.plan.byUrn.get(next);
            const type = resource?.type ?? typeInUrn(next);
            // What the plan leaves out, or only facts tell, may be a component; of AWS's types none is.
            if (type !== stackType && (resource?.component ?? !type.startsWith("aws:"))) {
                const name = resource?.name ?? nameInUrn(next);
                components.unshift({ type, name, source: resource?.sourcePosition ?? null });
            }
            next = resource?.parent;
        }
        return components;
    }
}
