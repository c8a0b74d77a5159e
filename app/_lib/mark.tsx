/** Two ticks: one signs, another countersigns. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg aria-hidden viewBox="0 0 32 32" width={size} height={size} className="shrink-0">
      <rect width="32" height="32" rx="7" className="fill-accent-solid" />
      <g
        fill="none"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        className="stroke-on-solid"
      >
        <path d="M8 16.5l4.2 4.2L19.5 12" />
        <path d="M14.5 18.5l2.2 2.2L24 12" strokeOpacity=".62" />
      </g>
    </svg>
  );
}
