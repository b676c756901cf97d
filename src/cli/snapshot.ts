import { InputError } from "../files";
import { factsOfExports, type NamedExport } from "../network";
import { AwsError, NoCredentials, oneLine, takeSnapshot, type FactsFile } from "../plan";
import { complain, type Io } from "./io";
import { asJson } from "./json";
import { readJson } from "./read";
import { nameOf } from "./report";
import { overwrites, writeWhole } from "./output";
import { isFine } from "./terms";
import { count } from "./words";

export interface SnapshotOptions {
    /** Exports of the stacks that made the network. */
    readonly export?: readonly string[] | undefined;
    /** VPCs that AWS is asked about, by their ids. */
    readonly vpc?: readonly string[] | undefined;
    /** The default VPC of the region besides. */
    readonly defaultVpc?: boolean | undefined;
    readonly region?: string | undefined;
    readonly profile?: string | undefined;
    readonly output?: string | undefined;
}

/** Writes down what exists outside a plan, and returns the exit status. */
export async function snapshot(options: SnapshotOptions, io: Io): Promise<number> {
    const { export: files = [], output } = options;
    if (await overwrites(output, files, io)) return 2;
    const facts = await factsFrom(options, io);
    if (facts === undefined) return 2;
    const text = asJson(facts);
    const summary = summaryOf(facts);
    if (output === undefined) {
        io.out(text);
        if (io.isWatched === true) complain(io, summary);
        return 0;
    }
    if (!(await isFine(output, io, () => writeWhole(output, text)))) return 2;
    io.out(`${oneLine(output)}: ${summary}\n`);
    return 0;
}

/** What is in it: `32 resources, as of 2026-11-22: 2 VPCs (whole: vpc-1; not whole: vpc-2), 4 subnets`. */
function summaryOf(facts: FactsFile): string {
    const { resources, completeFor, takenAt } = facts;
    const parts = notWhole(facts);
    const whole = completeFor.map(({ vpc }) => vpc);
    const told = [
        ...(whole.length === 0 ? [] : [`whole: ${whole.join(", ")}`]),
        ...(parts.length === 0 ? [] : [`not whole: ${parts.join(", ")}`]),
    ];
    const of = (type: string): number => resources.filter((each) => each.type === type).length;
    const vpcs = count(of("aws:ec2/vpc:Vpc"), "VPC");
    const subnets = count(of("aws:ec2/subnet:Subnet"), "subnet");
    return `${count(resources.length, "resource")}, as of ${takenAt.slice(0, 10)}: ${vpcs}${told.length === 0 ? "" : ` (${told.join("; ")})`}, ${subnets}`;
}

/** The facts, or nothing if something is wrong, which is said. */
async function factsFrom(options: SnapshotOptions, io: Io): Promise<FactsFile | undefined> {
    const { export: files = [], vpc = [], defaultVpc = false } = options;
    const asksAws = vpc.length > 0 || defaultVpc;
    if (asksAws === files.length > 0) {
        complain(io, "expected either --export, or --vpc or --default-vpc");
        return undefined;
    }
    if (!asksAws && (options.region ?? options.profile) !== undefined) {
        complain(
            io,
            "--region and --profile are for --vpc and --default-vpc; an export has its own",
        );
        return undefined;
    }
    const odd = vpc.find((id) => !/^vpc-\w+$/.test(id));
    if (odd !== undefined) {
        complain(io, `--vpc: ${odd}: expected the id of a VPC, such as vpc-0123456789abcdef0`);
        return undefined;
    }
    return asksAws ? factsFromAws(options, io) : factsFromExports(files, io);
}

/** Asks AWS, and tells how it goes. */
async function factsFromAws(
    { vpc = [], defaultVpc = false, region, profile }: SnapshotOptions,
    io: Io,
): Promise<FactsFile | undefined> {
    const settings = {
        ...(region === undefined ? {} : { region }),
        ...(profile === undefined ? {} : { profile }),
    };
    try {
        const facts = await takeSnapshot(
            settings,
            { vpcs: vpc, defaultVpc },
            {
                progress: (line) => {
                    io.err(`${oneLine(line)}\n`);
                },
            },
        );
        for (const { vpc: id, except = [] } of facts.completeFor) {
            for (const { what, why } of except) complain(io, `${id}: not read: ${what} (${why})`);
        }
        for (const id of notWhole(facts)) {
            const why = "another account shares it, or AWS does not tell whose the credentials are";
            complain(
                io,
                `${id}: not whole, so what is not in it may be there all the same (${why})`,
            );
        }
        return facts;
    } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const isOfProfile = error instanceof NoCredentials && profile !== undefined;
        complain(
            io,
            isOfProfile
                ? `the profile ${oneLine(profile)} gives no AWS credentials that can be used; expected a profile of the AWS CLI, one that is logged in`
                : error.message,
        );
        return undefined;
    }
}

/** VPCs of which absence proves nothing. */
function notWhole({ resources, completeFor }: FactsFile): readonly string[] {
    const whole = new Set(completeFor.map(({ vpc }) => vpc));
    return resources
        .filter(({ type, id }) => type === "aws:ec2/vpc:Vpc" && !whole.has(id))
        .map(({ id }) => id);
}

async function factsFromExports(files: readonly string[], io: Io): Promise<FactsFile | undefined> {
    const exports: NamedExport[] = [];
    let isWrong = false;
    for (const file of files) {
        try {
            exports.push({ name: nameOf(file), json: await readJson(file, anExport, io) });
        } catch (error) {
            if (!(error instanceof InputError)) throw error;
            complain(io, `${nameOf(file)}: ${error.message}`);
            isWrong = true;
        }
    }
    if (isWrong) return undefined;
    const made = factsOfExports(exports);
    if ("facts" in made) return made.facts;
    for (const problem of made.problems) complain(io, problem);
    return undefined;
}

const anExport = "the output of `pulumi stack export`";
