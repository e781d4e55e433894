import { expect, it } from "vitest";
import { EventParser } from "./event-parser";

const wire = ': ping\n\nid: 1\nevent: delta\ndata: {"text":"né 🎈"}\n\nid: 2\r\nevent: final\r\ndata: a\r\ndata: b\r\n\r\n';
const whole = [
  { id: "1", event: "delta", data: '{"text":"né 🎈"}' },
  { id: "2", event: "final", data: "a\nb" },
];

it("reads the same events wherever the bytes are cut", () => {
  const bytes = new TextEncoder().encode(wire);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const parser = new EventParser();
    const decoder = new TextDecoder();

    const events = [bytes.slice(0, cut), bytes.slice(cut)].flatMap((part) => parser.feed(decoder.decode(part, { stream: true })));

    expect(events).toEqual(whole);
  }
});

it("keeps the last id for events that carry none", () => {
  const events = new EventParser().feed("id: 7\ndata: a\n\ndata: b\n\n");

  expect(events.map((event) => event.id)).toEqual(["7", "7"]);
});

it("drops an event that never ended", () => {
  expect(new EventParser().feed("data: half")).toEqual([]);
});
