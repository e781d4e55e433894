import { expect, test } from "vitest";
import { bodyOf, nothing } from "./entered";

test("of the ways in only what the chosen one needs is sent", () => {
  const auth = { kind: "bearer" as const, name: "X-Left-Over", token_url: "https://a.example/", client_id: "me", scope: "all" };
  const body = bodyOf({ ...nothing, name: " Books ", auth, secret: " sesame " });
  expect(body.auth).toEqual({ kind: "bearer", name: "", token_url: "", client_id: "", scope: "" });
  expect([body.name, body.secret]).toEqual(["Books", "sesame"]);
});

test("an empty secret leaves the one that is known", () => {
  const auth = { ...nothing.auth, kind: "header" as const, name: "X-Key" };
  expect(bodyOf({ ...nothing, auth }).secret).toBeNull();
  expect(bodyOf({ ...nothing, auth }).auth.name).toBe("X-Key");
});
