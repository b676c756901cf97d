import { deepEqual, ok } from "node:assert/strict";
import { hostsIn } from "../../src/workload/named-calls";

describe("hosts that the environment of a container names", () => {
    const cases: Readonly<Record<string, readonly string[]>> = {
        "http://api:8080/v1?x=1": ["api 8080"],
        "http://api/": ["api 80"],
        "https://API.Shop.Internal.": ["api.shop.internal 443"],
        "wss://api.internal/ws": ["api.internal 443"],
        "redis://cache.internal": ["cache.internal -"],
        "postgres://user:p@ss:word@db.internal:5432/app": ["db.internal 5432"],
        "http://a:1,http://b:2;grpc://c:3": ["a 1", "b 2", "c 3"],
        '{"url":"http://api:8080"}': ["api 8080"],
        "mongodb://a.internal:27017,b.internal:27017/app": ["a.internal 27017"],
        "udp://statsd.internal:8125": [],
        "api:8080": ["api 8080"],
        "api.shop.internal": ["api.shop.internal -"],
        api: [],
        "": [],
        "a sentence. about api.internal": [],
        "jdbc:postgresql://db.internal:5432/app": ["db.internal 5432"],
        "://": [],
        "http://": [],
        "http://api:99999999": [],
    };
    for (const [value, hosts] of Object.entries(cases)) {
        it(JSON.stringify(value), () => {
            const found = hostsIn(value).map(({ name, port }) => `${name} ${String(port ?? "-")}`);
            deepEqual(found, hosts);
        });
    }

    it("takes no longer for what is made to be slow", () => {
        const start = performance.now();
        for (const piece of ["a.", "a-a.", "://", "a://", "http://a:1,", "@", "a@", "."]) {
            hostsIn(piece.repeat(100_000));
            hostsIn(`http://${piece.repeat(100_000)}`);
        }
        ok(performance.now() - start < 2000);
    });
});
