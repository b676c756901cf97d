/** What keeps AWS from being read at all, in words for a person: no values, and nothing secret. */
export class AwsError extends Error {}

/** Nothing gives credentials: not the environment, nor the profile that is named. */
export class NoCredentials extends AwsError {}

/** Names that AWS and the SDK give to errors, by what they mean. */
const meanings = {
    denied: ["UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "Forbidden"],
    throttled: [
        "RequestLimitExceeded",
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "TooManyRequestsException",
        "TooManyRequests",
        "SlowDown",
    ],
    expired: ["ExpiredToken", "ExpiredTokenException", "RequestExpired"],
    credentials: [
        "CredentialsProviderError",
        "TokenProviderError",
        "AuthFailure",
        "InvalidClientTokenId",
        "UnrecognizedClientException",
        "SignatureDoesNotMatch",
        "InvalidSignatureException",
        "InvalidAccessKeyId",
        "IncompleteSignature",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
    ],
    optIn: ["OptInRequired"],
    aborted: ["AbortError"],
    unreachable: [
        "TimeoutError",
        "NetworkingError",
        "ECONNREFUSED",
        "ECONNRESET",
        "ECONNABORTED",
        "ENOTFOUND",
        "EAI_AGAIN",
        "EHOSTUNREACH",
        "ENETUNREACH",
        "EPIPE",
        "ETIMEDOUT",
        "ERR_SOCKET_CONNECTION_TIMEOUT",
    ],
} as const;

export type Meaning = keyof typeof meanings | "other";

/** What an error of the SDK means, by its name; its own text may quote values. */
export function meaningOf(error: unknown): Meaning {
    const names = namesOf(error);
    for (const [meaning, known] of Object.entries(meanings)) {
        if (names.some((name) => (known as readonly string[]).includes(name))) {
            return meaning as Meaning;
        }
    }
    return "other";
}

/** The error's name, as AWS calls it: `UnauthorizedOperation`. */
export function nameOf(error: unknown): string {
    const [name = "Error"] = namesOf(error).filter((each) => /^[\w.]{1,64}$/.test(each));
    if (name !== "Error") return name;
    const { $metadata: metadata } = (error ?? {}) as { $metadata?: { httpStatusCode?: number } };
    const status = metadata?.httpStatusCode;
    return status === undefined ? name : `HTTP ${String(status)}`;
}

function namesOf(error: unknown): readonly string[] {
    if (typeof error !== "object" || error === null) return [];
    const { name, code, Code, errors } = error as Readonly<Record<string, unknown>>;
    // Node tries several addresses of a host, and tells of all of them.
    const inner: readonly string[] = Array.isArray(errors) ? errors.flatMap(namesOf) : [];
    return [
        ...[name, code, Code].filter((each) => typeof each === "string" && each !== ""),
        ...inner,
    ] as readonly string[];
}

/** Why one question has no answer: `AccessDenied: ec2:DescribeFlowLogs`. */
export function whyUnread(error: unknown, action: string): string {
    switch (meaningOf(error)) {
        case "denied":
            return `AccessDenied: ${action}`;
        case "throttled":
            return `throttled by AWS: ${action}`;
        case "aborted":
            return `not answered in time: ${action}`;
        case "unreachable":
            return `AWS could not be reached: ${action}`;
        default:
            return `${nameOf(error)}: ${action}`;
    }
}

/** Why nothing can be read with these credentials, if so. */
export function whyNothing(error: unknown): AwsError | undefined {
    switch (meaningOf(error)) {
        case "expired":
            return new AwsError("the AWS credentials have expired; log in again");
        case "credentials":
            return nameOf(error).endsWith("ProviderError")
                ? new NoCredentials(
                      "there are no AWS credentials that can be used; set them as for the AWS CLI (AWS_PROFILE, `aws sso login`, AWS_ACCESS_KEY_ID …)",
                  )
                : new AwsError(`AWS does not take the credentials (${nameOf(error)})`);
        case "optIn":
            return new AwsError("the account has not enabled this region");
        default:
            return undefined;
    }
}
