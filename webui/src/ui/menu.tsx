/** Non-modal on purpose: the modal kind locks scrolling with an inline style tag, which the policy forbids. */
import { DropdownMenu } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";

const itemLook =
  "flex min-h-9 cursor-pointer items-center gap-2 rounded-control px-2 outline-none data-[highlighted]:bg-surface-2 pointer-coarse:min-h-11";

export function Menu({ trigger, children, align = "end", side = "bottom" }: { trigger: ReactNode; children: ReactNode; align?: "start" | "end"; side?: "top" | "bottom" }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align={align} side={side} sideOffset={6} collisionPadding={8} className="enter z-30 min-w-52 rounded-card border border-border bg-raised p-1 shadow-menu">
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem({ danger = false, ...rest }: ComponentProps<typeof DropdownMenu.Item> & { danger?: boolean }) {
  return <DropdownMenu.Item {...rest} className={`${itemLook} ${danger ? "text-danger" : ""}`} />;
}

export function MenuChoice<Value extends string>({ label, value, choices, onChange }: { label: string; value: Value; choices: [Value, string][]; onChange: (value: Value) => void }) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={(next) => onChange(next as Value)} aria-label={label}>
      <DropdownMenu.Label className="px-2 pt-2 pb-1 text-xs text-text-3">{label}</DropdownMenu.Label>
      {choices.map(([choice, name]) => (
        <DropdownMenu.RadioItem key={choice} value={choice} onSelect={(event) => event.preventDefault()} className={`${itemLook} justify-between`}>
          {name}
          <DropdownMenu.ItemIndicator><span aria-hidden className="text-accent">✓</span></DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

export const MenuRule = () => <DropdownMenu.Separator className="my-1 h-px bg-border" />;
