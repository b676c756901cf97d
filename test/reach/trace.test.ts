import assert from "node:assert/strict";
import fc from "fast-check";
import { candidates } from "../../src/network";
import { planFromJson, type Raw } from "../../src/plan";
import {
    interest,
    Model,
    wayFromLattice,
    wayInto,
    waysOut,
    type Asked,
    type Way,
} from "../../src/policy";
import { gapsIn, Recorder, Supports, type Trail } from "../../src/reach";
import { latticeRegistrationsOf, type Workload } from "../../src/workload";
import { monitoring } from "../support/guardduty";
import { latticeService } from "../support/lattice";
import { aclWithout, Network } from "../support/networks";
import type { Form, Recorded } from "../support/program";
import * as randomBalancing from "../support/random-balancing";
import * as randomIpv6 from "../support/random-ipv6";
import * as randomNetwork from "../support/random-network";
import { runs } from "../support/random";
import * as randomReach from "../support/random-reach";

const { numRuns } = runs(60);

/** The ways that the policies ask for. */
function waysOf(workload: Workload, asked: Asked): readonly Way[] {
    const { registrations } = workload.launcher;
    const ofLattice = latticeRegistrationsOf(workload);
    return [
        ...Object.values(waysOut).flatMap((ways) => ways(workload, asked)),
        ...(ofLattice.known
            ? ofLattice.value.map((each) => wayFromLattice(workload, each, asked))
            : []),
        ...(registrations.known
            ? registrations.value.map((each) => wayInto(workload, each, asked))
            : []),
    ];
}

function hasBroken(trail: Trail): boolean {
    return trail.some(
        (each) => each.verdict === "violated" && (each.kind === "step" || hasBroken(each.trail)),
    );
}

/** Every fork keeps what its own verdict promises. */
function assertTold(trail: Trail): void {
    for (const each of trail) {
        if (each.kind === "step") {
            assert.notEqual(each.says, "");
            assert.ok(each.verdict !== "ok" || each.gaps.length === 0);
            continue;
        }
        if (each.verdict === "violated") assert.ok(hasBroken(each.trail), each.called);
        if (each.verdict === "cannot-know") {
            assert.ok(each.gaps.length + gapsIn(each.trail).length > 0, each.called);
        }
        assertTold(each.trail);
    }
}

function assertSame(recording: readonly Recorded[]): void {
    const { plan } = planFromJson(recording as unknown as Raw, interest);
    const model = new Model(plan);
    const recorder = new Recorder();
    const { graph, isMonitored } = model;
    const traced = { graph, isMonitored, reach: model.tracing(recorder) };
    for (const workload of model.workloads) {
        // What workloads share is kept with the words of the first.
        const plain = waysOf(workload, {
            graph,
            isMonitored,
            reach: model.tracing(new Supports()),
        });
        waysOf(workload, traced).forEach(({ what, ask }, i) => {
            for (const subnet of candidates(workload.launcher.subnets)) {
                const { answer, trail, gaps } = recorder.record(() => ask(subnet));
                assert.deepEqual(answer, plain[i]?.ask(subnet), what);
                assertTold(trail);
                if (answer.verdict === "violated") assert.ok(hasBroken(trail), what);
                if (answer.verdict === "cannot-know") {
                    assert.ok(gaps.length + gapsIn(trail).length > 0, what);
                }
            }
        });
    }
}

describe("a trace", () => {
    for (const form of ["first preview", "deployed"] satisfies Form[]) {
        it(`changes no answer of VPC Lattice, nor of GuardDuty's image, ${form}`, () => {
            for (const denied of [{}, { ingress: [8080, 8080] }, { egress: [0, 65535] }] as const) {
                const n = new Network();
                monitoring(n);
                const { vpc, privateSubnet } = latticeService(n);
                aclWithout(n, vpc, privateSubnet, denied);
                assertSame(n.record(form));
            }
        });
    }

    const sources: readonly (readonly [string, fc.Arbitrary<Network>])[] = [
        ["networks", randomReach.choices.map(randomReach.build)],
        ["IPv6 networks", randomIpv6.choices.map(randomIpv6.build)],
        ["whole stacks", randomNetwork.choices.map(randomNetwork.build)],
        ["load balancers", randomBalancing.choices.map(randomBalancing.build)],
    ];
    for (const [name, networks] of sources) {
        for (const form of ["first preview", "deployed"] satisfies Form[]) {
            it(`changes no answer, and tells what decided it: random ${name}, ${form}`, function () {
                this.timeout(120_000);
                fc.assert(
                    fc.property(networks, (n) => {
                        assertSame(n.record(form));
                    }),
                    { numRuns },
                );
            });
        }
    }
});
