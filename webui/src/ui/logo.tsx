/** The mark of favicon.svg, in the colours of the theme. */
export function Logo({ className = "size-7" }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path d="M9 8h14a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-7l-5 4.5V22H9a3 3 0 0 1-3-3v-8a3 3 0 0 1 3-3Z" className="fill-on-accent" />
      <path d="M11 13h10M11 17h6" strokeWidth="2" strokeLinecap="round" className="stroke-accent" />
    </svg>
  );
}
