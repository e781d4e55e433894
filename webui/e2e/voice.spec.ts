import { expect, test, type Page } from "@playwright/test";
import { answers, ask, begun, composer, finished } from "./person";

type Heard = { say: (words: string) => void; spoken: string[]; end: () => void };
const heard = (page: Page, act: (voice: Heard) => unknown) => page.evaluate(`(${act.toString()})(window.voice)`);

/** A browser's voice and ear, as far as the page uses them: none is in a browser without a screen. */
function stand(): void {
  const voice = { spoken: [] as string[], say: (words: string) => { void words; }, end: () => {} };
  class Recogniser {
    onresult: ((event: object) => void) | null = null;
    onend: (() => void) | null = null;
    start() {
      voice.say = (words) => this.onresult?.({ results: [[{ transcript: words }]] });
    }
    stop() { this.onend?.(); }
    abort() { this.onend?.(); }
  }
  class Words {
    onend: (() => void) | null = null;
    onerror: (() => void) | null = null;
    constructor(readonly text: string) {}
  }
  const synthesis = {
    speak: (words: Words) => { voice.spoken.push(words.text); voice.end = () => words.onend?.(); },
    cancel: () => {},
  };
  for (const [name, value] of Object.entries({ voice, SpeechRecognition: Recogniser, webkitSpeechRecognition: Recogniser, SpeechSynthesisUtterance: Words, speechSynthesis: synthesis })) {
    Object.defineProperty(window, name, { value, configurable: true });
  }
}

test("what is said stands in the composer, and an answer is read aloud until it is stopped", async ({ page }) => {
  await page.addInitScript(stand);
  await begun(page, "fake-echo");

  await composer(page).fill("Dear");
  await page.getByRole("button", { name: "Dictate" }).click();
  await heard(page, (voice) => voice.say("Ada, how are"));
  await heard(page, (voice) => voice.say("Ada, how are you?"));
  await expect(composer(page)).toHaveValue("Dear Ada, how are you?");
  await page.getByRole("button", { name: "Stop dictating" }).click();
  await expect(page.getByRole("button", { name: "Dictate" })).toBeVisible();
  await ask(page, "## First\n\nThen **this**.");
  await finished(page);

  await answers(page).last().getByRole("button", { name: "Read aloud" }).click();
  await expect.poll(() => heard(page, (voice) => voice.spoken)).toEqual(["First"]);
  await heard(page, (voice) => voice.end());
  await expect.poll(() => heard(page, (voice) => voice.spoken)).toEqual(["First", "Then this."]);
  await answers(page).last().getByRole("button", { name: "Stop reading" }).click();
  await expect(answers(page).last().getByRole("button", { name: "Read aloud" })).toBeVisible();
});

test("a browser without a voice shows no button for one", async ({ page }) => {
  await page.addInitScript(() => {
    for (const name of ["SpeechRecognition", "webkitSpeechRecognition", "speechSynthesis", "SpeechSynthesisUtterance"]) Object.defineProperty(window, name, { value: undefined, configurable: true });
  });
  await begun(page, "fake-echo");
  await expect(page.getByRole("button", { name: "Send", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Dictate" })).toHaveCount(0);
});
