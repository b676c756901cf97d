import {
    definePolicy,
    judgeExceptions,
    judgeFacts,
    packSettings,
    wrongSettings,
} from "../src/policy";

export const preflightSettings = definePolicy({
    kind: "settings",
    name: "preflight-settings",
    description: "Every setting of this pack must exist and have a value that it takes.",
    why: "This policy holds the settings that more than one policy reads. A setting that is misspelled would otherwise be ignored quietly.",
    fix: "Correct the setting in the policy pack's configuration.",
    turnOff:
        "If nobody may fail a preview by a misspelled setting, lower it to advisory. Disabled, its settings count as their defaults.",
    severity: "high",
    level: "mandatory",
    limits: "Ok or violated. Settings are always known, so it never says that something is unknown.",
    settings: packSettings,
    check: ({ model }, problems) => [
        ...wrongSettings("preflight-settings", model, problems),
        ...judgeExceptions(model),
        ...judgeFacts(model),
    ],
});
