/**
 * The one place that writes the thread's scroll position. Following the end is an intent: gestures end it, reaching
 * the end or the button brings it back. Whatever else changes, the turn that is read stays where it is.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

const nearPx = 80;
const upwards = new Set(["PageUp", "Home", "ArrowUp"]);

type Place = { turn: string; offset: number };
/** Where one was in a thread that was left while not following. */
const places = new Map<string, Place>();

export type Scrolling = { away: boolean; isHeld: () => boolean; jump: () => void; leave: () => void; shift: (px: number) => void; reach: (turn: string) => void };

export function useScrolling(scroller: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>, conversation: string, hasNewer: boolean): Scrolling {
  // The end of what is here is not the end of the thread then: nobody follows it.
  const open = useRef(hasNewer);
  useLayoutEffect(() => { open.current = hasNewer; }, [hasNewer]);
  const following = useRef(true);
  const [away, setAway] = useState(false);

  const isHeld = useCallback(() => !following.current, []);
  const leave = useCallback(() => { following.current = false; }, []);
  const shift = useCallback((px: number) => { if (scroller.current) scroller.current.scrollTop += px; }, [scroller]);
  const jump = useCallback(() => {
    following.current = true;
    setAway(false);
    if (content.current) content.current.style.minHeight = "";
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [scroller, content]);

  const reach = useCallback((id: string) => {
    const element = scroller.current;
    const turn = element && turnNamed(element, id);
    if (!turn) return;
    leave();
    element.scrollTop += topOf(turn, element) - element.clientHeight / 5;
    pointOut(turn);
  }, [scroller, leave]);

  useLayoutEffect(() => {
    const element = scroller.current;
    const place = places.get(conversation);
    const turn = element && place ? turnNamed(element, place.turn) : null;
    if (!element || !place || !turn) return jump();
    following.current = false;
    element.scrollTop += topOf(turn, element) - place.offset;
  }, [conversation, scroller, jump]);

  useEffect(() => {
    const element = scroller.current;
    const inner = content.current;
    if (!element || !inner) return;
    const distance = () => element.scrollHeight - element.scrollTop - element.clientHeight;
    let lastTop = element.scrollTop;
    const onWheel = (event: WheelEvent) => { if (event.deltaY < 0) leave(); };
    const onKey = (event: KeyboardEvent) => { if (upwards.has(event.key) && !(event.target instanceof HTMLTextAreaElement)) leave(); };
    const onClick = (event: MouseEvent) => { if ((event.target as Element).closest("[aria-expanded], [data-edit], summary")) leave(); };
    const onSelect = () => {
      const selection = getSelection();
      if (selection && !selection.isCollapsed && inner.contains(selection.anchorNode)) leave();
    };
    const onScroll = () => {
      const far = distance() > nearPx;
      if (far && element.scrollTop < lastTop - 2) leave();
      else if (!far && !open.current && element.scrollTop > lastTop) following.current = true;
      lastTop = element.scrollTop;
      setAway(far);
      const turn = following.current ? null : firstVisible(element);
      if (turn?.dataset.turn) places.set(conversation, { turn: turn.dataset.turn, offset: topOf(turn, element) });
      else places.delete(conversation);
    };
    const keep = () => {
      if (following.current) element.scrollTop = element.scrollHeight;
      setAway(distance() > nearPx);
    };
    const observer = new ResizeObserver(keep);
    observer.observe(inner);
    observer.observe(element);
    element.addEventListener("wheel", onWheel, { passive: true });
    element.addEventListener("touchmove", leave, { passive: true });
    element.addEventListener("keydown", onKey);
    element.addEventListener("click", onClick);
    element.addEventListener("scroll", onScroll, { passive: true });
    document.addEventListener("selectionchange", onSelect);
    return () => {
      observer.disconnect();
      element.removeEventListener("wheel", onWheel);
      element.removeEventListener("touchmove", leave);
      element.removeEventListener("keydown", onKey);
      element.removeEventListener("click", onClick);
      element.removeEventListener("scroll", onScroll);
      document.removeEventListener("selectionchange", onSelect);
    };
  }, [scroller, content, conversation, leave]);

  return { away, isHeld, jump, leave, shift, reach };
}

const turnsOf = (element: HTMLElement) => [...element.querySelectorAll<HTMLElement>("[data-turn]")];
const topOf = (turn: HTMLElement, scroller: HTMLElement) => turn.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
const turnNamed = (element: HTMLElement, id: string) => turnsOf(element).find((turn) => turn.dataset.turn === id);

const pointedOutMs = 1600;

/** A ring for a moment, and the focus, so that a keyboard and a reader go on from there. */
function pointOut(turn: HTMLElement): void {
  turn.focus({ preventScroll: true });
  turn.dataset.pointedOut = "";
  setTimeout(() => { delete turn.dataset.pointedOut; }, pointedOutMs);
}

function firstVisible(element: HTMLElement): HTMLElement | undefined {
  const top = element.getBoundingClientRect().top;
  return turnsOf(element).find((turn) => turn.getBoundingClientRect().bottom > top + 1);
}

export type Anchor = { turn: HTMLElement; index: number; top: number };

/** What is read now: the first turn that shows. */
export function anchorOf(element: HTMLElement): Anchor | null {
  const turn = firstVisible(element);
  return turn ? { turn, index: turnsOf(element).indexOf(turn), top: topOf(turn, element) } : null;
}

/** Puts the anchor back, or the turn that took its place; makes room below when the thread became too short for that. */
export function restore(element: HTMLElement, content: HTMLElement, anchor: Anchor): void {
  const turn = anchor.turn.isConnected ? anchor.turn : turnsOf(element)[anchor.index];
  if (!turn) return;
  const by = topOf(turn, element) - anchor.top;
  if (Math.abs(by) < 1) return;
  const needed = element.scrollTop + by + element.clientHeight;
  if (needed > element.scrollHeight) content.style.minHeight = `${needed}px`;
  element.scrollTop += by;
}
