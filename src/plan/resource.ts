import { known, orMade, unknown, type Gap, type Knowable, type Reason } from "../knowable";
import { rulesFor } from "./defaults";
import type { Fact } from "./facts";
import { firstOf, oneLine } from "./printable";
import {
    hasSentinel,
    isObject,
    isSecret,
    open,
    own,
    textsIn,
    withoutSecrets,
    type Raw,
    type RawProperties,
    type Single,
} from "./raw";
import { Reading, topLevel } from "./reading";

/** Where a record comes from: this plan, or facts about what exists outside it. */
export type Origin = "plan" | "outside";

/** What a source of plans knows of one resource. The lists and maps hold URNs. */
export interface PlanRecord {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly parent?: string | undefined;
    /** What the program set: recorded while `Analyze` ran, or `inputs` of a file. Missing: unknown. */
    readonly inputs?: RawProperties | undefined;
    /** What the provider returned: `AnalyzeStack`, or `outputs` of a file. Missing: there are none yet. */
    readonly outputs?: RawProperties | undefined;
    readonly id?: Raw | undefined;
    readonly dependencies: readonly string[];
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
    readonly ignoreChanges: readonly string[];
    /** Its id stands in for one that it gets when it is made. */
    readonly isRehearsed?: boolean | undefined;
    /** Read (`X.get`), not managed by this program. */
    readonly external: boolean;
    /** A component: it stands for its children. */
    readonly component: boolean;
    /** Left out of this operation (`--target`): it says nothing at all. */
    readonly skipped: boolean;
    /** URN of its provider. */
    readonly provider?: string | undefined;
    readonly providerRegion?: Raw | undefined;
    /** The major version of its provider, if the plan tells it. */
    readonly providerMajor?: number | undefined;
    /** The program's line, such as `project:///index.ts#15,1`. */
    readonly sourcePosition?: string | undefined;
    readonly origin: Origin;
    /** Of what could add to a network unseen: every text that it holds. */
    readonly mentions?: (() => Iterable<string>) | undefined;
    /** What facts say of it, beside or instead of the plan. */
    readonly facts?: KnownFacts | undefined;
    /** How the program declares it, if in other words than these. */
    readonly declared?: Declared | undefined;
}

/** A resource of another provider than `aws`, which is read in the words of that one. */
export interface Declared {
    readonly type: string;
    /** The URN of the whole, where this is only a part of it. */
    readonly urn: string;
    /** The path of a property, as the program has it. */
    readonly spell: (path: string) => string;
    /** A value of that property, as the program has it. */
    readonly word: (path: string, value: Single) => Single;
}

/** Facts about one thing: of what is not there nothing is known. */
export interface KnownFacts {
    readonly properties: RawProperties;
    /** What a state file holds besides: no more than possible. */
    readonly copied?: RawProperties | undefined;
    /** Whether it is its region's default VPC, if they say. */
    readonly isDefault?: boolean | undefined;
    /** When they were taken, in UTC. */
    readonly takenAt: string;
}

/** One resource of the plan: inputs and outputs joined, and read in knowable values. */
export class PlannedResource {
    /** Places that were read: most are read many times, and most resources never. */
    private places: Map<string, Reading> | undefined = undefined;
    private idMemo: Knowable<string> | undefined = undefined;
    private regionMemo: Knowable<string> | undefined = undefined;
    private nameMemo: string | undefined = undefined;
    private isNewMemo: boolean | undefined = undefined;
    private worked: Map<unknown, unknown> | undefined = undefined;

    constructor(
        private readonly record: PlanRecord,
        private readonly nameOf: (urn: string) => string,
    ) {}

    get urn(): string {
        return this.record.urn;
    }
    get type(): string {
        return this.record.type;
    }
    /** Its type, as the program has it. */
    get declaredType(): string {
        return this.record.declared?.type ?? this.record.type;
    }
    /** The URN by which the engine knows it. */
    get declaredUrn(): string {
        return this.record.declared?.urn ?? this.record.urn;
    }
    /** It is declared in CloudFormation's terms (`src/plan/native`). */
    get isNative(): boolean {
        return this.declaredType.startsWith("aws-native:");
    }
    /** As people wrote it, in one printable line: every message says it. */
    get name(): string {
        return (this.nameMemo ??= oneLine(this.record.name));
    }
    get parent(): string | undefined {
        return this.record.parent;
    }
    get origin(): Origin {
        return this.record.origin;
    }
    get external(): boolean {
        return this.record.external;
    }
    get component(): boolean {
        return this.record.component;
    }
    get skipped(): boolean {
        return this.record.skipped;
    }
    /** URN of its provider: one that differs may be of another account. */
    get provider(): string | undefined {
        return this.record.provider;
    }
    get sourcePosition(): string | undefined {
        return this.record.sourcePosition;
    }
    get dependencies(): readonly string[] {
        return this.record.dependencies;
    }
    get hasInputs(): boolean {
        return this.record.inputs !== undefined;
    }

