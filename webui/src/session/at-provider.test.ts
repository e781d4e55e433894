import { afterEach, expect, it, vi } from "vitest";
import { brought, meanwhile } from "./at-provider";

afterEach(() => vi.unstubAllGlobals());

it("reads a code with its state and who gave it", () => {
  expect(brought("?code=c%2F1&state=s&iss=https%3A%2F%2Fa.example")).toEqual({ code: "c/1", state: "s", issuer: "https://a.example" });
});

it("takes what has no code, no state, or an error for a refusal", () => {
  expect(brought("?error=access_denied&state=s")).toEqual({ refused: "access_denied" });
  expect(brought("?error=x&code=c&state=s")).toEqual({ refused: "x" });
  expect(brought("?state=s")).toEqual({ refused: "" });
  expect(brought("?code=c")).toEqual({ refused: "" });
});

it("tells once what this tab was about", () => {
  const kept = new Map([["parley:at-provider", JSON.stringify({ linking: true, from: "/settings", invitation: "" })]]);
  vi.stubGlobal("sessionStorage", { getItem: (key: string) => kept.get(key) ?? null, removeItem: (key: string) => kept.delete(key) });
  expect(meanwhile()).toEqual({ linking: true, from: "/settings", invitation: "" });
  expect(meanwhile()).toEqual({ linking: false, from: "/", invitation: "" });
});
