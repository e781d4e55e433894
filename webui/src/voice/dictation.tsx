import { Mic, Square } from "lucide-react";
import { useEffect, useRef, useState, type RefObject } from "react";
import { locale, msg, t } from "../languages/speaking";
import { notify } from "../ui/notices";

/** What browsers have of it, mostly under a name of their own; TypeScript's library does not know it. */
type Results = ArrayLike<ArrayLike<{ transcript: string }>>;
type Recognition = {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  onresult: ((event: { results: Results }) => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  onend: (() => void) | null;
  start: () => void;
  stop: () => void;
  abort: () => void;
};
type Maker = new () => Recognition;

const maker = (): Maker | undefined => {
  const owner = window as { SpeechRecognition?: Maker; webkitSpeechRecognition?: Maker };
  return owner.SpeechRecognition ?? owner.webkitSpeechRecognition;
};

const reasons: Record<string, string> = {
  "not-allowed": msg("The microphone is not allowed here. The browser’s settings for this site can change that."),
  "service-not-allowed": msg("This browser does not allow dictation."),
  "audio-capture": msg("No microphone was found."),
  network: msg("The browser could not reach what turns speech into text."),
  "language-not-supported": msg("The browser does not know this language."),
};

/** What was said so far, between what stood there before. */
export function placed(before: string, said: string, after: string): { text: string; caret: number } {
  const words = said.trim();
  const head = before && words && !/\s$/.test(before) ? `${before} ` : before;
  const tail = after && words && !/^[\s.,;:!?]/.test(after) ? ` ${after}` : after;
  return { text: head + words + tail, caret: head.length + words.length };
}

/** Speech becomes text in the composer, by the browser; it is sent by hand as everything else. */
export function DictateButton({ area, className }: { area: RefObject<HTMLTextAreaElement | null>; className: string }) {
  const [listening, setListening] = useState(false);
  const current = useRef<Recognition | null>(null);
  useEffect(() => {
    const form = area.current?.form;
    const end = () => {
      const ended = current.current;
      current.current = null;
      setListening(false);
      ended?.abort();
    };
    form?.addEventListener("submit", end);
    return () => {
      form?.removeEventListener("submit", end);
      end();
    };
  }, [area]);
  const Recogniser = maker();
  if (!Recogniser) return null;

  const start = () => {
    const element = area.current!;
    const [before, after] = [element.value.slice(0, element.selectionStart), element.value.slice(element.selectionEnd)];
    const recognition = new Recogniser();
    recognition.lang = locale();
    recognition.continuous = true;
    recognition.interimResults = true;
    recognition.onresult = ({ results }) => {
      if (current.current !== recognition) return;
      const said = Array.from(results, (result) => result[0]?.transcript ?? "").join("");
      const { text, caret } = placed(before, said, after);
      element.value = text;
      element.setSelectionRange(caret, caret);
      element.dispatchEvent(new Event("input", { bubbles: true }));
    };
    recognition.onerror = ({ error }) => { if (reasons[error]) notify(t(reasons[error])); };
    recognition.onend = () => {
      if (current.current !== recognition) return;
      current.current = null;
      setListening(false);
      element.focus();
    };
    current.current = recognition;
    recognition.start();
    setListening(true);
  };

  return (
    <button
      type="button"
      aria-label={listening ? t("Stop dictating") : t("Dictate")}
      title={listening ? t("Stop dictating") : t("Dictate. Some browsers send what you say to their maker to turn it into text.")}
      aria-pressed={listening}
      onClick={() => (listening ? current.current?.stop() : start())}
      className={`${className} ${listening ? "bg-accent-soft text-accent" : "text-text-2 hover:bg-surface-2 hover:text-text"}`}
    >
      {listening ? <Square aria-hidden className="size-3.5 fill-current" /> : <Mic aria-hidden className="size-4.5" />}
    </button>
  );
}