    /** The same resource before it is registered: what `Analyze` sees of it, which tells no dependencies. */
    withoutOutputs(): PlannedResource {
        const nothing = { outputs: undefined, dependencies: [], propertyDependencies: {} };
        return new PlannedResource({ ...this.record, ...nothing, skipped: false }, this.nameOf);
    }

    /** The same resource, with what facts say of it; then its id is known. */
    withFacts(facts: KnownFacts, id: string): PlannedResource {
        const record = { ...this.record, facts, id, isRehearsed: false };
        return new PlannedResource(record, this.nameOf);
    }

    /** The same resource, where ids that stand in are what they turned out to be. */
    renamed(names: ReadonlyMap<string, string>): PlannedResource {
        const { id, inputs, outputs, mentions } = this.record;
        const renamed = (raw: Raw): Raw => {
            if (typeof raw === "string") return names.get(raw) ?? raw;
            if (Array.isArray(raw)) return (raw as readonly Raw[]).map(renamed);
            return isObject(raw) ? properties(raw) : raw;
        };
        const properties = (from: RawProperties): RawProperties =>
            Object.fromEntries(Object.entries(from).map(([key, each]) => [key, renamed(each)]));
        const record = {
            ...this.record,
            id: id === undefined ? undefined : renamed(id),
            inputs: inputs === undefined ? undefined : properties(inputs),
            outputs: outputs === undefined ? undefined : properties(outputs),
            mentions:
                mentions === undefined
                    ? undefined
                    : () => [...mentions()].map((text) => names.get(text) ?? text),
        };
        return new PlannedResource(record, this.nameOf);
    }

    /** What a function works out of it alone: once, and asked often. */
    once<T>(find: (resource: PlannedResource) => T): T {
        const worked = (this.worked ??= new Map<unknown, unknown>());
        return orMade(worked, find, () => find(this)) as T;
    }

    /** A text that the provider returned. */
    returned(property: string): string | undefined {
        const raw = own(this.record.outputs, property);
        return typeof raw === "string" && !hasSentinel(raw) ? raw : undefined;
    }

    /** Its id stands in for one that it gets when it is made. */
    get isRehearsed(): boolean {
        return this.record.isRehearsed === true;
    }

    /** The account that its ARN names, if it tells one. */
    get account(): string | undefined {
        for (const raw of [own(this.record.outputs, "arn"), this.id.known ? this.id.value : null]) {
            const arn = typeof raw === "string" ? raw : "";
            const account = /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:(\d{12}):/.exec(arn)?.[1];
            if (account !== undefined) return account;
        }
        return undefined;
    }

    /** What facts say of it, if any do. */
    get facts(): KnownFacts | undefined {
        return this.record.facts;
    }

    /** What the program set, or, where that was not recorded, what the provider returned; for comparing. */
    set(property: string): Raw | undefined {
        const { inputs, outputs } = this.record;
        const raw = own(this.hasInputs && !this.external ? inputs : outputs, property);
        const opened = isPresent(raw) ? open(raw) : undefined;
        return opened !== undefined && "value" in opened ? opened.value : undefined;
    }

    /**
     * What its state says of it, for a fact: the same as is read of it here, and no secrets. What the
     * provider copied into it, and what others may change, is told apart.
     */
    asFact(names: Iterable<string>): Pick<Fact, "properties" | "copied" | "ignoreChanges"> {
        const properties: Record<string, Raw> = {};
        const copied: Record<string, Raw> = {};
        for (const name of names) {
            const input = own(this.record.inputs, name);
            const output = own(this.record.outputs, name);
            const rules = rulesFor(this.type, name);
            const isCopy = !isPresent(input) && !this.external && rules?.inlineOnly === true;
            const value = isPresent(input) ? input : isPresent(output) ? output : null;
            if (isCopy) {
                properties[name] = null;
                const isCopied = isPresent(output) && !isEmptyList(output);
                const copy = isCopied ? withoutSecrets(output) : undefined;
                if (copy !== undefined) copied[name] = copy;
            } else if (value !== null || !this.isUncertain(name)) {
                const open = withoutSecrets(value);
                if (open !== undefined) properties[name] = open;
            }
        }
        // What a stack only reads others change.
        const ignoreChanges = this.external ? ["*"] : this.record.ignoreChanges;
        return {
            properties,
            ...(Object.keys(copied).length === 0 ? {} : { copied }),
            ...(ignoreChanges.length === 0 ? {} : { ignoreChanges }),
        };
    }

