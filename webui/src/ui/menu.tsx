/** Non-modal on purpose: the modal kind locks scrolling with an inline style tag, which the policy forbids. */
import { DropdownMenu } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { useTopSheet } from "./sheet";

const itemLook =
  "flex min-h-8 cursor-pointer items-center gap-2.5 rounded-control px-2 outline-none data-[highlighted]:bg-surface-2 pointer-coarse:min-h-11";

type MenuProps = { trigger: ReactNode; children: ReactNode; align?: "start" | "end"; side?: "top" | "bottom"; className?: string };

export function Menu({ trigger, children, align = "end", side = "bottom", className = "" }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={useTopSheet()}>
        <DropdownMenu.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className={`enter z-30 max-h-[min(24rem,70dvh)] min-w-48 overflow-y-auto rounded-card border border-border bg-raised p-1 shadow-menu ${className}`}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem({ danger = false, ...rest }: ComponentProps<typeof DropdownMenu.Item> & { danger?: boolean }) {
  return <DropdownMenu.Item {...rest} className={`${itemLook} ${danger ? "text-danger" : ""}`} />;
}

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <DropdownMenu.Label className="px-2 pt-2 pb-1 text-xs text-text-3">{children}</DropdownMenu.Label>
);

export const MenuRule = () => <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-border" />;
