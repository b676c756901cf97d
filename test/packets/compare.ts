import type { Policy } from "../../src/policy";
import { runPack } from "../support/harness";
import type { Recorded } from "../support/program";
import { Experiment, type Asked, type Finding, type Outcome } from "./calls";
import type { Kernel } from "./kernel";
import { Plan } from "./plan";

export type Answer = "violated" | "cannot know" | "ok";
export const asked: readonly Asked[] = [
    "task-image-pull",
    "task-logs",
    "task-secrets",
    "task-file-systems",
    "ipv6-only-tasks",
    "load-balancer-to-task",
];

/** What the kernel did with a network's connections, and whether its rules tell packets apart at all. */
export interface Observed {
    readonly findings: readonly Finding[];
    readonly divides: boolean;
}

/** Seconds that a connection may take after the last that was answered; and before anybody is blamed for it. */
const patience = { usual: 0.4, long: 4 };

/** @throws Untranslated if the plan holds what has no translation */
export async function observe(
    kernel: Kernel,
    recording: readonly Recorded[],
    isPatient = false,
): Promise<Observed> {
    const experiment = new Experiment(new Plan(recording));
    const laboratory = experiment.translation.laboratory();
    const answers = await kernel.ask(laboratory, isPatient ? patience.long : patience.usual);
    return { findings: experiment.findings(answers), divides: experiment.translation.divides };
}

/** A policy's answers by URN, asked by itself: together, one cause is reported by one policy only. */
export function answersOf(
    recording: readonly Recorded[],
    policy: Asked,
    policies: readonly Policy[],
): Map<string, Answer> {
    const names = ["preflight-inputs", "preflight-settings", policy, "unverified-network"];
    const enabled = policies.filter(({ name }) => names.includes(name));
    if (enabled.length !== names.length) throw new Error(`the pack has no policy ${policy}`);
    const found = new Map<string, Answer>();
    for (const report of runPack(recording, { policies: enabled })) {
        const { urn = "", message } = report;
        if (message.includes("because of a bug")) throw new Error(message);
        if (report.policy === policy) found.set(urn, "violated");
        else if (!found.has(urn)) found.set(urn, "cannot know");
    }
    return found;
}

/** Where the pack and the packets disagree, one text for each. */
export function disagreements(
    recording: readonly Recorded[],
    { findings, divides }: Observed,
    policies: readonly Policy[],
): string[] {
    return asked.flatMap((policy) => {
        const own = findings.filter(({ question }) => question.policy === policy);
        const services = new Set(own.map(({ question }) => question.service));
        if (services.size === 0) return [];
        const answers = answersOf(recording, policy, policies);
        return [...services].flatMap((service) => {
            const answer = answers.get(service) ?? "ok";
            const asked = own.filter(({ question }) => question.service === service);
            if (agrees(answer, asked, divides)) return [];
            return `${policy} on ${service}: ${answer}\nthe packets:\n${linesOf(asked)}`;
        });
    });
}

/** Whether the pack may answer so to what became of these packets. */
export function agrees(answer: Answer, findings: readonly Finding[], divides: boolean): boolean {
    const kinds = findings.map(({ outcomes }) => new Set(outcomes));
    const has = (outcome: Outcome): boolean => kinds.some((each) => each.has(outcome));
    switch (answer) {
        // Nothing is lost.
        case "ok":
            return !has("lost");
        // Some need is not met by any packet.
        case "violated":
            return kinds.some((each) => each.size > 0 && !each.has("arrives"));
        // Packets fare differently, or rules tell them apart, or nobody says what becomes of them.
        case "cannot know":
            return (
                divides ||
                has("not documented") ||
                kinds.some((each) => each.has("arrives") && each.has("lost"))
            );
    }
}

export function linesOf(findings: readonly Finding[]): string {
    return findings
        .map(({ question: { what }, outcomes }) => {
            const counts = new Map<Outcome, number>();
            for (const each of outcomes) counts.set(each, (counts.get(each) ?? 0) + 1);
            return `  ${what}: ${[...counts].map(([each, count]) => `${String(count)} ${each}`).join(", ")}`;
        })
        .join("\n");
}
