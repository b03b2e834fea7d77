import type { ReactNode } from "react";

export interface FanFlag {
  id: string;
  name: string;
  /** For who listens: what opens. */
  ask: string;
  /** Place of its first day, and of the end of its last, in percent from the left. */
  left: number;
  right: number;
  /** What a click shows: what was learned of it. */
  about: ReactNode;
}

/** Flags closer than this, in percent of the width, stand in different lanes. */
const room = 17;
export const mostLanes = 3;

/** Lane of each flag, null where there is no room left for its name: greedy from the left. */
export function lanesOf(flags: readonly Pick<FanFlag, "left">[]): (number | null)[] {
  const ends: number[] = [];
  return flags.map(({ left }) => {
    const free = ends.findIndex((end) => end <= left);
    const lane = free >= 0 ? free : ends.length;
    if (lane >= mostLanes) return null;
    ends[lane] = left + room;
    return lane;
  });
}

/** Names of events over their lines; each opens what it does. On a phone a mark stands for the name, the list under the chart has it. */
export function FanFlags({ flags, lanes }: { flags: readonly FanFlag[]; lanes: readonly (number | null)[] }) {
  const used = Math.max(-1, ...lanes.filter((lane) => lane !== null)) + 1;
  if (used === 0) return null;
  return (
    <div className="relative mb-5" style={{ height: `${used * 26}px` }}>
      {flags.map((flag, index) => {
        const lane = lanes[index] ?? null;
        if (lane === null) return null;
        const isLate = flag.left > 100 - room;
        return (
          <span key={flag.id} className="absolute" style={{ left: `${flag.left}%`, top: `${lane * 26}px` }}>
            <button type="button" popoverTarget={`flag-${flag.id}`} aria-label={flag.ask} data-flag={flag.id}
              className={`absolute top-0 flex h-6 min-w-6 items-center gap-1 rounded-md bg-warn-faint px-1.5 text-[11.5px] font-[550] whitespace-nowrap text-warn hover:underline ${isLate ? "right-0 translate-x-3" : "left-0 -translate-x-3 sm:translate-x-0"}`}>
              <svg viewBox="0 0 8 10" className="h-2.5 w-2 shrink-0" aria-hidden><path d="M1 10V0.5h6L5.4 3 7 5.5H2V10z" fill="currentColor" /></svg>
              <span className="hidden max-w-32 truncate sm:inline">{flag.name}</span>
            </button>
            <div id={`flag-${flag.id}`} popover="auto" className="popover w-80 p-4">{flag.about}</div>
          </span>
        );
      })}
    </div>
  );
}

/** Where flags stand in the plot: a dotted line at the first day, a breath of colour over its days. */
export function FlagLines({ flags }: { flags: readonly FanFlag[] }) {
  return (
    <>
      {flags.map(({ id, left, right }) => (
        <g key={id}>
          {right - left > 0.5 ? <rect x={`${left}%`} width={`${right - left}%`} y="0" height="100%" className="fill-warn-faint" opacity="0.55" /> : null}
          <line x1={`${left}%`} x2={`${left}%`} y1="0" y2="100%" className="stroke-warn" strokeWidth="1" strokeDasharray="2 3" />
        </g>
      ))}
    </>
  );
}
