/** Server-sent events, cut anywhere. Feed it decoded text; it calls back once for each whole event. */
export type ServerEvent = { id: string | null; event: string; data: string };

export class EventParser {
  private rest = "";
  private id: string | null = null;
  private event = "message";
  private data: string[] = [];
  private sawReturn = false;

  feed(text: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    for (const character of text) {
      if (character === "\n" && this.sawReturn) {
        this.sawReturn = false;
      } else if (character === "\n" || character === "\r") {
        this.sawReturn = character === "\r";
        this.line(this.rest, events);
        this.rest = "";
      } else {
        this.sawReturn = false;
        this.rest += character;
      }
    }
    return events;
  }

  private line(line: string, events: ServerEvent[]): void {
    if (line === "") {
      if (this.data.length > 0) events.push({ id: this.id, event: this.event, data: this.data.join("\n") });
      this.event = "message";
      this.data = [];
      return;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (field === "id") this.id = value;
    else if (field === "event") this.event = value;
    else if (field === "data") this.data.push(value);
  }
}
