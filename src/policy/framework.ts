import type { Framework } from "./policy";

/**
 * A control of AWS's Foundational Security Best Practices, as Security Hub checks it.
 *
 * @param control its number, such as `ECS.2`
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html
 */
export function securityBestPractice(control: `${"EC2" | "ECS"}.${number}`): Framework {
    const [service = ""] = control.toLowerCase().split(".");
    const anchor = control.toLowerCase().replace(".", "-");
    return {
        name: "AWS Foundational Security Best Practices",
        version: "1.0.0",
        reference: `https://docs.aws.amazon.com/securityhub/latest/userguide/${service}-controls.html#${anchor}`,
        specification: control,
    };
}
