import { definePolicy } from "../src/policy";

export const preflightInputs = definePolicy({
    kind: "inputs",
    name: "preflight-inputs",
    description: "Every resource's inputs must be seen, so that a first preview can be read.",
    why: "Before anything is deployed, a resource's outputs are mostly unknown. What the program wrote keeps its shape: lists with one unknown per element, rules with their ports. This policy records it for the others and reports nothing itself.",
    fix: "Leave it enabled. Without it the answers are poorer, never wrong.",
    turnOff: "Never, as a rule: every other policy knows less without it.",
    severity: "low",
    level: "advisory",
    limits: "None: it records, and reports nothing.",
});
