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

/** What the kernel did with a network's connections. */
export interface Observed {
    readonly findings: readonly Finding[];
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
    return { findings: experiment.findings(answers) };
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
    { findings }: Observed,
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
            if (agrees(answer, asked)) return [];
            return `${policy} on ${service}: ${answer}\nthe packets:\n${linesOf(asked)}`;
        });
    });
}

/** Whether the pack may answer so to what became of these packets. */
export function agrees(answer: Answer, findings: readonly Finding[]): boolean {
    const kinds = findings.map(({ outcomes }) => new Set(outcomes));
    const has = (outcome: Outcome): boolean => kinds.some((each) => each.has(outcome));
    switch (answer) {
        // Nothing is lost, and no packet gets to where nobody says what becomes of it.
        case "ok":
            return (
                !has("lost") &&
                findings.every(
                    ({ question: { besides }, outcomes }) =>
                        !outcomes.slice(besides.length).includes("not documented"),
                )
            );
        // Some need is not met by any packet; what is not documented may be stopped by something else.
        case "violated":
            return kinds.some((each) => each.size > 0 && !each.has("arrives"));
        // Packets for one need fare differently, or nobody says what becomes of them, or it is a known limit.
        case "cannot know":
            return (
                has("not documented") ||
                kinds.some((each) => each.has("arrives") && each.has("lost")) ||
                findings.some(({ question }) => question.isLimit)
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
