import { expect, test } from "vitest";
import type { System } from "../../api/answers";
import { lasting, missing, versions, waiting } from "./told";

const now = Date.parse("2026-03-12T14:00:00Z");

function a(service: "chat" | "admin" | "relay", version = "1.0"): NonNullable<System["instances"]>[number] {
  const at = "2026-03-12T13:00:00Z";
  const idle = { open_requests: 0, unbooked: 0, is_leaving: false };
  return { id: service, service, version, host: "box", pid: 7, started_at: at, seen_at: at, ...idle };
}

function system(instances: System["instances"]): System {
  return {
    version: "1.0",
    documents_version: 1,
    documents_known: 1,
    stores: [],
    instances,
    backlog: { unbooked: 2, open_batches: null, untidy: 0, running_answers: 1 },
    last_backup: null,
    last_restore: null,
  };
}

test.each([
  ["2026-03-12T13:59:30Z", "under a minute"],
  ["2026-03-12T13:48:00Z", "12 min"],
  ["2026-03-12T08:30:00Z", "5 h"],
  ["2026-03-10T13:00:00Z", "2 days"],
  ["2026-03-12T14:00:09Z", "under a minute"],
])("what began at %s has lasted %s", (since, told) => {
  expect(lasting(since, now)).toBe(told);
});

test("a service of which no instance is there is missed, and none where nobody knows", () => {
  expect(missing(system([a("chat"), a("admin")]))).toEqual(["relay"]);
  expect(missing(system(null))).toEqual([]);
});

test("versions side by side are told once each", () => {
  expect(versions(system([a("chat", "1.1"), a("admin", "1.0"), a("relay", "1.1")]))).toEqual(["1.0", "1.1"]);
});

test("what is not known of the backlog stays unknown", () => {
  expect(waiting(system([])).map(({ value }) => value)).toEqual([2, null, 0, 1]);
});
