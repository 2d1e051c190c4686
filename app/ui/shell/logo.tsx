/** A gate tower under its roof (the roof of 金), with the river in front of it. */
export const Mark = ({ size = 32 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false" className="shrink-0">
    <rect width="32" height="32" rx="7" fill="#0f5468" />
    <path d="M6 12.6 16 6l10 6.6" fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round" />
    <path d="M9.6 21v-6.4h12.8V21h-3.6v-1.6a2.8 2.8 0 0 0-5.6 0V21z" fill="#fff" />
    <path
      d="M5.6 25.4c2.6-1.9 5.2-1.9 7.8 0s5.2 1.9 7.8 0 3.6-1.8 5.2-1.2"
      fill="none"
      stroke="#e0b05f"
      strokeWidth="2.2"
      strokeLinecap="round"
    />
  </svg>
);
