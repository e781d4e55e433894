/** Following the bottom is an intent: gestures end it, reaching the bottom or the button brings it back. */
import { useCallback, useEffect, useRef, useState, type RefObject } from "react";

const nearPx = 80;

export function useFollowBottom(scroller: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>, conversation: string) {
  const following = useRef(true);
  const [away, setAway] = useState(false);

  const jump = useCallback(() => {
    following.current = true;
    setAway(false);
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [scroller]);

  useEffect(() => {
    const element = scroller.current;
    const inner = content.current;
    if (!element || !inner) return;
    const distance = () => element.scrollHeight - element.scrollTop - element.clientHeight;
    let lastTop = element.scrollTop;
    const leave = () => { following.current = false; };
    const onWheel = (event: WheelEvent) => { if (event.deltaY < 0) leave(); };
    const onKey = (event: KeyboardEvent) => { if (["PageUp", "Home", "ArrowUp"].includes(event.key)) leave(); };
    const onSelect = () => {
      const selection = getSelection();
      if (selection && !selection.isCollapsed && inner.contains(selection.anchorNode)) leave();
    };
    const onScroll = () => {
      if (element.scrollTop < lastTop - 2 && distance() > nearPx) leave();
      else if (distance() <= nearPx && element.scrollTop > lastTop) following.current = true;
      lastTop = element.scrollTop;
      setAway(distance() > nearPx);
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
    element.addEventListener("scroll", onScroll, { passive: true });
    document.addEventListener("selectionchange", onSelect);
    return () => {
      observer.disconnect();
      element.removeEventListener("wheel", onWheel);
      element.removeEventListener("touchmove", leave);
      element.removeEventListener("keydown", onKey);
      element.removeEventListener("scroll", onScroll);
      document.removeEventListener("selectionchange", onSelect);
    };
  }, [scroller, content, conversation]);

  useEffect(jump, [conversation, jump]);
  return { away, jump };
}
