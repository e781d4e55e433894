import { Component, type ReactNode, type RefObject } from "react";
import { anchorOf, restore, type Anchor } from "./scrolling";

type Props = { token: unknown; isHeld: () => boolean; scroller: RefObject<HTMLElement | null>; content: RefObject<HTMLElement | null>; children: ReactNode };

/** A class, because only `getSnapshotBeforeUpdate` sees the page just before it changes. */
export class HeldPlace extends Component<Props> {
  override getSnapshotBeforeUpdate(before: Props): Anchor | null {
    const element = this.props.scroller.current;
    return element && this.props.isHeld() && before.token !== this.props.token ? anchorOf(element) : null;
  }

  override componentDidUpdate(_before: Props, _state: unknown, anchor: Anchor | null): void {
    const { scroller, content } = this.props;
    if (anchor && scroller.current && content.current) restore(scroller.current, content.current, anchor);
  }

  override render(): ReactNode {
    return this.props.children;
  }
}