    /** That a property has no value does not say that AWS has none. */
    private isUncertain(name: string): boolean {
        const rules = rulesFor(this.type, name);
        const { inputs } = this.record;
        const setBy = rules?.unlessSet?.some((sibling) => isPresent(own(inputs, sibling)));
        return this.external || rules?.computed === true || setBy === true;
    }

    /** Every text among its properties: ids of other things, for the most part. */
    *texts(): Iterable<string> {
        const { inputs, outputs, mentions } = this.record;
        if (mentions !== undefined) yield* mentions();
        for (const properties of [inputs, outputs]) yield* textsIn(properties);
    }

    /** The same resource where its inputs were not recorded. */
    withoutInputs(): PlannedResource {
        return new PlannedResource({ ...this.record, inputs: undefined }, this.nameOf);
    }

    /** URNs of the resources that feed a top-level property. */
    dependenciesOf(property: string): readonly string[] {
        return own(this.record.propertyDependencies, property) ?? [];
    }

    /** Changes of this property, or of something in it, are ignored, so its live value may differ. */
    ignoresChangesOf(property: string): boolean {
        return this.record.ignoreChanges.some((path) => {
            const [first] = path.split(/[.[\]"]+/).filter((part) => part !== "");
            return first === "*" || first === property;
        });
    }

    /** The provider's id. Older providers give `""` at preview, which means "being created". */
    get id(): Knowable<string> {
        return (this.idMemo ??= this.readId());
    }

    private readId(): Knowable<string> {
        const raw = this.record.id ?? own(this.record.outputs, "id");
        const opened = raw === undefined ? undefined : open(raw);
        if (
            opened !== undefined &&
            "value" in opened &&
            typeof opened.value === "string" &&
            opened.value !== ""
        ) {
            return known(opened.value);
        }
        return unknown(this.gap("id", "made-by-plan", "it does not exist yet"));
    }

    /** This plan creates it: nobody outside can know it yet. */
    get isNew(): boolean {
        return (this.isNewMemo ??= this.isRehearsed || !this.id.known);
    }

    /** Of whatever version its provider is: whether it is this one or later. */
    isSince(major: number): Knowable<boolean> {
        const { providerMajor } = this.record;
        if (providerMajor !== undefined) return known(providerMajor >= major);
        const what = "which version its provider has does not stand in the plan";
        return unknown(this.gap("", "not-modelled", what, "name the version of the provider"));
    }

    /** AWS region: the resource's own, else its provider's. One that cannot be read is not replaced by another. */
    get region(): Knowable<string> {
        return (this.regionMemo ??= this.readRegion());
    }

    private readRegion(): Knowable<string> {
        const raw = [
            own(this.record.inputs, "region"),
            own(this.record.outputs, "region"),
            this.record.providerRegion,
        ].find(isPresent);
        // One that is kept secret is not read, for messages and facts name regions.
        const opened = raw === undefined || isSecret(raw) ? undefined : open(raw);
        if (opened !== undefined && "value" in opened && typeof opened.value === "string") {
            return known(opened.value);
        }
        return unknown(this.gap("region", "outside", "its AWS region does not stand in the plan"));
    }

    /**
     * The place of a top-level property. What the program set is read from the inputs, which keep its
     * shape; what it left unset takes the default of `defaults.ts`, and what the provider computes is
     * read from the outputs.
     */
    at(property: string): Reading {
        const places = (this.places ??= new Map<string, Reading>());
        let place = places.get(property);
        if (place === undefined) {
            place = this.read(property);
            places.set(property, place);
        }
        return place;
    }

    private read(property: string): Reading {
        if (this.skipped) {
            return Reading.missing(
                this,
                property,
                "skipped",
                "the resource is left out of this operation (--target)",
            );
        }
        if (this.origin === "outside") return this.fromFacts(property);
        const input = own(this.record.inputs, property);
        if (isPresent(input)) return Reading.of(this, property, input);
        return this.hasInputs ? this.computed(property) : this.fromOutputs(property);
    }

    /** The program certainly does not set a property, whatever AWS then makes of it. */
    leavesUnset(property: string): boolean {
        return (
            this.hasInputs &&
            !this.external &&
            !this.skipped &&
            this.origin === "plan" &&
            !isPresent(own(this.record.inputs, property))
        );
    }

    /**
     * The provider's own copy of a property, which on a deployed stack may hold more than was set
     * inline. Of what does not exist yet there is none.
     */
    copyOf(property: string): Reading {
        if (this.origin === "outside") {
            return Reading.of(this, property, own(this.facts?.copied, property));
        }
        return Reading.of(
            this,
            property,
            this.isNew ? undefined : own(this.record.outputs, property),
        );
    }

    /** The program did not set it: what the provider made of that. */
    private computed(property: string): Reading {
        const rules = rulesFor(this.type, property);
        const output = own(this.record.outputs, property);
        if (rules?.inlineOnly === true) return this.unset(property);
        if (isPresent(output) && (rules === undefined || "value" in open(output))) {
            return Reading.of(this, property, output);
        }
        return this.unset(property);
    }

    /** Inputs were not recorded: outputs and dependencies alone, poorer but sound. */
    private fromOutputs(property: string): Reading {
        const output = own(this.record.outputs, property);
        if (this.mayHoldCopies(property, output)) {
            return Reading.missing(
                this,
                property,
                "skipped",
                "its inputs were not recorded, and the provider's copy may hold what others added",
            );
        }
        const fed = own(this.record.propertyDependencies, property) !== undefined;
        if (isPresent(output) && "value" in open(output)) {
            // An empty id is the mark of an older provider's preview.
            return fed && own(this.record.outputs, "id") === ""
                ? Reading.sparse(this, property, output)
                : Reading.of(this, property, output);
        }
        if (fed) return Reading.missing(this, property, "made-by-plan", this.madeBy(property));
        if (isPresent(output) && rulesFor(this.type, property) === undefined) {
            return Reading.of(this, property, output);
        }
        return this.unset(property);
    }

    /**
     * The provider's copy of a deployed resource may hold what standalone resources added, and what
     * this very plan removes: it proves nothing, unless it is empty.
     */
    private mayHoldCopies(property: string, output: Raw | undefined): boolean {
        if (this.isNew) return false;
        if (rulesFor(this.type, property)?.inlineOnly !== true) return false;
        return isPresent(output) && !isEmptyList(output);
    }

    /** Not set: the default applies, unless another property sets it or only the provider knows. */
    private unset(property: string): Reading {
        const rules = rulesFor(this.type, property);
        if (this.external) return this.fromFacts(property);
        if (rules?.computed === true && own(this.facts?.properties, property) !== undefined) {
            return this.fromFacts(property);
        }
        if (rules === undefined) return Reading.of(this, property, undefined);
        const setBy = rules.unlessSet?.find((sibling) => {
            const set = this.at(sibling).isSet();
            return !set.known || set.value;
        });
        if (rules.computed === true || setBy !== undefined) {
            return Reading.missing(
                this,
                property,
                "computed",
                "AWS decides it during the deployment",
            );
        }
        return Reading.of(this, property, undefined);
    }

    /** Of what exists outside facts say all that is known. */
    private fromFacts(property: string): Reading {
        const { facts } = this;
        if (facts === undefined) {
            const what = "the resource is only read by this plan";
            return Reading.missing(this, property, "outside", what);
        }
        const raw = own(facts.properties, property);
        if (raw !== undefined) return Reading.of(this, property, raw);
        // Not merely outside: what is meant is not known.
        const what = "the facts about it do not hold this";
        return Reading.missing(this, property, "skipped", what, "make the facts file again");
    }

    /** Why it may be of another account than another resource; `undefined` if both have one provider. */
    ofOtherAccount(other: PlannedResource, called: string): Gap | undefined {
        if (this.provider === other.provider) return undefined;
        const what = `it has another provider than ${called}, which may be of another account`;
        return this.gap("", "not-modelled", what);
    }

    gap(property: string, reason: Reason, what: string, supply?: string): Gap {
        return {
            urn: this.urn,
            resource: this.name,
            property: this.spelled(property),
            reason,
            what,
            ...(supply === undefined ? {} : { supply }),
        };
    }

    /** The path of a property, in the words in which the program declares it. */
    spelled(path: string): string {
        return this.record.declared?.spell(path) ?? path;
    }

    /** A value of the property, in those words. */
    worded(path: string, value: Single): Single {
        return this.record.declared?.word(path, value) ?? value;
    }

    /** The gap of a value that is unknown at this place. */
    unknownGap(path: string): Gap {
        const property = topLevel(path);
        const isMade = this.dependenciesOf(property).length > 0;
        let words: string | undefined;
        const madeBy = (): string => this.madeBy(property);
        return {
            urn: this.urn,
            resource: this.name,
            property: this.spelled(path),
            reason: isMade ? "made-by-plan" : "computed",
            // Nearly every id of a first preview is such a gap, and few are ever shown.
            get what() {
                return (words ??= madeBy());
            },
        };
    }

    private madeBy(property: string): string {
        // Sorted: the engine gives them in no order.
        const makers = [...new Set(this.dependenciesOf(property).map(this.nameOf))].sort();
        if (makers.length === 0) return "its value is only known during the deployment";
        return `it comes from ${firstOf(makers, 3)}, which the deployment creates or changes`;
    }
}

function isEmptyList(raw: Raw): boolean {
    return Array.isArray(raw) && raw.length === 0;
}

function isPresent(raw: Raw | undefined): raw is Exclude<Raw, null> {
    return raw !== undefined && raw !== null && raw !== "";
}
